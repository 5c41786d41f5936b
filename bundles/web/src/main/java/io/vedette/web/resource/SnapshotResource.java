package io.vedette.web.resource;

import io.vedette.api.access.Role;
import io.vedette.api.recording.RecordingReader;
import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamHub.Start;
import io.vedette.api.stream.StreamKey;
import io.vedette.api.stream.StreamStatus.State;
import io.vedette.api.transcode.TranscodeException;
import io.vedette.api.transcode.Transcoder;
import io.vedette.media.AccessUnit;
import io.vedette.web.http.EntityTag;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import io.vedette.web.http.Router;
import io.vedette.web.http.Times;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One picture as JPEG: the newest of a camera, or the recorded one nearest to a time. */
final class SnapshotResource {
  private static final int MIN_WIDTH = 16;
  private static final int MAX_WIDTH = 3840;

  /** A camera that is only connected while somebody looks needs a moment. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Parts parts;
  private final StreamPaths streams;
  private final JpegCache cache = new JpegCache();

  SnapshotResource(Parts parts, Router router) {
    this.parts = parts;
    this.streams = new StreamPaths(parts);
    router.add(
        Role.VIEWER,
        "GET",
        "/api/v1/cameras/{camera}/snapshot.jpg",
        this::show,
        "stream",
        "at",
        "width");
  }

  private void show(Exchange exchange)
      throws IOException, TranscodeException, InterruptedException {
    Profile profile = exchange.queryProfile();
    int width = width(exchange);
    Optional<Instant> at = exchange.queryInstant("at");
    exchange.requireAccept("image/jpeg");
    if (at.isPresent()) {
      recorded(exchange, profile, at.get(), width);
    } else {
      newest(exchange, profile, width);
    }
  }

  private static int width(Exchange exchange) {
    Optional<String> text = exchange.query("width");
    if (text.isEmpty()) {
      return Transcoder.ORIGINAL_WIDTH;
    }
    if (text.get().matches("[0-9]{1,4}")) {
      int width = Integer.parseInt(text.get());
      if (width >= MIN_WIDTH && width <= MAX_WIDTH) {
        return width;
      }
    }
    throw Problem.ofField("width", "width goes from " + MIN_WIDTH + " to " + MAX_WIDTH);
  }

  private void newest(Exchange exchange, Profile profile, int width)
      throws IOException, TranscodeException, InterruptedException {
    StreamKey stream = streams.live(exchange, profile);
    Transcoder transcoder = parts.transcoder();
    AccessUnit picture = newest(stream);
    JpegCache.Key key = new JpegCache.Key(stream.camera(), profile, picture.received(), width);
    send(exchange, key, false, () -> transcoder.jpeg(picture, width));
  }

  private AccessUnit newest(StreamKey stream) throws InterruptedException {
    try (Cursor cursor =
        parts
            .streams()
            .read(stream, Start.NEWEST_RANDOM_ACCESS)
            .orElseThrow(() -> Problem.unknown("stream", stream.path()))) {
      long endNs = System.nanoTime() + (mayDeliver(stream) ? PATIENCE.toNanos() : 0);
      LogEntry entry = cursor.poll();
      while (true) {
        if (entry instanceof LogEntry.Unit u
            && u.unit().track().isVideo()
            && u.unit().randomAccess()) {
          return u.unit();
        }
        long leftNs = endNs - System.nanoTime();
        if (leftNs <= 0) {
          throw new Problem(Kind.NOT_READY, stream.camera() + " has not delivered a picture yet")
              .retryAfter(PATIENCE);
        }
        entry = cursor.next(Duration.ofNanos(leftNs));
      }
    }
  }

  private boolean mayDeliver(StreamKey stream) {
    return parts
        .streams()
        .status(stream)
        .filter(s -> s.state() == State.LIVE || s.state() == State.CONNECTING)
        .isPresent();
  }

  private void recorded(Exchange exchange, Profile profile, Instant at, int width)
      throws IOException, TranscodeException, InterruptedException {
    String camera = exchange.path("camera");
    try (RecordingReader reader = parts.recordings().reader(camera, profile)) {
      Optional<Instant> before = reader.keyAtOrBefore(at);
      Optional<Instant> after = reader.keyAtOrAfter(at);
      Instant nearest =
          before
              .filter(b -> after.isEmpty() || !isNearer(after.get(), b, at))
              .or(() -> after)
              .orElseThrow(SnapshotResource::nothingRecorded);
      Transcoder transcoder = parts.transcoder();
      JpegCache.Key key = new JpegCache.Key(camera, profile, nearest, width);
      send(
          exchange,
          key,
          before.isPresent() && after.isPresent(), // no nearer one can come
          () -> transcoder.jpeg(read(reader, nearest), width));
    }
  }

  private static boolean isNearer(Instant one, Instant than, Instant to) {
    return Duration.between(to, one).abs().compareTo(Duration.between(to, than).abs()) < 0;
  }

  private static AccessUnit read(RecordingReader reader, Instant key) throws IOException {
    if (!reader.seek(key)) {
      throw nothingRecorded(); // deleted meanwhile
    }
    return reader.next().orElseThrow(SnapshotResource::nothingRecorded);
  }

  private static Problem nothingRecorded() {
    return new Problem(Kind.UNKNOWN, "nothing is recorded of this camera and stream");
  }

  private interface Work {
    byte[] run() throws IOException, TranscodeException, InterruptedException;
  }

  private void send(Exchange exchange, JpegCache.Key key, boolean isFinal, Work otherwise)
      throws IOException, TranscodeException, InterruptedException {
    EntityTag etag = EntityTag.of("%x-%x".formatted(key.time().toEpochMilli(), key.maxWidth()));
    byte[] jpeg = null;
    if (!etag.failsIfNoneMatch(exchange.request())) {
      Optional<byte[]> kept = cache.find(key);
      jpeg = kept.isPresent() ? kept.get() : otherwise.run();
      cache.put(key, jpeg);
    }
    exchange.response().setHeader("ETag", etag.value());
    exchange.response().setHeader("Vedette-Picture-Time", Times.format(key.time()));
    // Kept for minutes only: what is deleted from the recordings shall be gone.
    String cacheControl = isFinal ? "private, max-age=300" : "private, no-cache";
    exchange.response().setHeader("Cache-Control", cacheControl);
    if (jpeg == null) {
      exchange.response().setStatus(304);
    } else {
      exchange.send(200, "image/jpeg", jpeg);
    }
  }
}
