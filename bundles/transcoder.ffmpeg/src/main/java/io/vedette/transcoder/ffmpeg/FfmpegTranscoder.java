package io.vedette.transcoder.ffmpeg;

import io.vedette.api.transcode.TranscodeException;
import io.vedette.api.transcode.TranscodeException.Kind;
import io.vedette.api.transcode.Transcoder;
import io.vedette.media.AccessUnit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service. It is there on a machine without ffmpeg too, and then says what is missing: whoever
 * wants a picture learns more from that than from its absence.
 */
@Component(service = Transcoder.class)
public final class FfmpegTranscoder implements Transcoder {
  private static final Logger LOG = LoggerFactory.getLogger(FfmpegTranscoder.class);
  private static final String MISSING =
      "ffmpeg is not installed on this machine (Debian: apt install ffmpeg)";

  private final Ffmpeg ffmpeg;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "transcoder limits");
            thread.setDaemon(true);
            return thread;
          });
  private final Stills stills;

  @Activate
  public FfmpegTranscoder() {
    this(Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"));
    Optional<Path> program = ffmpeg.program();
    if (program.isPresent()) {
      LOG.info("transcoding by {}", program.get());
    } else {
      LOG.info("no snapshots, and no replay of what browsers do not show: {}", MISSING);
    }
  }

  /**
   * @param path folders in which ffmpeg is looked for
   */
  FfmpegTranscoder(String path) {
    ffmpeg = new Ffmpeg(path);
    stills = new Stills(ffmpeg, timer);
  }

  private Path program() throws TranscodeException {
    return ffmpeg.program().orElseThrow(() -> new TranscodeException(Kind.UNAVAILABLE, MISSING));
  }

  @Override
  public byte[] jpeg(AccessUnit key, int maxWidth) throws TranscodeException, InterruptedException {
    return stills.jpeg(program(), key, maxWidth);
  }

  /** Processes that wait for a picture. */
  List<Long> waitingStills() {
    return stills.waiting();
  }

  @Deactivate
  void close() throws InterruptedException {
    stills.close();
    timer.shutdownNow();
    timer.awaitTermination(5, TimeUnit.SECONDS);
  }
}
