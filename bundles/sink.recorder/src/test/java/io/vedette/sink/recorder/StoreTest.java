package io.vedette.sink.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.recording.RangeException;
import io.vedette.api.recording.RecordedFile;
import io.vedette.api.recording.RecordingReader;
import io.vedette.api.recording.TimelineSpan.Cause;
import io.vedette.api.stream.LogEntry;
import io.vedette.media.AccessUnit;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was recorded comes back: as one file, unit by unit, or deleted. */
class StoreTest {
  private static final int SECOND = TestCamera.FPS;
  @TempDir Path home;
  private final ManualClock clock = new ManualClock();
  private final Instant start = clock.instant();
  private final List<LogEntry> sent = new ArrayList<>();
  private TestCamera camera;
  private Life life;

  @BeforeEach
  void begin() throws Exception {
    camera = new TestCamera(clock, "320x240");
    life = new Life(home, clock);
  }

  @AfterEach
  void end() {
    life.close();
  }

  private void send(int seconds) {
    camera.send(
        seconds * SECOND,
        entry -> {
          sent.add(entry);
          life.accept(entry);
        });
  }

  @Test
  void file_acrossSegments_isCutOutwardToKeyPictures() throws Exception {
    send(130);
    try (RecordedFile file = file(start.plusMillis(57_300), start.plusMillis(122_500))) {
      assertThat(file.from()).isEqualTo(start.plusSeconds(57));
      assertThat(file.to()).isEqualTo(start.plusSeconds(123));
      Path copy = save(file);
      assertThat(Ffmpeg.pictures(copy)).isEqualTo(66 * SECOND);
      assertThat(Ffmpeg.seconds(copy)).isEqualTo(66.0);
    }
  }

  @Test
  void file_ofARangeThatReachesThePresent_hasEverythingThatWasReceived() throws Exception {
    send(10);
    camera.send(7, life::accept);
    try (RecordedFile file = file(start, start.plusSeconds(3600))) {
      assertThat(file.to()).isEqualTo(start.plusMillis(10_280));
      assertThat(Ffmpeg.pictures(save(file))).isEqualTo(10 * SECOND + 7);
      assertThat(Ffmpeg.seconds(home.resolve("copy.mp4"))).isEqualTo(10.28);
    }
    // The pictures that begin after the last key picture on the disk only.
    try (RecordedFile file = file(start.plusMillis(10_100), start.plusMillis(10_200))) {
      assertThat(file.from()).isEqualTo(start.plusSeconds(10));
      assertThat(Ffmpeg.pictures(save(file))).isEqualTo(7);
    }
    // What the early end of the fragment did is not to be seen in the finished file.
    send(11);
    life.recorder.close();
    try (RecordedFile file = file(start, start.plusSeconds(3600))) {
      assertThat(Ffmpeg.pictures(save(file))).isEqualTo(21 * SECOND + 7);
      assertThat(Ffmpeg.seconds(home.resolve("copy.mp4"))).isEqualTo(21.28);
    }
  }

  @Test
  void file_thatIsOpen_staysAsItWas_whileTheRecordingGoesOn() throws Exception {
    send(50);
    try (RecordedFile before = file(start, start.plusSeconds(3600))) {
      byte[] half = bytes(before, 0, before.sizeBytes() / 2);
      send(30); // the segment is finished meanwhile, and another begun
      try (RecordedFile after = file(start, start.plusSeconds(3600))) {
        assertThat(after.etag()).isNotEqualTo(before.etag());
        assertThat(after.sizeBytes()).isGreaterThan(before.sizeBytes());
      }
      byte[] rest = bytes(before, half.length, before.sizeBytes() - half.length);
      Path copy = Files.write(home.resolve("copy.mp4"), half);
      Files.write(copy, rest, StandardOpenOption.APPEND);
      assertThat(Ffmpeg.pictures(copy)).isEqualTo(50 * SECOND);
    }
  }

  @Test
  void file_ofARangeWhoseLastKeyPictureIsOnTheDisk_changesNoMore() throws Exception {
    send(20);
    try (RecordedFile before = file(start, start.plusMillis(18_500))) {
      send(70);
      try (RecordedFile after = file(start, start.plusMillis(18_500))) {
        assertThat(after.etag()).isEqualTo(before.etag());
        assertThat(bytes(after, 0, after.sizeBytes()))
            .isEqualTo(bytes(before, 0, before.sizeBytes()));
      }
    }
  }

