package io.vedette.sink.recorder;

import io.vedette.api.camera.Camera;
import io.vedette.api.camera.WeeklySchedule;
import io.vedette.api.recording.TimelineSpan.Cause;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;

/** When a stream is recorded, as its camera's mode says. Thread-safe. */
interface RecordPlan {
  /** The earliest time in a range, both ends included, that is to be recorded. */
  Optional<Instant> firstWanted(Instant from, Instant to);

  /** Why other times are not recorded. */
  Cause otherwise();

  /** How far back a time can become wanted that was not: so much is kept in memory. */
  Duration memory();

  /** True if what happens at this time is to be recorded. */
  default boolean wants(Instant at) {
    return firstWanted(at, at).isPresent();
  }

  /** The plan of a camera that records; {@code zone} is that of its schedule. */
  static RecordPlan of(Camera camera, EventWindow events, ZoneId zone) {
    return switch (camera.record().mode()) {
      case CONTINUOUS, OFF -> new Continuous(); // OFF: switched off as a whole
      case SCHEDULE -> new Weekly(camera.record().schedule(), zone);
      case EVENTS -> new OnEvents(events, camera.record().preRecord());
    };
  }

  /** Always. */
  record Continuous() implements RecordPlan {
    @Override
    public Optional<Instant> firstWanted(Instant from, Instant to) {
      return Optional.of(from);
    }

    @Override
    public Cause otherwise() {
      return Cause.DISABLED;
    }

    @Override
    public Duration memory() {
      return Duration.ZERO;
    }
  }

  /** At times of the week. */
  record Weekly(WeeklySchedule schedule, ZoneId zone) implements RecordPlan {
    /** Asked for every picture, so it is enough to look at the newest. */
    @Override
    public Optional<Instant> firstWanted(Instant from, Instant to) {
      return schedule.isOn(LocalDateTime.ofInstant(to, zone)) ? Optional.of(to) : Optional.empty();
    }

    @Override
    public Cause otherwise() {
      return Cause.DISABLED;
    }

    @Override
    public Duration memory() {
      return Duration.ZERO;
    }
  }

  /** Around events. */
  record OnEvents(EventWindow events, Duration before) implements RecordPlan {
    /** Events are told late: cameras and protocols take a second or two. */
    static final Duration DELAY = Duration.ofSeconds(3);

    @Override
    public Optional<Instant> firstWanted(Instant from, Instant to) {
      return events.firstIn(from, to);
    }

    @Override
    public Cause otherwise() {
      return Cause.NO_EVENT;
    }

    @Override
    public Duration memory() {
      return before.plus(DELAY);
    }
  }
}
