package io.vedette.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What ffmpeg, an independent decoder, sees in a file: the timecode of every picture. */
public final class DecodedPictures {
  private DecodedPictures() {}

  /**
   * Decodes all pictures of the first video track, at their own size, none dropped or repeated.
   *
   * @param input file name or URL
   * @param width of the pictures
   * @return one entry per picture, in order of presentation; empty where nothing could be read
   * @throws IOException if ffmpeg is missing, reports an error or takes over a minute
   */
  public static List<Optional<Timecode>> timecodes(String input, int width) throws IOException {
    Process ffmpeg =
        new ProcessBuilder(
                List.of(
                    ("ffmpeg -nostdin -v error -i %s -map 0:v:0 -fps_mode passthrough"
                            + " -vf crop=iw:ceil(iw/40):0:0"
                            + " -pix_fmt gray -f rawvideo -")
                        .formatted(input)
                        .split(" ")))
            .redirectError(Redirect.PIPE)
            .start();
    List<Optional<Timecode>> timecodes = new ArrayList<>();
    int height = (width + 39) / 40; // the rows of the blocks; the rest of a picture has no code
    try (InputStream pictures = new BufferedInputStream(ffmpeg.getInputStream())) {
      byte[] picture = new byte[width * height];
      while (pictures.readNBytes(picture, 0, picture.length) == picture.length) {
        timecodes.add(Timecode.read(ByteBuffer.wrap(picture), width, height));
      }
      String errors = new String(ffmpeg.getErrorStream().readAllBytes(), UTF_8);
      if (!ffmpeg.waitFor(1, TimeUnit.MINUTES) || ffmpeg.exitValue() != 0 || !errors.isBlank()) {
        throw new IOException("ffmpeg of " + input + ": " + errors.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      ffmpeg.destroyForcibly();
    }
    return timecodes;
  }
}
