package io.vedette.testkit.kurento;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.vedette.media.AccessUnit;
import java.util.concurrent.CompletableFuture;

/**
 * A PlayerEndpoint: it takes any URI, begins at play, loses its camera with two errors, and comes
 * back after stop and play only.
 */
final class Player extends MediaElement implements RtspPull.Listener {
  private final String uri;
  private String state = "STOP";
  private boolean played; // since it was made
  private CompletableFuture<Void> lastEnded = CompletableFuture.completedFuture(null);
  private RtspPull pull; // null: not begun, or stopped. A pull that failed stays until the stop
  private Boolean transcoding; // null: not told yet
  private RtspPull newestFrom; // used by the pulls' threads, one after the other, as the next
  private long newestPts;

  Player(Life life, MediaObject pipeline, String uri) {
    super(life, "PlayerEndpoint", pipeline);
    this.uri = uri;
  }

  @Override
  JsonElement invoke(String operation, JsonObject parameters) throws RpcError {
    switch (operation) {
      case "play" -> play();
      case "stop" -> stop();
      case "pause" -> state("PAUSE");
      case "getState" -> {
        return new JsonPrimitive(state);
      }
      case "getUri" -> {
        return new JsonPrimitive(uri);
      }
      case "getVideoInfo" -> {
        JsonObject info = complex("VideoInfo");
        info.addProperty("duration", 0);
        info.addProperty("isSeekable", false);
        info.addProperty("seekableEnd", 0);
        info.addProperty("seekableInit", 0);
        return info;
      }
      default -> {
        return super.invoke(operation, parameters);
      }
    }
    return none();
  }

  private void play() {
    if (pull != null) {
      return; // also if it has failed: only a stop clears that away
    }
    pull = new RtspPull(uri, lastEnded, this);
    lastEnded = pull.ended();
    life().pull(pull);
    if (played) {
      life().run(() -> state("START")); // behind the reply, 45 ms with a real one
    } else {
      state("START");
    }
    played = true;
  }

  private void stop() {
    if (pull != null) {
      pull.stop();
      pull = null;
    }
    state("STOP");
  }

  private void state(String to) {
    if (!state.equals(to)) {
      state = to;
      JsonObject data = new JsonObject();
      data.addProperty("state", to);
      raise("UriEndpointStateChanged", data);
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the very attempt
  public void unit(RtspPull from, AccessUnit unit) {
    if (newestFrom == from && unit.pts() < newestPts) {
      return; // of B-frames; Kurento drops them too, with an error in its log and no event
    }
    newestFrom = from;
    newestPts = unit.pts();
    out().pass();
    for (MediaElement sink : sinks()) {
      sink.take(from.id(), unit);
    }
  }

  @Override
  public void failed(RtspPull from, boolean hadMedia) {
    life().run(() -> lost(from, hadMedia));
  }

  @SuppressWarnings("ReferenceEquality") // the very attempt
  private void lost(RtspPull from, boolean hadMedia) {
    if (pull != from) {
      return;
    }
    error();
    if (hadMedia) {
      error();
      state("STOP");
      raise("EndOfStream", new JsonObject());
    }
  }

  private void error() {
    JsonObject data = new JsonObject();
    data.addProperty("description", "Invalid URI");
    data.addProperty("errorCode", 0);
    raise("Error", "INVALID_URI", data);
  }

  /** A sink has been connected with its viewer: tells whether the pictures must be transcoded. */
  void sinkConnected() {
    boolean now = sinks().stream().anyMatch(MediaElement::transcodes);
    if (transcoding == null || transcoding != now) {
      transcoding = now;
      JsonObject data = new JsonObject();
      data.addProperty("binName", "kmsplayerendpoint1_kmsagnosticbin2-1");
      data.addProperty("mediaType", "VIDEO");
      data.addProperty("state", now ? "TRANSCODING" : "NOT_TRANSCODING");
      raise("MediaTranscodingStateChanged", data);
    }
  }

  @Override
  void released() {
    super.released();
    if (pull != null) {
      pull.stop();
    }
  }
}
