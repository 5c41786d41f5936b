package io.vedette.sink.export;

import io.vedette.api.export.Exports.CameraResult;
import io.vedette.api.export.Exports.Request;
import io.vedette.api.export.Exports.State;
import io.vedette.api.recording.TimelineSpan;
import io.vedette.api.stream.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of archives. An archive says itself what it is, so nothing is kept beside it; one
 * without its final name was never finished.
 */
final class Shelf {
  private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);
  private static final String FINISHED = ".zip";
  private static final String PART = ".part";
  private static final int MAX_MANIFEST = 16 << 20; // bytes

  private final Path folder;
  private final Duration kept;

  /** Makes the folder if need be, and deletes what was never finished. */
  Shelf(Path folder, Duration kept) throws IOException {
    this.folder = folder;
    this.kept = kept;
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    for (Path file : files(PART)) {
      Files.deleteIfExists(file);
    }
  }

  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().endsWith(ending)).sorted().toList();
    }
  }

  Instant expiry(Instant finished) {
    return finished.plus(kept);
  }

  /** Where to write an archive. */
  Path part(String id) {
    return folder.resolve(id + FINISHED + PART);
  }

  Path archive(String id) {
    return folder.resolve(id + FINISHED);
  }

  /** Gives a whole archive its name; returns its size. */
  long finish(String id) throws IOException {
    Files.move(part(id), archive(id), StandardCopyOption.ATOMIC_MOVE);
    return Files.size(archive(id));
  }

  void delete(String id) {
    try {
      Files.deleteIfExists(part(id));
      Files.deleteIfExists(archive(id));
    } catch (IOException e) {
      LOG.warn("export {} cannot be deleted: {}", id, e.getMessage());
    }
  }

  /** The jobs whose archives are here. */
  List<ExportJob> jobs() throws IOException {
    List<ExportJob> jobs = new ArrayList<>();
    for (Path file : files(FINISHED)) {
      try {
        jobs.add(job(file));
      } catch (IOException e) {
        LOG.warn("{} is no export of ours, left as it is: {}", file, e.getMessage());
      }
    }
    return jobs;
  }

  private ExportJob job(Path file) throws IOException {
    Manifest manifest = manifest(file);
    String name = file.getFileName().toString();
    Profile profile =
        Profile.of(manifest.stream).orElseThrow(() -> new IOException("stream " + manifest.stream));
    Request request =
        new Request(
            manifest.cameras.stream().map(c -> c.id).toList(),
            Instant.parse(manifest.from),
            Instant.parse(manifest.to),
            profile,
            manifest.exportedBy);
    return new ExportJob(
        name.substring(0, name.length() - FINISHED.length()),
        request,
        Instant.parse(manifest.created),
        manifest.cameras.stream().map(Shelf::result).toList(),
        Files.size(file),
        expiry(Files.getLastModifiedTime(file).toInstant()));
  }

  private static Manifest manifest(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(Manifest.NAME);
      if (entry == null || entry.getSize() > MAX_MANIFEST) {
        throw new IOException("it has no " + Manifest.NAME);
      }
      return Manifest.parse(zip.getInputStream(entry).readNBytes(MAX_MANIFEST));
    }
  }

  private static CameraResult result(Manifest.Camera camera) {
    List<TimelineSpan> gaps =
        camera.gaps.stream().map(Manifest::span).flatMap(Optional::stream).toList();
    long bytes = camera.files.stream().mapToLong(f -> f.sizeBytes).sum();
    return new CameraResult(camera.id, State.DONE, camera.files.size(), bytes, gaps);
  }
}
