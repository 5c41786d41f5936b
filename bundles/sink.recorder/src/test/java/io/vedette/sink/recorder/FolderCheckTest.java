package io.vedette.sink.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCheckTest {
  @TempDir Path home;
  private Path root;
  private final List<String> faults = new ArrayList<>();

  @BeforeEach
  void record() throws Exception {
    root = home.resolve("recordings");
    ManualClock clock = new ManualClock();
    TestCamera camera = new TestCamera(clock, "320x240");
    try (Life life = new Life(home, clock)) {
      life.keeper.round();
      camera.send(150 * TestCamera.FPS, life::accept); // two whole segments and a third
    }
  }

  private FolderCheck.Summary check() throws IOException {
    faults.clear();
    return FolderCheck.run(root, home.resolve("index.db"), faults::add);
  }

  private List<Path> files() throws IOException {
    try (var all = Files.walk(root)) {
      return all.filter(f -> f.toString().endsWith(".mp4")).sorted().toList();
    }
  }

  @Test
  void aSoundFolderHasNoFaults() throws Exception {
    FolderCheck.Summary summary = check();

    assertThat(faults).isEmpty();
    assertThat(summary.files()).isEqualTo(files().size()).isGreaterThan(1);
    assertThat(summary.unfinished()).isZero();
    assertThat(summary.indexed()).isTrue();
  }

  @Test
  void filesAloneCanBeCheckedAsWell() throws Exception {
    Files.delete(home.resolve("index.db"));

    assertThat(check().indexed()).isFalse();
    assertThat(faults).isEmpty();
  }

  @Test
  void eachFaultIsALine() throws Exception {
    List<Path> files = files();
    Files.delete(files.get(0));
    Files.writeString(root.resolve("holiday.mp4"), "pictures");
    Path copy = Files.copy(files.get(1), files.get(1).resolveSibling("235959000.mp4"));

    check();
    assertThat(faults).hasSize(3);
    assertThat(faults)
        .anySatisfy(f -> assertThat(f).startsWith("holiday.mp4: is no recording of ours"))
        .contains(root.relativize(files.get(0)) + ": is in the index, but the file is gone")
        .contains(root.relativize(copy) + ": is not in the index");
  }

  @Test
  void damagedPictures() throws Exception {
    Path file = files().get(0);
    byte[] bytes = Files.readAllBytes(file);
    java.util.Arrays.fill(bytes, bytes.length / 4, bytes.length / 2, (byte) 0);
    Files.write(file, bytes);

    check();
    assertThat(faults).hasSize(1);
    assertThat(faults.get(0)).startsWith(root.relativize(file) + ": cannot be played throughout");
  }

  @Test
  void aTruncatedFile() throws Exception {
    Path file = files().get(0);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 100));

    check();
    assertThat(faults).isNotEmpty().allMatch(f -> f.startsWith(root.relativize(file).toString()));
  }

  @Test
  void anIndexThatIsNone() throws Exception {
    Files.writeString(home.resolve("index.db"), "x".repeat(5000));

    check();
    assertThat(faults).hasSize(1);
    assertThat(faults.get(0)).contains("index.db: cannot be read");
  }

  @Test
  void commandLine() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, UTF_8);

    assertThat(CheckMain.run(root, home.resolve("index.db"), print)).isZero();
    assertThat(out.toString(UTF_8)).endsWith("; 0 faults\n");
    Files.delete(files().get(0));
    assertThat(CheckMain.run(root, home.resolve("index.db"), print)).isEqualTo(1);
    assertThat(CheckMain.run(home.resolve("nowhere"), home.resolve("index.db"), print))
        .isEqualTo(2);
  }
}
