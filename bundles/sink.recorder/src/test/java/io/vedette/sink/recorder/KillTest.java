package io.vedette.sink.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process with SIGKILL while it records as fast as it can, again and again on the same
 * folder. {@code -Dkill.rounds=200} makes it long.
 */
class KillTest {
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 10);
  @TempDir Path home;

  /** The process that is killed: prints a dot each five pictures. */
  static final class Victim {
    private Victim() {}

    /** Home folder, begin of its clock in ms. */
    public static void main(String[] args) throws Exception {
      ManualClock clock = new ManualClock();
      clock.advance(
          Duration.between(clock.instant(), Instant.ofEpochMilli(Long.parseLong(args[1]))));
      TestCamera camera = new TestCamera(clock, "320x240");
      Life life = new Life(Path.of(args[0]), clock);
      while (true) {
        camera.send(5, life::accept);
        System.out.print('.');
        System.out.flush();
      }
    }
  }

  @Test
  void killedAtRandomMoments_everyFileIsSoundAndTheIndexEqualsTheFiles() throws Exception {
    Random random = new Random(20261125);
    ManualClock clock = new ManualClock();
    new TestCamera(clock, "320x240"); // makes the clip
    Instant begin = clock.instant();
    Set<Path> seen = new HashSet<>();
    int recorded = 0;
    for (int round = 0; round < ROUNDS; round++) {
      // Spread over a minute, so that few rounds also meet the change from file to file.
      recordAndKill(clock.instant(), (round * 300 + random.nextInt(300)) / ROUNDS);
      // Before anything is repaired: what a player sees that opens the files now.
      for (Path file : newest(seen)) {
        assertThat(Ffmpeg.pictures(file)).as("%s in round %d", file, round).isPositive();
      }
      clock.advance(Duration.ofHours(1));
      Life life = new Life(home, clock);
      life.keeper.round();
      checkIndex(life);
      for (Path file : life.files()) {
        recorded += seen.add(file) ? 1 : 0;
      }
      Segment last = life.catalog.atOrBefore(Life.STREAM, Long.MAX_VALUE).orElseThrow();
      assertThat(last.endMs()).isLessThan(clock.millis());
      life.close();
    }
    assertThat(recorded).isGreaterThanOrEqualTo(ROUNDS);
    try (Life life = new Life(home, clock)) {
      // The whole of it is known: recorded, or the recorder was down; life() checks for holes.
      assertThat(life.timeline(begin, clock.instant()))
          .allMatch(line -> line.endsWith("recorded") || line.endsWith("recorder-down"));
      for (Path file : life.files()) {
        assertThat(Ffmpeg.run("ffprobe", "-v", "error", file.toString())).isEmpty();
      }
    }
  }

  private void recordAndKill(Instant from, int dots) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                home.toString(),
                String.valueOf(from.toEpochMilli()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (InputStream out = process.getInputStream()) {
      // 60 dots are 12 s: there is at least one fragment.
      for (int i = 0; i < 60 + dots; i++) {
        assertThat(out.read()).as("the victim ended by itself").isEqualTo('.');
      }
      process.destroyForcibly();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Files of this round; all but the newest are finished and were judged by sight of it. */
  private List<Path> newest(Set<Path> seen) throws Exception {
    try (var all = Files.walk(home.resolve("recordings"))) {
      List<Path> files =
          all.filter(FolderScan::isSegmentName).filter(f -> !seen.contains(f)).sorted().toList();
      assertThat(files).isNotEmpty();
      return files.subList(Math.max(0, files.size() - 1), files.size());
    }
  }

  private static void checkIndex(Life life) throws Exception {
    Disk disk = life.shared.disks().all().get(0);
    Map<String, Long> rows = life.catalog.index().sizes(disk.id(), "");
    List<Path> files = life.files();
    assertThat(rows).hasSameSizeAs(files);
    for (Path file : files) {
      String path = disk.root().relativize(file).toString();
      Segment read = SegmentScan.recover(disk, path, life.shared.opener()).segment();
      assertThat(life.catalog.index().find(disk.id(), path)).contains(read);
    }
  }
}
