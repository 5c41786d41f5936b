package io.vedette.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.AacConfig;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AAC goes through segment and download as it came. */
class AacTest {
  private static final int RATE = 16_000;
  private static final int ADTS_HEADER_BYTES = 7;
  @TempDir Path folder;

  @Test
  void segmentAndDownload_decodeToTheSamplesOfTheSource() throws Exception {
    TestClip clip = TestClip.load();
    Track audio = new Track(1, RATE, AacConfig.of(ByteBuffer.wrap(new byte[] {0x14, 0x08})));
    Path adts = folder.resolve("sound.aac");
    Ffmpeg.run(
        ("ffmpeg -v error -y -f lavfi -i sine=frequency=440:sample_rate=16000:duration=4 -c:a aac"
                + " -b:a 48k "
                + adts)
            .split(" "));
    List<Sample> sound = frames(audio, Files.readAllBytes(adts));
    Path segment = folder.resolve("segment.mp4");
    StoredFragment stored;
    try (FileChannel out = FragmentTest.create(segment)) {
      out.write(SegmentHead.of(TestSegment.IDENTITY, List.of(clip.video, audio)).bytes());
      List<Sample> samples = new ArrayList<>(clip.video(0, 100, 0));
      samples.addAll(sound);
      out.write(Fragment.of(1, samples).toByteBuffer());
      SegmentReader reader = new SegmentReader(out);
      assertThat(reader.tracks()).containsExactly(clip.video, audio);
      stored = reader.next().orElseThrow();
    }
    MovieBuilder builder = new MovieBuilder(false);
    builder.add(segment, stored, 0);
    Path download = folder.resolve("download.mp4");
    try (VirtualFile file = builder.build()) {
      Files.write(download, file.toByteArray());
    }
    Path expected = Ffmpeg.linear(adts.toString());
    for (Path file : List.of(segment, download)) {
      assertThat(Ffmpeg.complaints(file)).isEmpty();
      assertThat(Ffmpeg.linear(file.toString())).hasSameBinaryContentAs(expected);
    }
  }

  /** Takes the headers off (ISO/IEC 14496-3 1.A.3.2). */
  private static List<Sample> frames(Track track, byte[] adts) {
    List<Sample> samples = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(adts);
    for (int at = 0; at < adts.length; ) {
      int length = (in.getInt(at + 3) >> 13) & 0x1fff;
      ByteBuffer frame = in.slice(at + ADTS_HEADER_BYTES, length - ADTS_HEADER_BYTES);
      long dts = samples.size() * 1024L;
      samples.add(
          new Sample(new AccessUnit(track, dts, dts, TestClip.START, true, frame), dts, 1024));
      at += length;
    }
    return samples;
  }
}
