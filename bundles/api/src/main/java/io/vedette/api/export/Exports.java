package io.vedette.api.export;

import io.vedette.api.recording.TimelineSpan;
import io.vedette.api.stream.Profile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Exports: jobs that put recordings of several cameras into one signed archive, one job after the
 * other. They go on when whoever asked has gone, and are kept for some days. Thread-safe.
 */
@ProviderType
public interface Exports {
  /** Takes a job; returns before it begins. */
  Job start(Request request) throws ExportException;

  /** All jobs, newest first. */
  List<Job> jobs();

  /** One. */
  Optional<Job> find(String id);

  /** The archive of a job that is done: a ZIP file, not to be changed. */
  Optional<Path> archive(String id);

  /**
   * Ends a job if it is not done yet, and deletes what it made.
   *
   * @return false if there is none
   */
  boolean delete(String id);

  /**
   * What to export.
   *
   * @param cameras at least one id, none twice
   * @param to after {@code from}
   * @param by name of the account that asks; stands in the manifest
   */
  record Request(List<String> cameras, Instant from, Instant to, Profile profile, String by) {
    public Request {
      cameras = List.copyOf(cameras);
      if (cameras.isEmpty() || !from.isBefore(to)) {
        throw new IllegalArgumentException(cameras + " from " + from + " to " + to);
      }
    }
  }

  /** How far a job is. */
  enum State {
    QUEUED,
    RUNNING,
    DONE,
    FAILED
  }

  /**
   * A job as it is now.
   *
   * @param progress 0 … 1
   * @param cameras as in the request, in its order
   * @param sizeBytes of the archive; 0 before it is done
   * @param expires when it is deleted; empty before it is done
   * @param detail why it failed; else empty
   */
  record Job(
      String id,
      Request request,
      Instant created,
      State state,
      double progress,
      List<CameraResult> cameras,
      long sizeBytes,
      Optional<Instant> expires,
      String detail) {
    public Job {
      cameras = List.copyOf(cameras);
    }
  }

  /**
   * One camera of a job.
   *
   * @param state of this camera
   * @param files that are in the archive so far
   * @param sizeBytes of them
   * @param gaps of the range, with their causes; known once the camera is begun
   */
  record CameraResult(
      String camera, State state, int files, long sizeBytes, List<TimelineSpan> gaps) {
    public CameraResult {
      gaps = List.copyOf(gaps);
    }
  }
}
