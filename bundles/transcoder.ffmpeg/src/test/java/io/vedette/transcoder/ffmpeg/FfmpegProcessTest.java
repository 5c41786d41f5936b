package io.vedette.transcoder.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FfmpegProcessTest {
  @Test
  void told_behindLinesOfTheLoader_isWhatFfmpegSaid() {
    String lib = "/srv/recorder/vedette/appliance-image/target/ffmpeg/lib/";
    String loader =
        "%sffmpeg: %slibpulse.so.0: no version information available (required by %slibavdevice.so.62)\n"
            .formatted(lib, lib, lib);
    assertThat(FfmpegProcess.told(loader.repeat(5) + "Unknown encoder\n 'libx264'\n"))
        .isEqualTo("Unknown encoder 'libx264'");
    assertThat(FfmpegProcess.told(loader)).isEmpty();
  }

  @Test
  void told_muchOfIt_isCut() {
    assertThat(FfmpegProcess.told("complaint\n".repeat(300)))
        .hasSize(400)
        .startsWith("complaint complaint");
  }
}
