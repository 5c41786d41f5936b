package io.vedette.testkit.onvif;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What moves: pan and tilt from −1 to 1, zoom from 0 to 1; full speed crosses all in 4 s. */
final class Head {
  private static final double PER_SECOND = 0.5;

  private final Clock clock;
  private final Map<String, Position> presets = new LinkedHashMap<>();
  private Position position = new Position(0, 0, 0);
  private Position speed = new Position(0, 0, 0);
  private Instant since;
  private Instant until;

  /** A place, or a speed. */
  record Position(double pan, double tilt, double zoom) {}

  Head(Clock clock) {
    this.clock = clock;
    this.since = clock.instant();
    this.until = since;
    presets.put("home", position);
    presets.put("gate", new Position(0.5, -0.25, 0.5));
  }

  synchronized void move(Position newSpeed, Duration time) {
    position();
    speed = newSpeed;
    until = since.plus(time);
  }

  synchronized void stop() {
    position();
    until = since;
  }

  synchronized boolean go(String preset) {
    stop();
    Position to = presets.get(preset);
    if (to != null) {
      position = to;
    }
    return to != null;
  }

  synchronized Position position() {
    Instant now = clock.instant();
    Instant end = now.isBefore(until) ? now : until;
    if (end.isAfter(since)) {
      double way = Duration.between(since, end).toMillis() / 1000.0 * PER_SECOND;
      position =
          new Position(
              within(-1, position.pan() + speed.pan() * way),
              within(-1, position.tilt() + speed.tilt() * way),
              within(0, position.zoom() + speed.zoom() * way));
    }
    since = now;
    return position;
  }

  synchronized boolean isMoving() {
    return clock.instant().isBefore(until);
  }

  synchronized Map<String, Position> presets() {
    return Map.copyOf(presets);
  }

  private static double within(double min, double value) {
    return Math.max(min, Math.min(1, value));
  }
}
