package io.vedette.sink.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vedette.api.export.ExportException;
import io.vedette.api.export.Exports.Job;
import io.vedette.api.export.Exports.Request;
import io.vedette.api.export.Exports.State;
import io.vedette.api.stream.Profile;
import io.vedette.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExportServiceTest {
  private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");
  private static final Duration KEPT = Duration.ofDays(7);

  @TempDir Path home;
  private final FakeStore store = new FakeStore();
  private final ManualClock clock = new ManualClock(START.plus(Duration.ofDays(1)));
  private ExportService exports;

  @BeforeEach
  void start() throws IOException {
    store.recorded("door", START, Duration.ofMinutes(5));
    store.recorded("yard", START, Duration.ofMinutes(150));
    exports = new ExportService(home, KEPT, "1.2.3", store, clock);
  }

  @AfterEach
  void stop() throws Exception {
    exports.close();
  }

  private static Request request(String... cameras) {
    return new Request(
        List.of(cameras), START, START.plus(Duration.ofMinutes(150)), Profile.MAIN, "anna");
  }

  /** Waits, busily but politely: jobs here take milliseconds. */
  private Job ended(String id) {
    Job job = exports.find(id).orElseThrow();
    while (job.state() == State.QUEUED || job.state() == State.RUNNING) {
      Thread.onSpinWait();
      job = exports.find(id).orElseThrow();
    }
    return job;
  }

  private Path archive(String... cameras) throws Exception {
    Job job = ended(exports.start(request(cameras)).id());
    assertThat(job.detail()).isEmpty();
    return exports.archive(job.id()).orElseThrow();
  }

  @Test
  void archiveOfTwoCamerasVerifies() throws Exception {
    Path archive = archive("door", "yard");
    Job job = exports.jobs().get(0);

    assertThat(Verification.of(archive).faults()).isEmpty();
    assertThat(job.state()).isEqualTo(State.DONE);
    assertThat(job.progress()).isEqualTo(1);
    assertThat(job.sizeBytes()).isEqualTo(Files.size(archive));
    assertThat(job.expires()).contains(clock.instant().plus(KEPT));
    assertThat(job.cameras()).extracting("camera").containsExactly("door", "yard");
    assertThat(job.cameras().get(0).gaps()).hasSize(1);
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactly(
              "door/door-main-20261125T100000.000Z.mp4",
              "door/door-main-20261125T100200.000Z.mp4",
              "yard/yard-main-20261125T100000.000Z.mp4",
              "yard/yard-main-20261125T100200.000Z.mp4",
              "yard/yard-main-20261125T110200.000Z.mp4",
              "yard/yard-main-20261125T120200.000Z.mp4",
              "manifest.json",
              "manifest.json.sig",
              "public-key.pem");
      assertThat(zip.stream()).allMatch(e -> e.getMethod() == ZipEntry.STORED);
    }
  }

  @Test
  void keyIsMadeOnceForTheEyesOfOurUserAlone() throws Exception {
    Verification.Result first = Verification.of(archive("door"));
    Verification.Result second = Verification.of(archive("door"));

    assertThat(first.fingerprint()).isEqualTo(second.fingerprint()).isPresent();
    assertThat(Files.getPosixFilePermissions(home.resolve("export-key.pem")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(home.resolve("exports")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void jobsThatFailSayWhyAndLeaveNothing() throws Exception {
    store.failure = "input/output error";
    Job job = ended(exports.start(request("door")).id());

    assertThat(job.state()).isEqualTo(State.FAILED);
    assertThat(job.detail()).isEqualTo("input/output error");
    assertThat(exports.archive(job.id())).isEmpty();
    assertThat(home.resolve("exports")).isEmptyDirectory();
  }

  @Test
  void requestsThatCannotBe() {
    assertThat(
            catchThrowableOfType(ExportException.class, () -> exports.start(request("cellar")))
                .kind())
        .isEqualTo(ExportException.Kind.IMPOSSIBLE);
    Instant later = clock.instant().plusSeconds(1);
    Request future =
        new Request(List.of("door"), later, later.plusSeconds(1), Profile.MAIN, "anna");
    assertThat(catchThrowableOfType(ExportException.class, () -> exports.start(future)).kind())
        .isEqualTo(ExportException.Kind.IMPOSSIBLE);
  }

  @Test
  void moreThanWaitIsRefused() throws Exception {
    store.held = new CountDownLatch(1);
    ExportException refusal = null;
    for (int i = 0; i < 30 && refusal == null; i++) {
      try {
        exports.start(request("door"));
      } catch (ExportException e) {
        refusal = e;
      }
    }
    assertThat(refusal).isNotNull();
    assertThat(refusal.kind()).isEqualTo(ExportException.Kind.TOO_MANY);
    exports.jobs().forEach(job -> exports.delete(job.id()));
    store.held.countDown();
  }

  @Test
  void aRunningJobCanBeDeleted() throws Exception {
    store.held = new CountDownLatch(1);
    String running = exports.start(request("yard")).id();
    String next = exports.start(request("door")).id();

    assertThat(exports.delete(running)).isTrue();
    assertThat(exports.find(running)).isEmpty();
    store.held.countDown();
    assertThat(ended(next).state()).isEqualTo(State.DONE);
    try (var files = Files.list(home.resolve("exports"))) {
      assertThat(files).containsExactly(exports.archive(next).orElseThrow());
    }
    assertThat(exports.delete(running)).isFalse();
  }

  @Test
  void afterARestartWhatIsDoneIsThere_whatIsNotIsGone() throws Exception {
    Path archive = archive("door", "yard");
    Job before = exports.jobs().get(0);
    exports.close();
    Path part = Files.createFile(archive.resolveSibling("x.zip.part"));
    Path foreign = Files.writeString(archive.resolveSibling("holiday.zip"), "pictures");
    exports = new ExportService(home, KEPT, "1.2.3", store, clock);

    assertThat(exports.jobs()).hasSize(1);
    Job after = exports.jobs().get(0);
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.request()).isEqualTo(before.request());
    assertThat(after.cameras()).isEqualTo(before.cameras());
    assertThat(part).doesNotExist();
    assertThat(foreign).exists();
  }

  @Test
  void archivesGoAfterSomeDays() throws Exception {
    Path archive = archive("door");
    clock.advance(KEPT.plusSeconds(1));
    archive("yard");

    assertThat(archive).doesNotExist();
    assertThat(exports.jobs()).hasSize(1);
  }
}
