package io.vedette.sink.export;

import io.vedette.api.export.Exports.CameraResult;
import io.vedette.api.export.Exports.Job;
import io.vedette.api.export.Exports.Request;
import io.vedette.api.export.Exports.State;
import io.vedette.api.recording.TimelineSpan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A job and how far it is. Changed by the thread of exports, seen by any. */
final class ExportJob {
  private final String id;
  private final Request request;
  private final Instant created;
  private final List<CameraResult> cameras = new ArrayList<>(); // guarded by this
  private State state = State.QUEUED; // guarded by this
  private long bytesToDo; // guarded by this
  private long bytesDone; // guarded by this
  private long sizeBytes; // of the archive; guarded by this
  private Optional<Instant> expires = Optional.empty(); // guarded by this
  private String detail = ""; // guarded by this
  private volatile boolean cancelled;

  /** A new one. */
  ExportJob(String id, Request request, Instant created) {
    this.id = id;
    this.request = request;
    this.created = created;
    request.cameras().forEach(c -> cameras.add(new CameraResult(c, State.QUEUED, 0, 0, List.of())));
  }

  /** One that was done in an earlier life. */
  ExportJob(
      String id,
      Request request,
      Instant created,
      List<CameraResult> results,
      long sizeBytes,
      Instant expires) {
    this(id, request, created);
    cameras.clear();
    cameras.addAll(results);
    done(sizeBytes, expires);
  }

  String id() {
    return id;
  }

  Request request() {
    return request;
  }

  Instant created() {
    return created;
  }

  synchronized Job snapshot() {
    double progress =
        state == State.DONE ? 1 : bytesToDo == 0 ? 0 : Math.min(1, (double) bytesDone / bytesToDo);
    return new Job(id, request, created, state, progress, cameras, sizeBytes, expires, detail);
  }

  synchronized State state() {
    return state;
  }

  synchronized boolean isExpired(Instant now) {
    return expires.isPresent() && expires.get().isBefore(now);
  }

  synchronized void running() {
    state = State.RUNNING;
  }

  /** What is to be read and written in all, once that is known. */
  synchronized void toDo(long bytes) {
    bytesToDo = bytes;
  }

  synchronized void did(long bytes) {
    bytesDone += bytes;
  }

  synchronized void began(int camera, List<TimelineSpan> gaps) {
    cameras.set(camera, new CameraResult(cameras.get(camera).camera(), State.RUNNING, 0, 0, gaps));
  }

  synchronized void addedFile(int camera, long bytes) {
    CameraResult now = cameras.get(camera);
    cameras.set(
        camera,
        new CameraResult(
            now.camera(), State.RUNNING, now.files() + 1, now.sizeBytes() + bytes, now.gaps()));
  }

  synchronized void finished(int camera) {
    CameraResult now = cameras.get(camera);
    cameras.set(
        camera,
        new CameraResult(now.camera(), State.DONE, now.files(), now.sizeBytes(), now.gaps()));
  }

  synchronized void done(long archiveBytes, Instant expiry) {
    state = State.DONE;
    sizeBytes = archiveBytes;
    expires = Optional.of(expiry);
  }

  synchronized void failed(String why, Instant expiry) {
    state = State.FAILED;
    detail = why;
    expires = Optional.of(expiry);
  }

  /** Asks the thread of exports to stop working on it. */
  void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }
}
