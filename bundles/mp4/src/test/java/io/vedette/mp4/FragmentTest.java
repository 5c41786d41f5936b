package io.vedette.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FragmentTest {
  @TempDir Path folder;

  @Test
  void initSegment_videoAndG711_boxTree() throws Exception {
    Track audio = new Track(1, 8000, new G711Config(G711Config.Law.MU, 1));
    Golden.check("init-segment.txt", BoxTree.of(InitSegment.of(List.of(fixedVideo(), audio))));
  }

  @Test
  void fragment_firstSampleSyncAndEqualDurations_boxTree() throws Exception {
    Track video = fixedVideo();
    List<Sample> samples =
        List.of(
            new Sample(unit(video, 0, 0, true, 5), 0, 3600),
            new Sample(unit(video, 3600, 3600, false, 3), 3600, 3600),
            new Sample(unit(video, 7200, 7200, false, 4), 7200, 3600));
    Golden.check("fragment-plain.txt", BoxTree.of(Fragment.of(1, samples).toByteBuffer()));
  }

  @Test
  void fragment_unevenDurationsAndSignedCompositionOffsets_boxTree() throws Exception {
    Track video = fixedVideo();
    List<Sample> samples =
        List.of(
            new Sample(unit(video, 0, 0, true, 5), 90_000, 3600),
            new Sample(unit(video, 3600, 10_800, false, 3), 93_600, 3601),
            new Sample(unit(video, 7201, 3601, false, 4), 97_201, 3599));
    Golden.check("fragment-reordered.txt", BoxTree.of(Fragment.of(7, samples).toByteBuffer()));
  }

  @Test
  void initSegmentAndFragments_areDecodedCompletelyAndSilently() throws Exception {
    TestClip clip = TestClip.load();
    Path file = folder.resolve("fragmented.mp4");
    try (FileChannel out = create(file)) {
      out.write(InitSegment.of(List.of(clip.video, clip.audio)));
      for (int second = 0; second < 6; second++) {
        List<Sample> samples =
            new ArrayList<>(clip.video(second * 25, second * 25 + 25, second * 90_000L));
        samples.addAll(clip.audio(second * 50, second * 50 + 50));
        out.write(Fragment.of(second + 1, samples).toByteBuffer());
      }
    }
    assertThat(Ffmpeg.complaints(file)).isEmpty();
    assertThat(Ffmpeg.decodeComplaints(file)).isEmpty();
    assertThat(Ffmpeg.decodedPictures(file)).isEqualTo(150);
  }

  static FileChannel create(Path file) throws Exception {
    return FileChannel.open(
        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
  }

  static AccessUnit unit(Track track, long dts, long pts, boolean key, int sizeBytes) {
    byte[] bytes = new byte[sizeBytes];
    java.util.Arrays.fill(bytes, (byte) sizeBytes);
    return new AccessUnit(track, dts, pts, TestClip.START, key, ByteBuffer.wrap(bytes));
  }

  /** Fixed parameter sets, so that golden dumps do not depend on the encoder here. */
  static Track fixedVideo() throws Exception {
    ByteBuffer sps =
        ByteBuffer.wrap(HexFormat.of().parseHex("6742c00dd9014107e84000000300400000030ca3c50a92"));
    ByteBuffer pps = ByteBuffer.wrap(HexFormat.of().parseHex("68cb83cb20"));
    return new Track(0, 90_000, H264Config.of(sps, List.of(pps)));
  }
}
