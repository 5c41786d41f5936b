package io.vedette.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.AccessUnit;
import io.vedette.media.H265Syntax;
import io.vedette.media.NalUnits;
import io.vedette.media.PictureSyntax;
import io.vedette.media.PictureSyntax.Part;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H.265 goes through segment and download as it came; ffmpeg is the judge. */
class H265Test {
  private static final int PICTURES = 20;

  @TempDir Path folder;

  @Test
  void segmentAndDownload_decodeToThePicturesOfTheSource() throws Exception {
    Path source = encode("320x240");
    List<Sample> samples = samples(source, List.of());
    Track track = samples.get(0).unit().track();
    Path segment = folder.resolve("segment.mp4");
    StoredFragment stored = write(segment, track, samples);
    MovieBuilder builder = new MovieBuilder(false);
    builder.add(segment, stored, 0);
    assertPlays(segment, "hvc1", source);
    assertPlays(download(builder), "hvc1", source);
  }

  /** Cameras without VPS: ffmpeg's decoder wants the one that we make. */
  @Test
  void withoutVps_decodesAllTheSame() throws Exception {
    Path source = encode("320x240");
    List<Sample> samples = samples(source, List.of(32));
    Path segment = folder.resolve("segment.mp4");
    write(segment, samples.get(0).unit().track(), samples);
    assertPlays(segment, "hvc1", source);
  }

  @Test
  void setsThatChange_standBeforeTheKeyPictures() throws Exception {
    MovieBuilder builder = new MovieBuilder(true);
    long shift = 0;
    for (String size : List.of("320x240", "480x272")) {
      List<Sample> samples = samples(encode(size), List.of());
      Path segment = folder.resolve(size + ".mp4");
      builder.add(segment, write(segment, samples.get(0).unit().track(), samples), shift);
      shift += PICTURES * 3600L;
    }
    Path download = download(builder);
    assertThat(Ffmpeg.complaints(download)).isEmpty();
    assertThat(Ffmpeg.decodeComplaints(download)).isEmpty();
    assertThat(Ffmpeg.decodedPictures(download)).isEqualTo(2 * PICTURES);
    assertThat(probe(download, "stream=codec_tag_string")).isEqualTo("hev1");
  }

  /** The camera was set to another codec: a track of each, the second one later. */
  @Test
  void h264AndThenH265_areTwoTracksOfOneDownload() throws Exception {
    MovieBuilder builder = new MovieBuilder(true);
    TestClip before = TestClip.load();
    Path first = folder.resolve("first.mp4");
    builder.add(first, write(first, before.video, before.video(0, 25, 0)), 0);
    List<Sample> samples = samples(encode("320x240"), List.of());
    Path second = folder.resolve("second.mp4");
    Track after = samples.get(0).unit().track();
    builder.add(second, write(second, after, samples), 25 * 3600L);
    Path download = download(builder);
    assertThat(Ffmpeg.complaints(download)).isEmpty();
    assertThat(probe(download, "stream=codec_name,start_time,nb_frames").lines())
        .containsExactly("h264,0.000000,25", "hevc,1.000000," + PICTURES);
  }

  private Path encode(String size) throws Exception {
    Path file = folder.resolve(size + ".h265");
    Ffmpeg.run(
        ("ffmpeg -v error -y -f lavfi -i testsrc2=size=%s:rate=25 -frames:v %d -c:v libx265"
                + " -preset ultrafast -x265-params bframes=0:keyint=10:info=0:log-level=none"
                + " -f hevc %s")
            .formatted(size, PICTURES, file)
            .split(" "));
    return file;
  }

  /** x265 makes one slice per picture. */
  private static List<Sample> samples(Path annexB, List<Integer> withoutTypes) throws Exception {
    PictureSyntax syntax = new H265Syntax(Optional.empty());
    List<Sample> samples = new ArrayList<>();
    for (ByteBuffer unit : NalUnits.splitAnnexB(ByteBuffer.wrap(Files.readAllBytes(annexB)))) {
      Part part = syntax.part(unit);
      if (part == Part.PARAMETER_SET && !withoutTypes.contains(unit.get(0) >> 1)) {
        syntax.parameterSet(unit);
      } else if (part == Part.KEY_SLICE || part == Part.SLICE) {
        Track track = new Track(0, 90_000, syntax.config().orElseThrow());
        long dts = samples.size() * 3600L;
        ByteBuffer payload = NalUnits.join(List.of(unit));
        boolean key = part == Part.KEY_SLICE;
        samples.add(
            new Sample(new AccessUnit(track, dts, dts, TestClip.START, key, payload), dts, 3600));
      }
    }
    assertThat(samples).hasSize(PICTURES);
    return samples;
  }

  /** Returns the only fragment as it is read back. */
  private static StoredFragment write(Path segment, Track track, List<Sample> samples)
      throws Exception {
    try (FileChannel out = FragmentTest.create(segment)) {
      out.write(SegmentHead.of(TestSegment.IDENTITY, List.of(track)).bytes());
      out.write(Fragment.of(1, samples).toByteBuffer());
      SegmentReader reader = new SegmentReader(out);
      assertThat(reader.tracks()).containsExactly(track);
      StoredFragment stored = reader.next().orElseThrow();
      assertThat(stored.samples()).extracting(StoredFragment.StoredSample::sync).contains(false);
      return stored;
    }
  }

  private Path download(MovieBuilder builder) throws Exception {
    try (VirtualFile file = builder.build()) {
      return Files.write(folder.resolve("download.mp4"), file.toByteArray());
    }
  }

  private static void assertPlays(Path file, String entry, Path source) throws Exception {
    assertThat(Ffmpeg.complaints(file)).isEmpty();
    assertThat(Ffmpeg.decodeComplaints(file)).isEmpty();
    assertThat(probe(file, "stream=codec_name,codec_tag_string")).isEqualTo("hevc," + entry);
    assertThat(hashes(file)).isEqualTo(hashes(source));
  }

  private static String hashes(Path file) throws Exception {
    return Ffmpeg.run(
        "ffmpeg", "-v", "error", "-i", file.toString(), "-map", "0:v", "-f", "hash", "-");
  }

  private static String probe(Path file, String entries) throws Exception {
    return Ffmpeg.run(
        "ffprobe", "-v", "error", "-show_entries", entries, "-of", "csv=p=0", file.toString());
  }
}
