package io.vedette.sink.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.recording.TimelineSpan;
import io.vedette.api.recording.TimelineSpan.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final UUID RUN = new UUID(0, 1);

  private static Segment segment(long fromMs, long toMs, UUID run) {
    return segment(fromMs, toMs, run, 0, 1);
  }

  private static Segment segment(long fromMs, long toMs, UUID run, long fromDts, long toDts) {
    return new Segment(
        Life.STREAM, RUN, "x", fromMs, toMs, run, fromDts, toDts, 1, "avc1", KeyTable.EMPTY);
  }

  private static List<String> spans(long from, long to, List<Segment> segments, Index.Gap... gaps) {
    return Timeline.of(from, to, segments, List.of(gaps), 0, 1000, Cause.RECORDER_DOWN).stream()
        .map(TimelineTest::line)
        .toList();
  }

  private static String line(TimelineSpan span) {
    return span.from().toEpochMilli()
        + "-"
        + span.to().toEpochMilli()
        + " "
        + span.gap().map(Cause::id).orElse("recorded");
  }

  @Test
  void emptyRange_hasNoSpans() {
    assertThat(spans(5, 5, List.of())).isEmpty();
    assertThat(spans(6, 5, List.of())).isEmpty();
  }

  @Test
  void nothingKnown_isTheUnknownUpToNow() {
    assertThat(spans(-10, 1010, List.of()))
        .containsExactly("-10-0 disabled", "0-1000 recorder-down", "1000-1010 disabled");
  }

  @Test
  void recordedWinsOverGap_andOverlapsAreOneSpan() {
    List<Segment> segments =
        List.of(segment(100, 300, RUN), segment(200, 250, RUN), segment(290, 400, RUN));
    assertThat(spans(0, 500, segments, new Index.Gap(0, 150, Cause.CAMERA_OFFLINE)))
        .containsExactly("0-100 camera-offline", "100-400 recorded", "400-500 recorder-down");
  }

  @Test
  void holesOfDrift_areRecorded_thoseBetweenRunsAreNot() {
    UUID other = new UUID(0, 2);
    List<Segment> segments =
        List.of(segment(0, 300, RUN), segment(330, 400, RUN), segment(430, 500, other));
    assertThat(spans(0, 500, segments))
        .containsExactly("0-400 recorded", "400-430 recorder-down", "430-500 recorded");
  }

  @Test
  void holeWhereNoPictureIsMissing_isRecorded_unlessOurClockWasSet() {
    List<Segment> leapt = List.of(segment(0, 300, RUN, 0, 5), segment(900, 950, RUN, 5, 9));
    assertThat(spans(0, 950, leapt)).containsExactly("0-950 recorded");
    List<Segment> missing = List.of(segment(0, 300, RUN, 0, 5), segment(900, 950, RUN, 6, 9));
    assertThat(spans(0, 950, missing))
        .containsExactly("0-300 recorded", "300-900 recorder-down", "900-950 recorded");
    List<Segment> set = List.of(segment(-20_000, 0, RUN, 0, 5), segment(10_001, 10_050, RUN, 5, 9));
    assertThat(
            Timeline.of(-20_000, 10_050, set, List.of(), -20_000, 10_050, Cause.RECORDER_DOWN)
                .stream()
                .map(TimelineTest::line))
        .containsExactly("-20000-0 recorded", "0-10001 recorder-down", "10001-10050 recorded");
  }

  @Test
  void gapsFillWhatTheyKnow() {
    assertThat(
            spans(
                100,
                900,
                List.of(segment(600, 700, RUN)),
                new Index.Gap(0, 200, Cause.DISK_FULL),
                new Index.Gap(300, 650, Cause.DISABLED),
                new Index.Gap(700, Long.MAX_VALUE, Cause.CAMERA_OFFLINE)))
        .containsExactly(
            "100-200 disk-full",
            "200-300 recorder-down",
            "300-600 disabled",
            "600-700 recorded",
            "700-900 camera-offline");
  }

  @Test
  void everyMillisecond_isInExactlyOneSpan_whateverIsKnown() {
    Random random = new Random(20261125);
    for (int round = 0; round < 2000; round++) {
      List<Segment> segments = new ArrayList<>();
      List<Index.Gap> gaps = new ArrayList<>();
      long at = -200;
      for (int i = 0; i < random.nextInt(8); i++) {
        at += random.nextInt(200);
        segments.add(segment(at, at + 1 + random.nextInt(300), new UUID(0, random.nextInt(2))));
      }
      at = -200;
      for (int i = 0; i < random.nextInt(8); i++) {
        at += random.nextInt(200);
        Cause cause = random.nextBoolean() ? Cause.DISK_FULL : Cause.DISABLED;
        gaps.add(new Index.Gap(at, at + 1 + random.nextInt(300), cause));
      }
      long from = random.nextInt(500) - 250L;
      long to = from + 1 + random.nextInt(1500);
      Instant reached = Instant.ofEpochMilli(from);
      for (TimelineSpan span :
          Timeline.of(from, to, segments, gaps, random.nextInt(100), 900, Cause.RECORDER_DOWN)) {
        assertThat(span.from()).isEqualTo(reached);
        reached = span.to();
      }
      assertThat(reached).isEqualTo(Instant.ofEpochMilli(to));
    }
  }
}
