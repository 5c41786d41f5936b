package io.vedette.api.event;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that happened.
 *
 * @param at wall time by our clock
 * @param phase whether it lasts
 * @param camera id of the camera that it concerns; empty if none does
 * @param text for people, one line, no credentials; which input, which disk, whose login
 */
public record Event(Instant at, Kind kind, Phase phase, Optional<String> camera, String text) {
  public Event {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(camera, "camera");
    Objects.requireNonNull(text, "text");
  }

  /** What it is. */
  public enum Kind {
    /** Something moves in the picture. */
    MOTION,
    /** An alarm input of a camera or recorder. */
    INPUT,
    /** Somebody covers, turns or defocuses the camera. */
    TAMPER,
    /** The camera's sensor, or a DVR's channel, delivers no picture. */
    VIDEO_LOSS,
    /** A camera came or went. */
    CAMERA,
    /** A recordings folder has a fault or has none any more. */
    DISK,
    /** Somebody signed in or was refused. */
    LOGIN,
    /** A plug-in was installed, started, stopped, removed. */
    PLUGIN;

    /** Word of the API: {@code video-loss}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** True if a camera in mode {@code events} records for it. */
    public boolean startsRecording() {
      return this == MOTION || this == INPUT;
    }
  }

  /** Whether it lasts. */
  public enum Phase {
    /** It lasts until {@link #ENDED} of the same kind and camera. */
    BEGAN,
    ENDED,
    /** It has no duration. */
    HAPPENED
  }
}
