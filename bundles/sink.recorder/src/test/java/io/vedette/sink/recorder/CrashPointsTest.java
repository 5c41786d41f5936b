package io.vedette.sink.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.recording.TimelineSpan.Cause;
import io.vedette.mp4.SegmentReader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stops the writing of a segment before, within and after every call of write, up to the last of
 * those that finish it, and looks at the file as it is then, and as the next life makes it. What
 * {@link KillTest} meets by chance is met here for certain.
 */
class CrashPointsTest {
  private static final int SECONDS = 3;
  @TempDir Path home;

  @Test
  void stoppedAnywhere_theFileIsSoundAndHasTheFragmentsThatWereWhole() throws Exception {
    ManualClock clock = new ManualClock();
    TestCamera camera = new TestCamera(clock, "320x240");
    try (Life life = new Life(home, clock)) {
      life.faults.journal();
      camera.send(SECONDS * TestCamera.FPS, life::accept);
      life.recorder.stop(Cause.DISABLED);
      List<FaultyDisk.Written> journal = List.copyOf(life.faults.journal());
      // First fragment with the head; each next one and its name; the moov; the header of mdat.
      assertThat(journal).hasSize(1 + (SECONDS - 1) * 2 + 2);
      Path file = life.files().get(0);
      for (int calls = 1; calls < journal.size(); calls++) {
        int whole = Math.min(SECONDS, 1 + (calls - 1) / 2);
        for (int bytes :
            cuts(journal.get(calls).bytes().remaining(), calls == journal.size() - 1)) {
          Files.delete(file);
          write(file, journal.subList(0, calls), journal.get(calls), bytes);
          check(life, file, whole, "after " + calls + " calls and " + bytes + " bytes");
        }
      }
    }
  }

  /** How many bytes of a call are done; the header of mdat lies in a sector, so all or none. */
  private static Set<Integer> cuts(int length, boolean atomic) {
    Set<Integer> cuts = new TreeSet<>(List.of(0));
    if (!atomic) {
      cuts.addAll(List.of(1, Math.min(7, length - 1), length / 2, length - 1));
    }
    return cuts;
  }

  private static void write(
      Path file, List<FaultyDisk.Written> calls, FaultyDisk.Written last, int bytes)
      throws Exception {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (FaultyDisk.Written call : calls) {
        out.write(call.bytes().duplicate(), call.position());
      }
      out.write(last.bytes().slice(0, bytes), last.position());
    }
  }

  private static void check(Life life, Path file, int seconds, String when) throws Exception {
    assertThat(Ffmpeg.pictures(file)).as(when).isEqualTo(seconds * TestCamera.FPS);
    Disk disk = life.shared.disks().all().get(0);
    String path = disk.root().relativize(file).toString();
    Segment segment = SegmentScan.recover(disk, path, life.shared.opener()).segment();
    assertThat(segment.endMs() - segment.startMs()).as(when).isEqualTo(seconds * 1000L);
    assertThat(Ffmpeg.run("ffprobe", "-v", "error", file.toString())).as(when).isEmpty();
    try (FileChannel in = FileChannel.open(file)) {
      assertThat(new SegmentReader(in).finished()).isTrue();
    }
  }
}
