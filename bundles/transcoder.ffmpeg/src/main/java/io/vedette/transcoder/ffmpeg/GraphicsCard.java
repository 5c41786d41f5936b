package io.vedette.transcoder.ffmpeg;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decoding by the graphics card (VAAPI), where there is one and ffmpeg can use it: decoding is what
 * transcoding costs most. Scaling and encoding stay with the processor, so that one card does what
 * the other does. Tried once. Thread-safe.
 */
final class GraphicsCard {
  private static final Logger LOG = LoggerFactory.getLogger(GraphicsCard.class);
  private static final long LIMIT_SECONDS = 5;

  private final Path devices;
  private List<String> arguments; // null: not tried yet; guarded by this

  /**
   * @param devices folder of the render devices, {@code /dev/dri}
   */
  GraphicsCard(Path devices) {
    this.devices = devices;
  }

  /** One that is taken to work. */
  static GraphicsCard at(Path device) {
    GraphicsCard card = new GraphicsCard(device.getParent());
    card.arguments = decodingBy(device);
    return card;
  }

  private static List<String> decodingBy(Path device) {
    return List.of("-hwaccel", "vaapi", "-hwaccel_device", device.toString());
  }

  /**
   * Options of ffmpeg before its input; none without a card that works. With them ffmpeg decodes by
   * the processor what the card does not know.
   */
  synchronized List<String> arguments(Ffmpeg ffmpeg, Path program) {
    if (arguments == null) {
      arguments = List.of();
      try (DirectoryStream<Path> found = Files.newDirectoryStream(devices, "renderD*")) {
        for (Path device : found) {
          if (arguments.isEmpty() && works(ffmpeg, program, device)) {
            LOG.info("the graphics card {} decodes", device);
            arguments = decodingBy(device);
          }
        }
      } catch (IOException e) {
        LOG.debug("no graphics card: {}", e.getMessage());
      }
    }
    return arguments;
  }

  private static boolean works(Ffmpeg ffmpeg, Path program, Path device) throws IOException {
    String attempt =
        "-init_hw_device vaapi=card:%s -f lavfi -i color=size=64x64:duration=0.04 -f null -";
    Process process =
        ffmpeg
            .process(program, List.of(attempt.formatted(device).split(" ")))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
    }
  }
}
