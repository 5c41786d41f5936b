package io.vedette.sink.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.camera.WeeklySchedule;
import io.vedette.api.event.Event;
import io.vedette.api.stream.LogEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recording around events and by the week; a camera with a key picture each second. */
class GateTest {
  private static final int SECOND = TestCamera.FPS;
  @TempDir Path home;
  private final ManualClock clock = new ManualClock();
  private final Instant start = clock.instant();
  private final EventWindow events =
      new EventWindow(Duration.ofSeconds(10), Duration.ofSeconds(20));
  private final RecordPlan plan = new RecordPlan.OnEvents(events, Duration.ofSeconds(10));
  private TestCamera camera;
  private Life life;
  private Gate gate;

  @BeforeEach
  void begin() throws Exception {
    camera = new TestCamera(clock, "320x240");
    life = new Life(home, clock);
    gate = new Gate(life.recorder, life.budget);
  }

  @AfterEach
  void end() {
    life.close();
  }

  private void send(int pictures) {
    send(pictures, plan);
  }

  private void send(int pictures, RecordPlan plan) {
    camera.send(pictures, entry -> gate.accept(entry, plan));
  }

  private void happens(Instant at, Event.Phase phase) {
    events.happened(new Event(at, Event.Kind.MOTION, phase, Optional.of("front-door"), ""));
  }

  @Test
  void event_isRecordedFromTheKeyPictureAtOrBeforeItsPreTime() throws Exception {
    send(60 * SECOND + 7);
    assertThat(life.files()).isEmpty();
    happens(start.plusMillis(58_500), Event.Phase.HAPPENED); // told 1.8 s late
    send(60 * SECOND);
    assertThat(life.recorder.isRecording()).isFalse();
    assertThat(life.timeline(start, start.plusSeconds(120)))
        .containsExactly("0.0 48.0 no-event", "48.0 79.0 recorded", "79.0 120.0 no-event");
    assertThat(life.files()).hasSize(1);
    assertThat(Ffmpeg.pictures(life.files().get(0))).isEqualTo(31 * SECOND);
  }

  @Test
  void eventsThatFollowEachOther_leaveNoHole() throws Exception {
    send(30 * SECOND);
    happens(clock.instant(), Event.Phase.HAPPENED); // to 50
    send(25 * SECOND);
    happens(clock.instant(), Event.Phase.BEGAN); // from 45
    send(90 * SECOND);
    happens(clock.instant(), Event.Phase.ENDED); // 145, to 165
    send(30 * SECOND);
    assertThat(life.timeline(start, clock.instant()))
        .containsExactly("0.0 20.0 no-event", "20.0 165.0 recorded", "165.0 175.0 no-event");
    assertThat(life.counters.units()).isEqualTo(145L * 2 * SECOND);
  }

  @Test
  void cameraThatGoesWhileNothingHappens_isOffline() {
    send(5 * SECOND);
    gate.accept(new LogEntry.RunEnded(camera.run(), "gone"), plan);
    clock.advance(Duration.ofSeconds(5));
    camera.connect();
    send(5 * SECOND);
    clock.advance(Duration.ofSeconds(12));
    gate.idle(plan);
    clock.advance(Duration.ofSeconds(3));
    assertThat(life.timeline(start, clock.instant()))
        .containsExactly(
            "0.0 5.0 no-event",
            "5.0 10.0 camera-offline",
            "10.0 14.96 no-event",
            "14.96 30.0 camera-offline");
  }

  @Test
  void eventAfterWhichNothingComes_isRecordedAllTheSame() throws Exception {
    send(20 * SECOND);
    happens(clock.instant(), Event.Phase.HAPPENED);
    clock.advance(Duration.ofSeconds(1));
    gate.idle(plan);
    clock.advance(Duration.ofSeconds(3));
    gate.idle(plan);
    assertThat(Ffmpeg.pictures(life.files().get(0))).isEqualTo(10 * SECOND);
  }

  @Test
  void whatWaits_isBounded() throws Exception {
    RecordPlan longMemory = new RecordPlan.OnEvents(events, Duration.ofHours(10));
    send(3 * 3600 * SECOND, longMemory); // some 100 MB
    send(1, new RecordPlan.OnEvents(wide(), Duration.ofHours(10)));
    life.recorder.close();
    assertThat(life.counters.unitBytes()).isBetween(25L << 20, 32L << 20);
  }

  @Test
  void noMemoryIsLeft_whatIsWantedNowIsRecordedAllTheSame() throws Exception {
    MemoryBudget none = new MemoryBudget(0);
    none.add(1);
    gate = new Gate(life.recorder, none);
    send(10 * SECOND, new RecordPlan.Continuous());
    life.recorder.close();
    assertThat(life.counters.units()).isEqualTo(2L * 10 * SECOND);
  }

  private EventWindow wide() {
    EventWindow window = new EventWindow(Duration.ofHours(10), Duration.ofSeconds(20));
    window.happened(
        new Event(
            clock.instant(),
            Event.Kind.MOTION,
            Event.Phase.HAPPENED,
            Optional.of("front-door"),
            ""));
    return window;
  }

  @Test
  void schedule_recordsItsHoursOnly() throws Exception {
    // The clock stands at 10:15:30.250 on a Wednesday.
    RecordPlan weekly =
        new RecordPlan.Weekly(WeeklySchedule.parse("WEDNESDAY 10:16-10:17"), ZoneOffset.UTC);
    send(120 * SECOND, weekly);
    assertThat(life.timeline(start, clock.instant()))
        .containsExactly("0.0 29.0 disabled", "29.0 90.0 recorded", "90.0 120.0 disabled");
  }

  @Test
  void schedule_followsTheZonesDaylightSaving() {
    RecordPlan weekly =
        new RecordPlan.Weekly(
            WeeklySchedule.parse("SUNDAY 08:00-09:00"), java.time.ZoneId.of("Europe/Berlin"));
    assertThat(weekly.wants(Instant.parse("2026-10-18T06:30:00Z"))).isTrue(); // summer, UTC+2
    assertThat(weekly.wants(Instant.parse("2026-10-25T06:30:00Z"))).isFalse(); // winter, UTC+1
    assertThat(weekly.wants(Instant.parse("2026-10-25T07:30:00Z"))).isTrue();
  }
}
