package io.vedette.sink.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vedette.api.export.Exports.Request;
import io.vedette.api.recording.RangeException;
import io.vedette.api.recording.RecordedFile;
import io.vedette.api.recording.RecordingStore;
import io.vedette.api.recording.TimelineSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Makes the archive of one job. Used by the thread of exports. */
final class ExportRun {
  /** Kept free beside the archive: databases and logs are on the same disk as the exports. */
  private static final long RESERVE_BYTES = 512L << 20;

  private static final DateTimeFormatter NAME_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final RecordingStore store;
  private final SigningKey key;
  private final ExportJob job;
  private final Manifest manifest;

  /** What is to be done of one camera. */
  private record CameraPlan(List<Piece> pieces, List<TimelineSpan> gaps) {
    long sizeBytes() {
      return pieces.stream().mapToLong(Piece::sizeBytes).sum();
    }
  }

  ExportRun(RecordingStore store, SigningKey key, String appliance, String version, ExportJob job) {
    this.store = store;
    this.key = key;
    this.job = job;
    Request request = job.request();
    manifest = new Manifest();
    manifest.format = Manifest.FORMAT;
    manifest.export = job.id();
    manifest.created = Manifest.time(job.created());
    manifest.exportedBy = request.by();
    manifest.appliance.id = appliance;
    manifest.appliance.version = version;
    manifest.appliance.publicKey = key.publicPem();
    manifest.from = Manifest.time(request.from());
    manifest.to = Manifest.time(request.to());
    manifest.stream = request.profile().id();
  }

  /**
   * Writes the archive to a file that is not there yet.
   *
   * @throws CancellationException if the job was cancelled; the file is then of no use
   */
  void writeTo(Path file) throws IOException, RangeException {
    List<CameraPlan> plans = new ArrayList<>();
    for (int i = 0; i < job.request().cameras().size(); i++) {
      plans.add(plan(i));
    }
    long bytes = plans.stream().mapToLong(CameraPlan::sizeBytes).sum();
    requireSpace(file, bytes);
    job.toDo(2 * bytes); // each is read twice
    try (Archive archive = new Archive(file, this::progress)) {
      for (int i = 0; i < plans.size(); i++) {
        add(archive, i, plans.get(i));
      }
      byte[] signed = manifest.toBytes();
      archive.add(Manifest.NAME, signed, job.created());
      archive.add(Manifest.SIGNATURE, key.sign(signed), job.created());
      archive.add(Manifest.PUBLIC_KEY, key.publicPem().getBytes(UTF_8), job.created());
      archive.finish();
    }
  }

  private CameraPlan plan(int camera) throws IOException, RangeException {
    checkCancelled();
    Request request = job.request();
    String id = request.cameras().get(camera);
    List<TimelineSpan> spans = store.timeline(id, request.profile(), request.from(), request.to());
    List<TimelineSpan> gaps = spans.stream().filter(s -> s.gap().isPresent()).toList();
    job.began(camera, gaps);
    return new CameraPlan(Piece.of(store, id, request.profile(), spans), gaps);
  }

  private static void requireSpace(Path file, long bytes) throws IOException {
    long usable = Files.getFileStore(file.getParent()).getUsableSpace();
    if (usable - RESERVE_BYTES < bytes) {
      throw new IOException(
          "it takes %d MB, and the disk of the exports has %d MB to spare"
              .formatted(bytes >> 20, Math.max(0, usable - RESERVE_BYTES) >> 20));
    }
  }

  private void add(Archive archive, int number, CameraPlan plan)
      throws IOException, RangeException {
    Manifest.Camera camera = new Manifest.Camera();
    camera.id = job.request().cameras().get(number);
    plan.gaps().forEach(gap -> camera.gaps.add(Manifest.gap(gap)));
    for (Piece piece : plan.pieces()) {
      Manifest.File file = add(archive, camera.id, piece);
      camera.files.add(file);
      job.addedFile(number, file.sizeBytes);
    }
    manifest.cameras.add(camera);
    job.finished(number);
  }

  private Manifest.File add(Archive archive, String camera, Piece piece)
      throws IOException, RangeException {
    try (RecordedFile recording =
        store
            .file(camera, job.request().profile(), piece.from(), piece.to())
            .orElseThrow(() -> deletedMeanwhile(camera, piece.from()))) {
      Manifest.File file = new Manifest.File();
      file.name = name(camera, recording.from());
      file.from = Manifest.time(recording.from());
      file.to = Manifest.time(recording.to());
      file.sizeBytes = recording.sizeBytes();
      file.sha256 = archive.add(file.name, recording);
      return file;
    }
  }

  private static IOException deletedMeanwhile(String camera, Instant at) {
    return new IOException(
        "recordings of " + camera + " at " + Manifest.time(at) + " were deleted meanwhile");
  }

  private String name(String camera, Instant from) {
    return "%s/%s-%s-%s.mp4"
        .formatted(camera, camera, job.request().profile().id(), NAME_TIME.format(from));
  }

  private void progress(long bytes) {
    checkCancelled();
    job.did(bytes);
  }

  private void checkCancelled() {
    if (job.isCancelled()) {
      throw new CancellationException();
    }
  }
}
