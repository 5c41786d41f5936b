package io.vedette.transcoder.ffmpeg;

import io.vedette.api.transcode.TranscodeException;
import io.vedette.api.transcode.TranscodeException.Kind;
import io.vedette.api.transcode.Transcoder;
import io.vedette.media.AccessUnit;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

  /**
   * HD at 25 pictures a second takes a seventh of a core; four a core leave it room for recording,
   * and sixteen are a whole grid.
   */
  private static final int MAX_SESSIONS =
      Math.min(16, 4 * Runtime.getRuntime().availableProcessors());

  private final Ffmpeg ffmpeg;
  private final GraphicsCard card;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "transcoder limits");
            thread.setDaemon(true);
            return thread;
          });
  private final Stills stills;
  private final Set<FfmpegSession> sessions = new HashSet<>(); // guarded by itself
  private boolean closed; // guarded by sessions

  @Activate
  public FfmpegTranscoder() {
    this(
        Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"),
        new GraphicsCard(Path.of("/dev/dri")));
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
  FfmpegTranscoder(String path, GraphicsCard card) {
    this.card = card;
    ffmpeg = new Ffmpeg(path);
    stills = new Stills(ffmpeg, timer);
    timer.scheduleWithFixedDelay(this::killStuck, 2, 2, TimeUnit.SECONDS);
  }

  private void killStuck() {
    long nowNs = System.nanoTime();
    running().forEach(session -> session.killIfStuck(nowNs));
  }

  private List<FfmpegSession> running() {
    synchronized (sessions) {
      return List.copyOf(sessions);
    }
  }

  private Path program() throws TranscodeException {
    return ffmpeg.program().orElseThrow(() -> new TranscodeException(Kind.UNAVAILABLE, MISSING));
  }

  @Override
  public byte[] jpeg(AccessUnit key, int maxWidth) throws TranscodeException, InterruptedException {
    return stills.jpeg(program(), key, maxWidth);
  }

  @Override
  public Session start(int maxWidth, Consumer<AccessUnit> pictures) throws TranscodeException {
    Path program = program();
    List<String> decoding = card.arguments(ffmpeg, program);
    synchronized (sessions) {
      if (closed || sessions.size() >= MAX_SESSIONS) {
        throw new TranscodeException(
            Kind.BUSY, "as much is transcoded already as this machine can: " + sessions.size());
      }
      FfmpegSession session =
          new FfmpegSession(ffmpeg, program, decoding, maxWidth, pictures, this::ended);
      sessions.add(session);
      return session;
    }
  }

  private void ended(FfmpegSession session) {
    synchronized (sessions) {
      sessions.remove(session);
    }
  }

  @Override
  public int sessions() {
    synchronized (sessions) {
      return sessions.size();
    }
  }

  /** Processes that wait for a picture. */
  List<Long> waitingStills() {
    return stills.waiting();
  }

  @Deactivate
  void close() throws InterruptedException {
    synchronized (sessions) {
      closed = true;
    }
    running().forEach(FfmpegSession::close);
    stills.close();
    timer.shutdownNow();
    timer.awaitTermination(5, TimeUnit.SECONDS);
  }
}
