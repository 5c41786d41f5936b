package io.vedette.web.resource;

import io.vedette.api.access.Caller;
import io.vedette.api.access.Role;
import io.vedette.api.export.ExportException;
import io.vedette.api.export.Exports.CameraResult;
import io.vedette.api.export.Exports.Job;
import io.vedette.api.export.Exports.Request;
import io.vedette.api.export.Exports.State;
import io.vedette.api.stream.Profile;
import io.vedette.web.http.Dispatcher;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Fields;
import io.vedette.web.http.Json;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import io.vedette.web.http.Router;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Exports. Whoever began one, or an administrator, may see, fetch and delete it. */
final class ExportsResource {
  private static final int MAX_CAMERAS = 64;

  private final Parts parts;
  private final Download downloads;

  ExportsResource(Parts parts, Download downloads, Router router) {
    this.parts = parts;
    this.downloads = downloads;
    router
        .add(Role.OPERATOR, "POST", "/api/v1/exports", this::start)
        .add(Role.OPERATOR, "GET", "/api/v1/exports", this::list)
        .add(Role.OPERATOR, "GET", "/api/v1/exports/{id}", this::show)
        .add(Role.OPERATOR, "DELETE", "/api/v1/exports/{id}", this::delete)
        .add(Role.OPERATOR, "GET", "/api/v1/exports/{id}/download", this::download);
  }

  private void start(Exchange exchange) throws IOException, ExportException {
    Fields body = exchange.body("cameras", "from", "to", "stream");
    List<String> cameras = cameras(body);
    Instant from = body.instant("from");
    Instant to = body.instant("to");
    Profile profile = body.wordIfAny("stream", Profile::of, "main, sub").orElse(Profile.MAIN);
    if (!from.isBefore(to)) {
      throw body.bad("to", "must be after from");
    }
    new TimeRange(from, to); // not too long
    cameras.forEach(camera -> Dispatcher.requireCamera(exchange.caller(), camera));
    cameras.forEach(camera -> requireKnown(camera, profile, from, to));
    Job job =
        parts.exports().start(new Request(cameras, from, to, profile, exchange.caller().name()));
    Audit.note(parts, exchange, "export begun", job.id() + ": " + String.join(", ", cameras));
    exchange.response().setHeader("Location", "/api/v1/exports/" + job.id());
    exchange.json(202, write(job));
  }

  private static List<String> cameras(Fields body) {
    List<String> cameras = body.textsIfAny("cameras").orElse(List.of());
    if (cameras.isEmpty()) {
      throw body.bad("cameras", "must be a list of at least one id");
    }
    if (Set.copyOf(cameras).size() < cameras.size()) {
      throw body.bad("cameras", "names a camera twice");
    }
    if (cameras.size() > MAX_CAMERAS) {
      throw Problem.ofField(
          Kind.IMPOSSIBLE, "cameras", "an export has at most " + MAX_CAMERAS + " cameras");
    }
    return cameras;
  }

  /** A camera that is there, or was and left recordings. */
  private void requireKnown(String camera, Profile profile, Instant from, Instant to) {
    if (parts.cameras().find(camera).isEmpty()
        && parts.recordings().timeline(camera, profile, from, to).stream()
            .allMatch(span -> span.gap().isPresent())) {
      throw Problem.ofField(Kind.UNKNOWN, "cameras", "there is no camera " + camera);
    }
  }

  private void list(Exchange exchange) throws IOException {
    exchange.json(
        parts.exports().jobs().stream()
            .filter(job -> mayUse(exchange.caller(), job))
            .map(ExportsResource::write)
            .toList());
  }

  private static boolean mayUse(Caller caller, Job job) {
    return caller.is(Role.ADMIN)
        || caller.name().equals(job.request().by())
            && job.request().cameras().stream().allMatch(caller::sees);
  }

  private Job find(Exchange exchange) {
    String id = exchange.path("id");
    return parts
        .exports()
        .find(id)
        .filter(job -> mayUse(exchange.caller(), job))
        .orElseThrow(() -> Problem.unknown("export", id));
  }

  private void show(Exchange exchange) throws IOException {
    exchange.json(write(find(exchange)));
  }

  private void delete(Exchange exchange) {
    Job job = find(exchange);
    if (!parts.exports().delete(job.id())) {
      throw Problem.unknown("export", job.id());
    }
    Audit.note(parts, exchange, "export deleted", job.id());
    exchange.noContent();
  }

  private void download(Exchange exchange) throws IOException {
    Job job = find(exchange);
    Path archive = parts.exports().archive(job.id()).orElseThrow(() -> notDone(job));
    exchange.requireAccept("application/zip");
    if (exchange.request().getHeader("Range") == null
        && exchange.request().getMethod().equals("GET")) { // once, however many parts it takes
      Audit.note(parts, exchange, "export downloaded", job.id());
    }
    downloads.<RuntimeException>inPlace(() -> send(exchange, job, archive));
  }

  private static Problem notDone(Job job) {
    return job.state() == State.FAILED
        ? new Problem(Kind.IMPOSSIBLE, "the export failed: " + job.detail())
        : new Problem(Kind.CONFLICT, "the export is not done yet");
  }

  private static void send(Exchange exchange, Job job, Path archive) throws IOException {
    try (FileChannel file = FileChannel.open(archive, StandardOpenOption.READ)) {
      Download.send(
          exchange, source(file, job), "application/zip", "vedette-export-" + job.id() + ".zip");
    } catch (NoSuchFileException e) {
      throw Problem.unknown("export", job.id()); // deleted this moment
    }
  }

  private static Download.Source source(FileChannel file, Job job) {
    return new Download.Source() {
      @Override
      public long sizeBytes() {
        return job.sizeBytes();
      }

      @Override
      public String etag() {
        return job.id();
      }

      @Override
      public void write(long position, long count, WritableByteChannel target) throws IOException {
        long done = 0;
        while (done < count) {
          long more = file.transferTo(position + done, count - done, target);
          if (more <= 0) {
            throw new IOException("the archive ends at byte " + (position + done));
          }
          done += more;
        }
      }
    };
  }

  private static Json write(Job job) {
    boolean done = job.state() == State.DONE;
    return Json.object()
        .with("id", job.id())
        .with("state", id(job.state()))
        .with("progress", Math.round(job.progress() * 1000) / 1000.0)
        .with("by", job.request().by())
        .with("created", job.created())
        .with("from", job.request().from())
        .with("to", job.request().to())
        .with("stream", job.request().profile().id())
        .with("cameras", job.cameras().stream().map(ExportsResource::write).toList())
        .with("size", done ? Optional.of(job.sizeBytes()) : Optional.empty())
        .with(
            "download",
            done ? Optional.of("/api/v1/exports/" + job.id() + "/download") : Optional.empty())
        .with("expires", job.expires())
        .with("detail", Optional.of(job.detail()).filter(d -> !d.isEmpty()));
  }

  private static Json write(CameraResult camera) {
    return Json.object()
        .with("camera", camera.camera())
        .with("state", id(camera.state()))
        .with("files", camera.files())
        .with("size", camera.sizeBytes())
        .with("gaps", TimelineResource.write(camera.gaps()));
  }

  private static String id(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
