package io.vedette.web.resource;

import io.vedette.api.camera.Camera;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import io.vedette.api.stream.StreamStatus;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import java.time.Duration;
import java.util.Collection;

/** The streams that paths name, of cameras and of replays. */
public final class StreamPaths {
  private final Parts parts;

  public StreamPaths(Parts parts) {
    this.parts = parts;
  }

  /**
   * The stream of a path with {@code {camera}} and {@code {stream}}.
   *
   * @throws Problem UNKNOWN if there is no such camera, it is disabled, or has no such stream;
   *     NOT_READY if it was not reached far enough to tell
   */
  public StreamKey live(Exchange exchange) {
    String stream = exchange.path("stream");
    return live(exchange, Profile.of(stream).orElseThrow(() -> Problem.unknown("stream", stream)));
  }

  /** The same for a path with {@code {camera}} alone. */
  StreamKey live(Exchange exchange, Profile profile) {
    Camera camera = CamerasResource.find(parts, exchange);
    if (!camera.enabled()) {
      throw new Problem(Kind.UNKNOWN, "the camera " + camera.id() + " is disabled");
    }
    StreamKey.Live key = new StreamKey.Live(camera.id(), profile);
    if (parts.streams().status(key).isEmpty()) {
      throw absent(key);
    }
    return key;
  }

  private Problem absent(StreamKey.Live key) {
    Collection<StreamStatus> others = parts.cameras().status(key.camera()).values();
    if (others.stream().anyMatch(s -> s.state() == StreamStatus.State.LIVE)) {
      return new Problem(
          Kind.UNKNOWN,
          "the camera %s has no %s stream".formatted(key.camera(), key.profile().id()));
    }
    return new Problem(Kind.NOT_READY, "the camera " + key.camera() + " was not reached yet")
        .retryAfter(Duration.ofSeconds(1));
  }

  /**
   * The stream of a path with {@code {id}} of a replay and {@code {camera}}.
   *
   * @throws Problem UNKNOWN if there is no such replay, it is not of this camera, or somebody else
   *     began it
   */
  public StreamKey replay(Exchange exchange) {
    StreamKey.Replay key = new StreamKey.Replay(exchange.path("id"), exchange.path("camera"));
    boolean own = parts.replays().mayUse(exchange.caller(), key.replay());
    if (!own || parts.streams().status(key).isEmpty()) {
      throw Problem.unknown("stream", key.path());
    }
    return key;
  }
}
