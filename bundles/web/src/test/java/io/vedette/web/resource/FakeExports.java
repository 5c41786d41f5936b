package io.vedette.web.resource;

import io.vedette.api.export.ExportException;
import io.vedette.api.export.Exports;
import io.vedette.api.recording.TimelineSpan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Jobs that stand still until a test says otherwise. */
final class FakeExports implements Exports {
  final List<Job> jobs = new ArrayList<>();
  Optional<ExportException> failure = Optional.empty();
  Optional<Path> archive = Optional.empty();

  @Override
  public Job start(Request request) throws ExportException {
    if (failure.isPresent()) {
      throw failure.get();
    }
    TimelineSpan gap =
        new TimelineSpan(
            request.from(),
            request.from().plusSeconds(1),
            Optional.of(TimelineSpan.Cause.CAMERA_OFFLINE));
    List<CameraResult> cameras =
        request.cameras().stream()
            .map(c -> new CameraResult(c, State.RUNNING, 1, 1000, List.of(gap)))
            .toList();
    Job job =
        new Job(
            "e" + (jobs.size() + 1),
            request,
            TestServer.NOW,
            State.RUNNING,
            0.25,
            cameras,
            0,
            Optional.empty(),
            "");
    jobs.add(job);
    return job;
  }

  void becomes(State state, long sizeBytes, String detail) {
    Job job = jobs.remove(0);
    jobs.add(
        0,
        new Job(
            job.id(),
            job.request(),
            job.created(),
            state,
            state == State.DONE ? 1 : 0.5,
            job.cameras(),
            sizeBytes,
            Optional.of(TestServer.NOW.plusSeconds(60)),
            detail));
  }

  @Override
  public List<Job> jobs() {
    return jobs;
  }

  @Override
  public Optional<Job> find(String id) {
    return jobs.stream().filter(j -> j.id().equals(id)).findFirst();
  }

  @Override
  public Optional<Path> archive(String id) {
    return archive;
  }

  @Override
  public boolean delete(String id) {
    return jobs.removeIf(j -> j.id().equals(id));
  }
}
