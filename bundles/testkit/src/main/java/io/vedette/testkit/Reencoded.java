package io.vedette.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vedette.media.AccessUnit;
import io.vedette.media.NalUnits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Clips as other encoders would have made them: ours through ffmpeg, timecode and all. */
public final class Reencoded {
  private static final byte[] START_CODE = {0, 0, 0, 1};

  private Reencoded() {}

  /**
   * The beginning of a clip with two B-frames between others and a key picture each two seconds.
   * Units are in decoding order.
   *
   * @throws IOException if ffmpeg is missing or fails
   */
  public static Clip withBFrames(Clip clip, int pictures) throws IOException {
    Path folder = Files.createTempDirectory("reencoded");
    Path out = folder.resolve("out.h264");
    try {
      String everyTwoSeconds = Integer.toString(2 * clip.fps());
      encode(
          clip.units().subList(0, pictures),
          clip.fps(),
          out,
          List.of("-bf", "2", "-b_strategy", "0", "-sc_threshold", "0", "-g", everyTwoSeconds));
      return Clip.of(out, clip.fps());
    } finally {
      Files.deleteIfExists(out);
      Files.delete(folder);
    }
  }

  /**
   * A clip several times over, as an encoder with gradual refresh makes it: a recovery point each
   * two seconds and no key picture, not even at the begin.
   *
   * @param out byte stream with start codes
   * @throws IOException if ffmpeg is missing or fails
   */
  public static void withGradualRefresh(Clip clip, int times, Path out) throws IOException {
    List<AccessUnit> pictures = new ArrayList<>();
    Collections.nCopies(times, clip.units()).forEach(pictures::addAll);
    String parameters = "intra-refresh=1:repeat-headers=1:keyint=" + 2 * clip.fps();
    encode(pictures, clip.fps(), out, List.of("-bf", "0", "-x264-params", parameters));
    List<ByteBuffer> units = NalUnits.splitAnnexB(ByteBuffer.wrap(Files.readAllBytes(out)));
    int begin = 1; // at the parameter sets of the first recovery point
    while (NalUnits.h264Type(units.get(begin).get(0)) != NalUnits.SPS) {
      begin++;
    }
    try (OutputStream to = Files.newOutputStream(out)) {
      for (ByteBuffer unit : units.subList(begin, units.size())) {
        to.write(START_CODE);
        byte[] bytes = new byte[unit.remaining()];
        unit.get(bytes);
        to.write(bytes);
      }
    }
  }

  private static void encode(List<AccessUnit> pictures, int fps, Path out, List<String> options)
      throws IOException {
    Path in = Files.createTempFile("reencoded", ".h264");
    try {
      write(pictures, in);
      List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error", "-y"));
      command.addAll(List.of("-r", Integer.toString(fps), "-i", in.toString()));
      command.addAll(List.of("-fps_mode", "passthrough", "-threads", "1", "-c:v", "libx264"));
      command.addAll(List.of("-preset", "veryfast"));
      command.addAll(options);
      command.add(out.toString());
      Process ffmpeg = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(ffmpeg.getInputStream().readAllBytes(), UTF_8);
      if (!ffmpeg.waitFor(1, TimeUnit.MINUTES) || ffmpeg.exitValue() != 0) {
        ffmpeg.destroyForcibly();
        throw new IOException("ffmpeg: " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.delete(in);
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
