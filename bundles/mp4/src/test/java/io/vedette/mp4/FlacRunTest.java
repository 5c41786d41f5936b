package io.vedette.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.G711Config;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlacRunTest {
  private static final int ENTRY_HEAD = 8 + 28; // box and AudioSampleEntry, before dfLa
  @TempDir Path folder;

  /** As a bare FLAC stream, where a decoder checks the frames' checksums and numbers. */
  @ParameterizedTest
  @CsvSource({
    "A,1,8000,16000,0",
    "MU,1,8000,16000,0",
    "A,2,8000,4001,5000",
    "MU,1,16000,320,100000000",
    "A,1,8000,17,70000",
    "MU,2,48000,9999,3000000000"
  })
  void framesDecodeToTheSamplesOfG711(
      G711Config.Law law, int channels, int rate, int samples, long first) throws Exception {
    byte[] g711 = new byte[samples * channels];
    new Random(samples).nextBytes(g711);
    G711Config config = new G711Config(law, channels);
    FlacRun run = new FlacRun(config, rate, g711.length, first);
    ByteBuffer frames = ByteBuffer.allocate(run.sizeBytes());
    for (int i = 0; i < run.frames(); i++) {
      int before = frames.position();
      run.write(i, ByteBuffer.wrap(g711).position(run.begin(i) * channels), frames);
      assertThat(frames.position() - before).isEqualTo(run.sizeBytes(i));
    }
    assertThat(frames.hasRemaining()).isFalse();
    BoxWriter entry = new BoxWriter(128);
    FlacRun.entry(entry, config, rate);
    Path flac = folder.resolve("sound.flac");
    try (FileChannel out = FragmentTest.create(flac)) {
      out.write(ByteBuffer.wrap("fLaC".getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer blocks = entry.finish();
      out.write(blocks.position(ENTRY_HEAD + 12)); // box and flags of dfLa
      out.write(frames.flip());
    }
    Path raw = Files.write(folder.resolve("sound.g711"), g711);
    assertThat(Ffmpeg.linear(flac.toString()))
        .hasSameBinaryContentAs(
            Ffmpeg.linear(
                "-f",
                law == G711Config.Law.A ? "alaw" : "mulaw",
                "-ar",
                String.valueOf(rate),
                "-ac",
                String.valueOf(channels),
                raw.toString()));
  }

  @Test
  void halfASample_isNone() {
    assertThat(new FlacRun(new G711Config(G711Config.Law.A, 2), 8000, 1, 0).frames()).isZero();
  }
}
