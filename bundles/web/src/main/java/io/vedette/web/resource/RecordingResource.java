package io.vedette.web.resource;

import io.vedette.api.access.Role;
import io.vedette.api.recording.RangeException;
import io.vedette.api.recording.RecordedFile;
import io.vedette.api.stream.Profile;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import io.vedette.web.http.Router;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A range of a recording as one MP4. Nothing is held in memory but one buffer per download. */
final class RecordingResource {
  private static final DateTimeFormatter NAME_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Parts parts;
  private final TimeRange.Reader ranges;
  private final Download downloads;

  RecordingResource(Parts parts, TimeRange.Reader ranges, Download downloads, Router router) {
    this.parts = parts;
    this.ranges = ranges;
    this.downloads = downloads;
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
    downloads.<RangeException>inPlace(() -> send(exchange, camera, profile, range));
  }

  private void send(Exchange exchange, String camera, Profile profile, TimeRange range)
      throws IOException, RangeException {
    try (RecordedFile file =
        parts
            .recordings()
            .file(camera, profile, range.from(), range.to())
            .orElseThrow(
                () -> new Problem(Kind.UNKNOWN, "nothing was recorded within this range"))) {
      Download.send(exchange, source(file), "video/mp4", fileName(camera, profile, file.from()));
    }
  }

  private static String fileName(String camera, Profile profile, Instant from) {
    return "%s-%s-%s.mp4".formatted(camera, profile.id(), NAME_TIME.format(from));
  }

  private static Download.Source source(RecordedFile file) {
    return new Download.Source() {
      @Override
      public long sizeBytes() {
        return file.sizeBytes();
      }

      @Override
      public String etag() {
        return file.etag();
      }

      @Override
      public void write(long position, long count, WritableByteChannel target) throws IOException {
        file.write(position, count, target);
      }
    };
  }
}
