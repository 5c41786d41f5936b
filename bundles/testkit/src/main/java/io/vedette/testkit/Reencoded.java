package io.vedette.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vedette.media.AccessUnit;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Clips as other encoders would have made them: ours through ffmpeg, timecode and all. */
public final class Reencoded {
  private Reencoded() {}

  /**
   * The beginning of a clip with two B-frames between others and a key picture each two seconds.
   * Units are in decoding order.
   *
   * @throws IOException if ffmpeg is missing or fails
   */
  public static Clip withBFrames(Clip clip, int pictures) throws IOException {
    Path folder = Files.createTempDirectory("reencoded");
    try {
      Path in = folder.resolve("in.h264");
      Path out = folder.resolve("out.h264");
      write(clip.units().subList(0, pictures), in);
      List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error"));
      command.addAll(List.of("-r", Integer.toString(clip.fps()), "-i", in.toString()));
      command.addAll(List.of("-fps_mode", "passthrough", "-threads", "1", "-c:v", "libx264"));
      command.addAll(List.of("-preset", "veryfast", "-bf", "2", "-b_strategy", "0"));
      command.addAll(List.of("-sc_threshold", "0", "-g", Integer.toString(2 * clip.fps())));
      command.add(out.toString());
      Process ffmpeg = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(ffmpeg.getInputStream().readAllBytes(), UTF_8);
      if (!ffmpeg.waitFor(1, TimeUnit.MINUTES) || ffmpeg.exitValue() != 0) {
        ffmpeg.destroyForcibly();
        throw new IOException("ffmpeg: " + said.strip());
      }
      return Clip.of(out, clip.fps());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.deleteIfExists(folder.resolve("in.h264"));
      Files.deleteIfExists(folder.resolve("out.h264"));
      Files.delete(folder);
    }
  }

  /** Writes pictures as a byte stream with start codes. */
  public static void write(List<AccessUnit> pictures, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (AccessUnit picture : pictures) {
        out.write(AnnexB.of(picture));
      }
    }
  }
}