  @Test
  void file_acrossAGap_playsThrough() throws Exception {
    send(10);
    life.accept(new LogEntry.RunEnded(camera.run(), "gone"));
    clock.advance(Duration.ofMinutes(3));
    camera.connect();
    send(11);
    try (RecordedFile file = file(start, start.plusSeconds(200))) {
      Path copy = save(file);
      assertThat(Ffmpeg.pictures(copy)).isEqualTo(20 * SECOND);
      assertThat(Ffmpeg.seconds(copy)).isEqualTo(20.0);
    }
    assertThat(life.store().file(Life.STREAM, start.plusSeconds(20), start.plusSeconds(30)))
        .isEmpty();
  }

  @Test
  void file_isTheSameEachTime_andItsTagSaysSo() throws Exception {
    send(70);
    try (RecordedFile one = file(start, start.plusSeconds(30));
        RecordedFile same = file(start, start.plusSeconds(30));
        RecordedFile other = file(start, start.plusSeconds(31))) {
      assertThat(one.etag()).isEqualTo(same.etag()).isNotEqualTo(other.etag());
      assertThat(bytes(one, 0, one.sizeBytes())).isEqualTo(bytes(same, 0, same.sizeBytes()));
      byte[] whole = bytes(one, 0, one.sizeBytes());
      assertThat(bytes(one, 100_000, 50_000))
          .isEqualTo(Arrays.copyOfRange(whole, 100_000, 150_000));
    }
  }

  @Test
  void file_overNewParameterSets_hasBothPictureSizes() throws Exception {
    send(10);
    camera.load("160x120");
    send(11);
    try (RecordedFile file = file(start, start.plusSeconds(20))) {
      Path copy = save(file);
      assertThat(Ffmpeg.pictures(copy)).isEqualTo(20 * SECOND);
      assertThat(Ffmpeg.sizeAt(copy, 9)).isEqualTo("320,240");
      assertThat(Ffmpeg.sizeAt(copy, 11)).isEqualTo("160,120");
      byte[] whole = bytes(file, 0, file.sizeBytes());
      for (int at = 0; at < whole.length; at += 99_991) {
        int count = Math.min(70_001, whole.length - at);
        assertThat(bytes(file, at, count)).isEqualTo(Arrays.copyOfRange(whole, at, at + count));
      }
    }
  }

  @Test
  void file_withASegmentThatWasCutInItsEnd_hasTheOthers() throws Exception {
    send(130);
    try (FileChannel out = FileChannel.open(life.files().get(0), StandardOpenOption.WRITE)) {
      out.truncate(out.size() - 1);
    }
    try (RecordedFile file = file(start, start.plusSeconds(120))) {
      assertThat(file.from()).isEqualTo(start.plusSeconds(60));
      assertThat(Ffmpeg.pictures(save(file))).isEqualTo(60 * SECOND);
    }
  }

  @Test
  void file_withASegmentThatIsGoneOrBroken_hasTheOthers() throws Exception {
    send(190);
    Files.delete(life.files().get(0));
    try (FileChannel out = FileChannel.open(life.files().get(0), StandardOpenOption.WRITE)) {
      out.truncate(100_000);
    }
    try (RecordedFile file = file(start, start.plusSeconds(180))) {
      assertThat(file.from()).isEqualTo(start.plusSeconds(120));
      assertThat(Ffmpeg.pictures(save(file))).isEqualTo(60 * SECOND);
    }
  }

  @Test
  void file_ofAnImpossibleRange_isRefused() {
    assertThatThrownBy(() -> file(start, start)).isInstanceOf(RangeException.class);
    assertThatThrownBy(() -> file(start, start.plus(Duration.ofDays(2))))
        .isInstanceOf(RangeException.class)
        .hasMessageContaining("24 h");
  }

