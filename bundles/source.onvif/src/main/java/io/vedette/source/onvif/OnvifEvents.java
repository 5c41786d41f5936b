package io.vedette.source.onvif;

import io.vedette.api.driver.CameraEvent;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.EventFeed;
import io.vedette.api.event.Event;
import io.vedette.onvif.Notification;
import io.vedette.onvif.OnvifClient;
import io.vedette.onvif.OnvifException;
import io.vedette.onvif.PullPoint;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A pull point: long polls on a connection of its own. */
final class OnvifEvents implements EventFeed {
  /** The camera answers at once if something happens; below the 60 s that routers forget after. */
  private static final Duration LONG_POLL = Duration.ofSeconds(50);

  private final URI camera;
  private final OnvifClient client;
  private final Supplier<HttpSoap> connections;
  private final HttpSoap http;
  private final PullPoint point;
  private final List<String> otherSources;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Queue<CameraEvent> waiting = new ArrayDeque<>(); // the pulling thread's

  private OnvifEvents(
      URI camera,
      OnvifClient client,
      Supplier<HttpSoap> connections,
      HttpSoap http,
      PullPoint point,
      List<String> otherSources) {
    this.camera = camera;
    this.client = client;
    this.connections = connections;
    this.http = http;
    this.point = point;
    this.otherSources = otherSources;
  }

  /**
   * Subscribes.
   *
   * @param known the connection's client, whose knowledge is shared
   * @param otherSources tokens of the other cameras of a recorder, whose events are not ours
   */
  static OnvifEvents subscribe(
      URI camera,
      OnvifClient known,
      Supplier<HttpSoap> connections,
      List<String> otherSources,
      Clock clock,
      RandomGenerator random)
      throws CameraException {
    HttpSoap http = connections.get();
    OnvifClient client = known.over(http);
    PullPoint point = Failures.translated(camera, () -> PullPoint.subscribe(client, clock, random));
    return new OnvifEvents(camera, client, connections, http, point, otherSources);
  }

  @Override
  public Optional<CameraEvent> next() throws CameraException {
    if (waiting.isEmpty()) {
      for (Notification told : Failures.translated(camera, () -> point.pull(LONG_POLL))) {
        understand(told).ifPresent(waiting::add);
      }
    }
    return Optional.ofNullable(waiting.poll());
  }

  private Optional<CameraEvent> understand(Notification told) {
    if (told.source().values().stream().anyMatch(otherSources::contains)) {
      return Optional.empty();
    }
    Optional<Boolean> active = told.active();
    return active.isEmpty()
        ? Optional.empty()
        : told.meaning().map(m -> new CameraEvent(kind(m), active.get(), told.noticedBy()));
  }

  private static Event.Kind kind(Notification.Meaning meaning) {
    return switch (meaning) {
      case MOTION -> Event.Kind.MOTION;
      case INPUT -> Event.Kind.INPUT;
      case TAMPER -> Event.Kind.TAMPER;
      case VIDEO_LOSS -> Event.Kind.VIDEO_LOSS;
    };
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    http.close(); // ends a long poll
    try (HttpSoap goodbye = connections.get()) {
      point.end(client.over(goodbye));
    } catch (IOException | OnvifException gone) {
      // Its subscription ends by itself within two minutes.
    }
  }
}
