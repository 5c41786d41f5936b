package io.vedette.web.resource;

import io.vedette.api.access.Role;
import io.vedette.api.recording.RangeException;
import io.vedette.api.recording.RecordedFile;
import io.vedette.api.stream.Profile;
import io.vedette.web.http.ByteRange;
import io.vedette.web.http.EntityTag;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import io.vedette.web.http.Router;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A range of a recording as one MP4. Nothing is held in memory but one buffer per download. */
final class RecordingResource {
  /** Each holds a thread of the server and its segment files open while it is read. */
  private static final int MAX_DOWNLOADS = 32;

  private static final DateTimeFormatter NAME_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final Logger LOG = LoggerFactory.getLogger(RecordingResource.class);

  private final Parts parts;
  private final TimeRange.Reader ranges;
  private final Semaphore downloads = new Semaphore(MAX_DOWNLOADS);

  RecordingResource(Parts parts, TimeRange.Reader ranges, Router router) {
    this.parts = parts;
    this.ranges = ranges;
    router.add(
        Role.OPERATOR,
        "GET",
        "/api/v1/cameras/{camera}/recording.mp4",
        this::download,
        "stream",
        "from",
        "to");
  }

  private void download(Exchange exchange) throws IOException, RangeException {
    String camera = exchange.path("camera");
    Profile profile = exchange.queryProfile();
    TimeRange range = ranges.closed(exchange);
    if (range.from().equals(range.to())) {
      throw Problem.ofField("to", "to must be after from");
    }
    exchange.requireAccept("video/mp4");
    if (!downloads.tryAcquire()) {
      throw new Problem(Kind.NOT_READY, MAX_DOWNLOADS + " downloads run already")
          .retryAfter(Duration.ofSeconds(10));
    }
    try (RecordedFile file =
        parts
            .recordings()
            .file(camera, profile, range.from(), range.to())
            .orElseThrow(
                () -> new Problem(Kind.UNKNOWN, "nothing was recorded within this range"))) {
      answer(exchange, file, fileName(camera, profile, file.from()));
    } finally {
      downloads.release();
    }
  }

  private static String fileName(String camera, Profile profile, Instant from) {
    return "%s-%s-%s.mp4".formatted(camera, profile.id(), NAME_TIME.format(from));
  }

  private static void answer(Exchange exchange, RecordedFile file, String name) throws IOException {
    HttpServletResponse response = exchange.response();
    EntityTag etag = EntityTag.of(file.etag());
    response.setHeader("ETag", etag.value());
    if (etag.failsIfMatch(exchange.request())) {
      throw new Problem(
              Kind.PRECONDITION, "the recording of this range has grown, or was deleted in part")
          .with("ETag", etag.value());
    }
    response.setHeader("Accept-Ranges", "bytes");
    // A browser may keep it, but has to ask whether it still is the same.
    response.setHeader("Cache-Control", "private, no-cache");
    if (etag.failsIfNoneMatch(exchange.request())) {
      response.setStatus(304);
      return;
    }
    long size = file.sizeBytes();
    Optional<ByteRange> range = range(exchange, etag, size);
    response.setContentType("video/mp4");
    response.setHeader("Content-Disposition", "attachment; filename=\"" + name + '"');
    long first = range.map(ByteRange::first).orElse(0L);
    long count = range.map(ByteRange::count).orElse(size);
    range.ifPresent(r -> response.setHeader("Content-Range", r.contentRange(size)));
    response.setStatus(range.isPresent() ? 206 : 200);
    response.setContentLengthLong(count);
    if (!exchange.request().getMethod().equals("HEAD")) {
      response.flushBuffer(); // a failure from here on ends the connection: no problem can follow
      StreamChannel target = new StreamChannel(response.getOutputStream());
      try {
        file.write(first, count, target);
      } catch (IOException e) {
        if (!target.isBroken()) {
          LOG.warn("{} broke off while it was sent: {}", name, e.getMessage());
        }
        throw e;
      }
    }
  }

  private static Optional<ByteRange> range(Exchange exchange, EntityTag etag, long size) {
    String range = exchange.request().getHeader("Range");
    return range != null && etag.passesIfRange(exchange.request())
        ? ByteRange.parse(range, size)
        : Optional.empty();
  }
}