  @Test
  void reader_findsKeysAcrossSegmentsAndGaps() throws Exception {
    send(70);
    life.accept(new LogEntry.RunEnded(camera.run(), "gone"));
    clock.advance(Duration.ofSeconds(30));
    camera.connect();
    send(11);
    try (RecordingReader reader = life.store().reader(Life.STREAM)) {
      assertThat(reader.keyAtOrBefore(start.minusMillis(1))).isEmpty();
      assertThat(reader.keyAtOrAfter(start.minusSeconds(60))).contains(start);
      assertThat(reader.keyAtOrBefore(at(59_999))).contains(at(59_000));
      assertThat(reader.keyAtOrBefore(at(60_000))).contains(at(60_000));
      assertThat(reader.keyAtOrAfter(at(59_001))).contains(at(60_000));
      assertThat(reader.keyAtOrBefore(at(85_000))).contains(at(69_000));
      assertThat(reader.keyAtOrAfter(at(69_001))).contains(at(100_000));
      assertThat(reader.keyAtOrBefore(at(1_000_000))).contains(at(109_000));
      assertThat(reader.keyAtOrAfter(at(1_000_000))).isEmpty();
    }
  }

  private Instant at(long ms) {
    return start.plusMillis(ms);
  }

  @Test
  void reader_givesUnitsBackAsTheyCame_andWaitsAtTheEnd() throws Exception {
    send(65);
    try (RecordingReader reader = life.store().reader(Life.STREAM)) {
      assertThat(reader.seek(at(58_000))).isTrue();
      assertThat(reader.seek(at(58_001))).isFalse();
      assertThat(reader.seek(at(58_000))).isTrue();
      List<AccessUnit> read = readAll(reader);
      AccessUnit first = read.get(0);
      assertThat(first.randomAccess()).isTrue();
      assertThat(first.received()).isEqualTo(at(58_000));
      send(5);
      life.recorder.close();
      read.addAll(readAll(reader));
      List<AccessUnit> expected =
          sent.stream().map(e -> ((LogEntry.Unit) e).unit()).skip(58 * SECOND * 2).toList();
      assertThat(read.stream().filter(u -> u.track().isVideo()).map(AccessUnit::payload))
          .isEqualTo(payloads(expected, true));
      assertThat(read.stream().filter(u -> !u.track().isVideo()).map(AccessUnit::payload))
          .isEqualTo(payloads(expected, false));
      assertThat(read.stream().filter(u -> u.track().isVideo()).map(AccessUnit::received))
          .isEqualTo(
              expected.stream()
                  .filter(u -> u.track().isVideo())
                  .map(AccessUnit::received)
                  .toList());
    }
  }

  private static List<java.nio.ByteBuffer> payloads(List<AccessUnit> units, boolean video) {
    return units.stream()
        .filter(u -> u.track().isVideo() == video)
        .map(AccessUnit::payload)
        .toList();
  }

  private static List<AccessUnit> readAll(RecordingReader reader) throws Exception {
    List<AccessUnit> units = new ArrayList<>();
    for (Optional<AccessUnit> u = reader.next(); u.isPresent(); u = reader.next()) {
      units.add(u.get());
    }
    return units;
  }

  @Test
  void deletedCamera_hasNoFilesAndATimelineThatSaysSo() throws Exception {
    send(130);
    life.recorder.stop(Cause.DISABLED);
    life.store().delete("front-door");
    assertThat(life.files()).isEmpty();
    assertThat(home.resolve("recordings/front-door")).doesNotExist();
    assertThat(life.timeline(start, start.plusSeconds(130))).containsExactly("0.0 130.0 deleted");
    assertThat(life.store().file(Life.STREAM, start, start.plusSeconds(130))).isEmpty();
  }

  private RecordedFile file(Instant from, Instant to) throws Exception {
    return life.store().file(Life.STREAM, from, to).orElseThrow();
  }

  private Path save(RecordedFile file) throws Exception {
    byte[] bytes = bytes(file, 0, file.sizeBytes());
    assertThat(bytes.length).isEqualTo((int) file.sizeBytes());
    return Files.write(home.resolve("copy.mp4"), bytes);
  }

  private static byte[] bytes(RecordedFile file, long at, long count) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.write(at, count, Channels.newChannel(out));
    return out.toByteArray();
  }
}
