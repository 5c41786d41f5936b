package io.vedette.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.media.AccessUnit;
import io.vedette.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentReaderTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsBackWhatWasWritten(boolean finished) throws Exception {
    TestClip clip = TestClip.load();
    Path file = folder.resolve("a.mp4");
    TestSegment.write(clip, file, 2, 5, finished);
    try (FileChannel in = FileChannel.open(file)) {
      SegmentReader reader = new SegmentReader(in);
      assertThat(reader.identity()).isEqualTo(TestSegment.IDENTITY);
      assertThat(reader.tracks()).containsExactly(clip.video, clip.audio);
      assertThat(reader.finished()).isEqualTo(finished);
      List<StoredFragment> fragments = drain(reader);
      assertThat(fragments).hasSize(3);
      List<ByteBuffer> pictures = new ArrayList<>();
      List<ByteBuffer> sound = new ArrayList<>();
      for (StoredFragment fragment : fragments) {
        for (StoredFragment.StoredSample sample : fragment.samples()) {
          (sample.track().isVideo() ? pictures : sound).add(reader.payload(sample));
        }
      }
      assertThat(pictures)
          .isEqualTo(clip.pictures.subList(50, 125).stream().map(AccessUnit::payload).toList());
      assertThat(sound)
          .isEqualTo(clip.audio(100, 250).stream().map(s -> s.unit().payload()).toList());
      StoredFragment.StoredSample key = fragments.get(1).samples().get(0);
      assertThat(key.sync()).isTrue();
      assertThat(key.dts()).isEqualTo(90_000);
      assertThat(fragments.get(1).samples().get(1).sync()).isFalse();
    }
  }

  @Test
  void finalMoov_tellsTheFragmentsThatStandInTheFile() throws Exception {
    TestClip clip = TestClip.load();
    Path file = folder.resolve("a.mp4");
    TestSegment.write(clip, file, 1, 6, true);
    try (FileChannel in = FileChannel.open(file)) {
      List<StoredFragment> walked = drain(new SegmentReader(in));
      CountingChannel counting = new CountingChannel(in);
      SegmentReader reader = new SegmentReader(counting);
      assertThat(reader.between(0, Long.MAX_VALUE)).isEqualTo(walked);
      assertThat(counting.reads()).as("head and moov").isEqualTo(2);
      assertThat(reader.between(walked.get(1).offset(), walked.get(4).offset()))
          .isEqualTo(walked.subList(1, 4));
    }
  }

  @Test
  void finalMoovIsDamaged_fragmentsAreFoundOneByOne() throws Exception {
    Path file = folder.resolve("a.mp4");
    TestSegment.write(TestClip.load(), file, 0, 3, true);
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.allocate(100), out.size() - 100);
      assertThat(new SegmentReader(out).between(0, Long.MAX_VALUE)).hasSize(3);
    }
  }

  @Test
  void finishedFileIsCutInItsMoov_isToldAsSuch() throws Exception {
    Path file = folder.resolve("a.mp4");
    TestSegment.write(TestClip.load(), file, 0, 3, true);
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (int bytes : new int[] {1, 100}) {
        out.truncate(out.size() - bytes);
        assertThatThrownBy(() -> new SegmentReader(out).between(0, Long.MAX_VALUE))
            .isInstanceOf(MalformedMediaException.class)
            .hasMessage("the file was cut in its final moov");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ffprobeIsSilentAndDecodesAll(boolean finished) throws Exception {
    Path file = folder.resolve("a.mp4");
    TestSegment.write(TestClip.load(), file, 0, 6, finished);
    assertThat(Ffmpeg.complaints(file)).isEmpty();
    assertThat(Ffmpeg.decodeComplaints(file)).isEmpty();
    assertThat(Ffmpeg.decodedPictures(file)).isEqualTo(150);
  }

  @Test
  void finishedFile_isOrdinaryMp4OfFourBoxes() throws Exception {
    Path file = folder.resolve("a.mp4");
    TestSegment.write(TestClip.load(), file, 0, 2, true);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    int uuid = bytes.getInt(0);
    int mdat = uuid + bytes.getInt(uuid);
    assertThat(Boxes.name(bytes.getInt(mdat + 4))).isEqualTo("mdat");
    int moov = mdat + (int) bytes.getLong(mdat + 8);
    assertThat(Boxes.name(bytes.getInt(moov + 4))).isEqualTo("moov");
    assertThat(moov + bytes.getInt(moov)).isEqualTo(bytes.capacity());
  }

  @Test
  void growingFile_givesEachFragmentOnceItIsWhole() throws Exception {
    Path whole = folder.resolve("whole.mp4");
    TestSegment.write(TestClip.load(), whole, 0, 3, false);
    byte[] bytes = Files.readAllBytes(whole);
    Path file = folder.resolve("growing.mp4");
    List<Long> ends = new ArrayList<>();
    try (FileChannel in = FileChannel.open(whole)) {
      drain(new SegmentReader(in)).forEach(f -> ends.add(f.end()));
    }
    int head = (int) ends.get(0).longValue() - 1; // all but a byte of the first fragment
    try (FileChannel out = FragmentTest.create(file)) {
      out.write(ByteBuffer.wrap(bytes, 0, head));
      SegmentReader reader = new SegmentReader(out);
      assertThat(reader.next()).isEmpty();
      for (int at = head; at < bytes.length; at += 97) {
        out.write(ByteBuffer.wrap(bytes, at, Math.min(97, bytes.length - at)));
        Optional<StoredFragment> next = reader.next();
        if (next.isPresent()) {
          assertThat(next.get().end()).isEqualTo(ends.remove(0)).isLessThanOrEqualTo(out.size());
        }
      }
    }
    assertThat(ends).isEmpty();
  }

  @Test
  void cutAnywhereInTheTail_givesTheWholeFragmentsBefore() throws Exception {
    Path file = folder.resolve("a.mp4");
    TestSegment.write(TestClip.load(), file, 0, 2, false);
    long lastFragment;
    try (FileChannel in = FileChannel.open(file)) {
      lastFragment = drain(new SegmentReader(in)).get(1).offset();
    }
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (long cut = out.size() - 1; cut >= lastFragment; cut -= 13) {
        out.truncate(cut);
        try (FileChannel in = FileChannel.open(file)) {
          SegmentReader reader = new SegmentReader(in);
          assertThat(drain(reader)).hasSize(1);
          assertThat(reader.position()).isEqualTo(lastFragment);
        }
      }
    }
  }

  @Test
  void otherFiles_areRefusedWithReason() throws Exception {
    Path foreign = folder.resolve("foreign.mp4");
    Files.write(foreign, InitSegment.of(List.of(FragmentTest.fixedVideo())).array());
    assertThatThrownBy(() -> open(foreign))
        .isInstanceOf(MalformedMediaException.class)
        .hasMessageContaining("expected box uuid");
    Path empty = Files.createFile(folder.resolve("empty.mp4"));
    assertThatThrownBy(() -> open(empty)).isInstanceOf(MalformedMediaException.class);
  }

  @Test
  void fuzz_mutatedFiles_onlyTheDeclaredException() throws Exception {
    Path file = folder.resolve("a.mp4");
    for (boolean finished : new boolean[] {false, true}) {
      Files.deleteIfExists(file);
      TestSegment.write(TestClip.load(), file, 0, 2, finished);
      byte[] good = Files.readAllBytes(file);
      Path fuzzed = folder.resolve("fuzzed.mp4");
      Random random = new Random(20261125);
      for (int round = 0; round < 1500; round++) {
        byte[] bad = mutate(good, random);
        Files.write(fuzzed, bad);
        try (FileChannel in = FileChannel.open(fuzzed)) {
          SegmentReader reader = new SegmentReader(in);
          for (StoredFragment fragment : drain(reader)) {
            assertThat(fragment.end()).isLessThanOrEqualTo(bad.length);
            reader.payload(fragment.samples().get(0));
          }
          for (StoredFragment fragment : reader.between(0, Long.MAX_VALUE)) {
            assertThat(fragment.offset()).isLessThan(fragment.dataOffset());
            assertThat(fragment.end()).isLessThanOrEqualTo(bad.length);
          }
        } catch (MalformedMediaException e) {
          assertThat(e).hasMessageNotContaining("null");
        }
      }
    }
  }

  /** Changes headers rather than pictures: the first or last 3 KiB, where the structure is. */
  private static byte[] mutate(byte[] good, Random random) {
    byte[] bad = Arrays.copyOf(good, random.nextInt(8) == 0 ? random.nextInt(3000) : good.length);
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && bad.length > 0; i++) {
      int at = random.nextInt(Math.min(bad.length, 3000));
      at = random.nextInt(3) == 0 ? bad.length - 1 - at : at;
      bad[at] =
          switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> (byte) 0xff;
            case 2 -> 0x7f;
            default -> (byte) random.nextInt();
          };
    }
    return bad;
  }

  private static void open(Path file) throws Exception {
    try (FileChannel in = FileChannel.open(file)) {
      new SegmentReader(in);
    }
  }

  private static List<StoredFragment> drain(SegmentReader reader) throws Exception {
    List<StoredFragment> fragments = new ArrayList<>();
    for (Optional<StoredFragment> next = reader.next(); next.isPresent(); next = reader.next()) {
      fragments.add(next.get());
      assertThat(fragments).hasSizeLessThan(1000);
    }
    return fragments;
  }
}
