package io.vedette.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovieBuilderTest {
  @TempDir Path folder;
  private TestClip clip;
  private Path first;
  private Path second;

  @BeforeEach
  void writeSegments() throws Exception {
    clip = TestClip.load();
    first = folder.resolve("first.mp4");
    second = folder.resolve("second.mp4");
    TestSegment.write(clip, first, 0, 3, true);
    TestSegment.write(clip, second, 3, 6, false);
  }

  @Test
  void twoSegments_makeOneFileThatDecodesCompletely() throws Exception {
    try (VirtualFile file = movie(2)) {
      Path copy = Files.write(folder.resolve("copy.mp4"), file.toByteArray());
      assertThat(Files.size(copy)).isEqualTo(file.sizeBytes());
      assertThat(Ffmpeg.complaints(copy)).isEmpty();
      assertThat(Ffmpeg.decodeComplaints(copy)).isEmpty();
      // The first two of six seconds are left out.
      assertThat(Ffmpeg.decodedPictures(copy)).isEqualTo(100);
      assertThat(probe(copy, "v", "duration")).isEqualTo("4.000000");
      assertThat(probe(copy, "a", "codec_name")).isEqualTo("flac");
      assertThat(probe(copy, "a", "duration")).isEqualTo("4.000000");
    }
  }

  @Test
  void soundIsFlac_ofTheSameSamples() throws Exception {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    for (Sample sample : clip.audio(0, 300)) {
      byte[] bytes = new byte[160];
      sample.unit().payload().get(bytes);
      raw.write(bytes);
    }
    Path alaw = Files.write(folder.resolve("sound.alaw"), raw.toByteArray());
    try (VirtualFile file = movie(0)) {
      Path copy = Files.write(folder.resolve("copy.mp4"), file.toByteArray());
      assertThat(Ffmpeg.linear(copy.toString()))
          .hasSameBinaryContentAs(Ffmpeg.linear("-f", "alaw", "-ar", "8000", alaw.toString()));
    }
  }

  @Test
  void everyRange_isThatPartOfTheWhole() throws Exception {
    try (VirtualFile file = movie(1)) {
      byte[] whole = file.toByteArray();
      for (int from = 0; from < whole.length; from += 4999) {
        for (int count : new int[] {0, 1, 4096, whole.length - from}) {
          int fits = Math.min(count, whole.length - from);
          ByteArrayOutputStream part = new ByteArrayOutputStream();
          file.write(from, fits, Channels.newChannel(part));
          assertThat(part.toByteArray()).isEqualTo(Arrays.copyOfRange(whole, from, from + fits));
        }
      }
    }
  }

  @Test
  void etag_isThatOfTheContent() throws Exception {
    try (VirtualFile one = movie(0);
        VirtualFile same = movie(0);
        VirtualFile other = movie(1)) {
      assertThat(one.etag()).isEqualTo(same.etag()).isNotEqualTo(other.etag());
    }
  }

  @Test
  void deletedSegment_isAnErrorOfTheWrite() throws Exception {
    try (VirtualFile file = movie(0)) {
      Files.delete(second);
      assertThatThrownBy(file::toByteArray).isInstanceOf(IOException.class);
    }
  }

  /** Both segments without the first {@code skip} fragments. */
  private VirtualFile movie(int skip) throws Exception {
    MovieBuilder builder = new MovieBuilder(false);
    int left = skip;
    long shift = -skip * 90_000L;
    for (Path path : List.of(first, second)) {
      try (FileChannel in = FileChannel.open(path)) {
        SegmentReader reader = new SegmentReader(in);
        for (Optional<StoredFragment> next = reader.next();
            next.isPresent();
            next = reader.next()) {
          if (left-- <= 0) {
            builder.add(path, next.get(), shift);
          }
        }
      }
      shift += 3 * 90_000L;
    }
    return builder.build();
  }

  private static String probe(Path file, String stream, String entry) throws Exception {
    return Ffmpeg.run(
        "ffprobe",
        "-v",
        "error",
        "-select_streams",
        stream,
        "-show_entries",
        "stream=" + entry,
        "-of",
        "csv=p=0",
        file.toString());
  }
}
