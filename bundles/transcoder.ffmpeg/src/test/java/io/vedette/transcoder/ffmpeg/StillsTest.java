package io.vedette.transcoder.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vedette.api.stream.Profile;
import io.vedette.api.transcode.TranscodeException;
import io.vedette.api.transcode.TranscodeException.Kind;
import io.vedette.api.transcode.Transcoder;
import io.vedette.media.AccessUnit;
import io.vedette.testkit.Clip;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** JPEGs by the real ffmpeg. */
@Timeout(60)
class StillsTest {
  private static final AccessUnit MAIN = Clip.of(Clip.Scene.STREET, Profile.MAIN).units().get(0);
  private static final AccessUnit SUB = Clip.of(Clip.Scene.STREET, Profile.SUB).units().get(0);

  private static final GraphicsCard NO_CARD = new GraphicsCard(Path.of("/nonexistent"));

  private final FfmpegTranscoder transcoder = new FfmpegTranscoder(System.getenv("PATH"), NO_CARD);

  @BeforeEach
  void needsFfmpeg() {
    assumeTrue(new Ffmpeg(System.getenv("PATH")).program().isPresent(), "ffmpeg is not installed");
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    transcoder.close();
    assertThat(transcoder.waitingStills()).isEmpty();
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }

  private static String size(byte[] jpeg) throws Exception {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
    return image.getWidth() + "x" + image.getHeight();
  }

  @Test
  void scaledDownButNeverUp() throws Exception {
    assertThat(size(transcoder.jpeg(MAIN, 320))).isEqualTo("320x180");
    assertThat(size(transcoder.jpeg(SUB, 1920))).isEqualTo("640x360");
    assertThat(size(transcoder.jpeg(SUB, Transcoder.ORIGINAL_WIDTH))).isEqualTo("640x360");
  }

  @Test
  void ofH265AsWell() throws Exception {
    assertThat(size(transcoder.jpeg(Clip.h265().units().get(0), 320))).isEqualTo("320x180");
  }

  @Test
  void picturesOfOneKind_comeFromOneProcess_eachItsOwn() throws Exception {
    List<AccessUnit> keys =
        Clip.of(Clip.Scene.STREET, Profile.SUB).units().stream()
            .filter(AccessUnit::randomAccess)
            .limit(3)
            .toList();
    byte[] first = transcoder.jpeg(keys.get(0), 320);
    List<Long> process = transcoder.waitingStills();
    byte[] second = transcoder.jpeg(keys.get(1), 320);
    byte[] again = transcoder.jpeg(keys.get(0), 320);

    assertThat(process).hasSize(1).isEqualTo(transcoder.waitingStills());
    assertThat(again).isEqualTo(first).isNotEqualTo(second);
  }

  @Test
  void aProcessThatWasKilled_isReplaced() throws Exception {
    byte[] picture = transcoder.jpeg(SUB, 320);
    ProcessHandle handle = ProcessHandle.of(transcoder.waitingStills().get(0)).orElseThrow();
    handle.destroyForcibly();
    handle.onExit().get();

    assertThat(transcoder.jpeg(SUB, 320)).isEqualTo(picture);
  }

  @Test
  void garbage_costsItsOwnProcessOnly() throws Exception {
    byte[] noise = new byte[3000];
    new java.util.Random(1).nextBytes(noise);
    ByteBuffer payload = ByteBuffer.allocate(3005).putInt(3001).put((byte) 0x65).put(noise).flip();
    AccessUnit garbage = new AccessUnit(SUB.track(), 0, 0, SUB.received(), true, payload);
    byte[] before = transcoder.jpeg(SUB, 320);
    try {
      transcoder.jpeg(garbage, 320); // a grey picture or a refusal: both are right
    } catch (TranscodeException e) {
      assertThat(e.kind()).isEqualTo(Kind.IMPOSSIBLE);
    }

    assertThat(transcoder.jpeg(SUB, 320)).isEqualTo(before);
  }

  @Test
  void idleProcesses_areFew() throws Exception {
    transcoder.jpeg(SUB, 100);
    transcoder.jpeg(SUB, 120);
    transcoder.jpeg(SUB, 140);
    assertThat(transcoder.waitingStills()).hasSize(2);
  }

  @Test
  void withoutFfmpegItSaysSo() throws Exception {
    FfmpegTranscoder bare = new FfmpegTranscoder("/nonexistent:", NO_CARD);
    assertThatThrownBy(() -> bare.jpeg(SUB, 320))
        .isInstanceOfSatisfying(
            TranscodeException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
        .hasMessageContaining("ffmpeg is not installed");
    bare.close();
  }
}
