package io.vedette.transcoder.ffmpeg;

import io.vedette.api.stream.Profile;
import io.vedette.api.transcode.Transcoder;
import io.vedette.media.AccessUnit;
import io.vedette.testkit.Clip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * What making pictures anew costs; how to run it and what it gave stands in docs/ref/bench.md. Not
 * a test.
 *
 * <ol>
 *   <li>1080p25 → 640x360 at its own speed by more and more sessions: processor time of ffmpeg, and
 *       how late pictures are
 *   <li>jump → picture: to a key picture, and to the last picture of a group of 50
 *   <li>start → picture: a process that is not there yet
 * </ol>
 */
final class TranscoderBenchmark {
  private static final Clip MAIN = Clip.of(Clip.Scene.STREET, Profile.MAIN);
  private static final int WIDTH = 640;
  private static final int GROUP = 50; // pictures of the clip
  private static final int PICTURE_TICKS = 3600;
  private static final long PICTURE_NS = 40_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private TranscoderBenchmark() {}

  /**
   * @param args most sessions, seconds for each number of them
   */
  public static void main(String[] args) throws Exception {
    int most = Integer.parseInt(args[0]);
    int seconds = Integer.parseInt(args[1]);
    FfmpegTranscoder transcoder = new FfmpegTranscoder();
    try {
      for (int sessions = 1; sessions <= most; sessions *= 2) {
        play(transcoder, sessions, seconds);
      }
      jumps(transcoder, 1);
      jumps(transcoder, GROUP);
      starts(transcoder);
    } finally {
      transcoder.close();
    }
  }

  /** One session, and when what went in came out. Fed by one thread. */
  private static final class Stream implements AutoCloseable {
    private final Transcoder.Session session;
    private final ConcurrentHashMap<Long, Long> addedNs = new ConcurrentHashMap<>(); // by dts
    private final List<Long> lateNs = Collections.synchronizedList(new ArrayList<>());
    private volatile long newestDts = -1;
    private long nextDts; // rises over jumps
    private int nextPicture;

    Stream(FfmpegTranscoder transcoder) throws Exception {
      session = transcoder.start(WIDTH, this::made);
    }

    private void made(AccessUnit picture) {
      lateNs.add(System.nanoTime() - addedNs.remove(picture.dts()));
      newestDts = picture.dts();
    }

    void add() {
      AccessUnit of = MAIN.units().get(nextPicture++ % MAIN.units().size());
      long dts = nextDts;
      nextDts += PICTURE_TICKS;
      addedNs.put(dts, System.nanoTime());
      session.add(
          new AccessUnit(of.track(), dts, dts, of.received(), of.randomAccess(), of.payload()));
    }

    /** Goes to the begin of a group. */
    void jump(int group) {
      session.flush();
      nextPicture = group * GROUP;
    }

    /** Waits until the picture that was added last is there. */
    void awaitNewest() {
      long wanted = nextDts - PICTURE_TICKS;
      long endNs = System.nanoTime() + PATIENCE.toNanos();
      while (newestDts < wanted) {
        if (System.nanoTime() - endNs > 0) {
          throw new IllegalStateException("no picture came");
        }
        LockSupport.parkNanos(200_000);
      }
    }

    @Override
    public void close() {
      session.close();
    }
  }

  private static void play(FfmpegTranscoder transcoder, int count, int seconds) throws Exception {
    List<Stream> streams = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Stream stream = new Stream(transcoder);
      stream.add(); // a key picture: the process is there when it is measured
      stream.awaitNewest();
      stream.lateNs.clear();
      streams.add(stream);
    }
    Duration before = ofProcesses();
    long beginNs = System.nanoTime();
    for (int n = 1; n <= seconds * MAIN.fps(); n++) {
      LockSupport.parkNanos(beginNs + n * PICTURE_NS - System.nanoTime());
      streams.forEach(Stream::add);
    }
    LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    double cpu = ofProcesses().minus(before).toNanos() / 1e9;
    List<Long> lateNs = new ArrayList<>();
    streams.forEach(stream -> lateNs.addAll(stream.lateNs));
    streams.forEach(Stream::close);
    double ofACore = 100 * cpu / seconds / count;
    System.out.printf(
        "%d sessions: %.1f %% of a core each (%.1f a core), %d of %d pictures, late by %s%n",
        count,
        ofACore,
        100 / ofACore,
        lateNs.size(),
        count * seconds * MAIN.fps(),
        milliseconds(lateNs));
  }

  private static Duration ofProcesses() {
    return ProcessHandle.current()
        .children()
        .map(child -> child.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static void jumps(FfmpegTranscoder transcoder, int pictures) throws Exception {
    List<Long> tookNs = new ArrayList<>();
    try (Stream stream = new Stream(transcoder)) {
      for (int jump = 0; jump <= 30; jump++) {
        long beginNs = System.nanoTime();
        stream.jump(jump % 8);
        for (int n = 0; n < pictures; n++) {
          stream.add();
        }
        stream.awaitNewest();
        if (jump > 0) { // the first one starts the process
          tookNs.add(System.nanoTime() - beginNs);
        }
      }
    }
    System.out.printf("jump to picture %d of a group: %s%n", pictures, milliseconds(tookNs));
  }

  private static void starts(FfmpegTranscoder transcoder) throws Exception {
    List<Long> tookNs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      long beginNs = System.nanoTime();
      try (Stream stream = new Stream(transcoder)) {
        stream.add();
        stream.awaitNewest();
        tookNs.add(System.nanoTime() - beginNs);
      }
    }
    System.out.printf("start: %s%n", milliseconds(tookNs));
  }

  private static String milliseconds(List<Long> nanos) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return sorted.isEmpty()
        ? "nothing"
        : "%.0f ms (p95 %.0f)"
            .formatted(
                sorted.get(sorted.size() / 2) / 1e6, sorted.get(sorted.size() * 95 / 100) / 1e6);
  }
}
