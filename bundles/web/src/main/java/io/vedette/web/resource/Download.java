package io.vedette.web.resource;

import io.vedette.web.http.ByteRange;
import io.vedette.web.http.EntityTag;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends something large as a file: with its length, in parts if asked for (RFC 9110 14), never the
 * whole of it in memory.
 */
final class Download {
  /** Each holds a thread of the server, and files open while it is read. */
  private static final int MAX_DOWNLOADS = 32;

  private static final Logger LOG = LoggerFactory.getLogger(Download.class);

  private final Semaphore places = new Semaphore(MAX_DOWNLOADS);

  /** What is sent. */
  interface Source {
    long sizeBytes();

    /** Changes whenever the bytes would; without quotes. */
    String etag();

    void write(long position, long count, WritableByteChannel target) throws IOException;
  }

  /** Does something while one of the places is taken. */
  interface Work<E extends Exception> {
    void run() throws IOException, E;
  }

  /**
   * Takes a place for the time of the work.
   *
   * @throws Problem of kind NOT_READY if there is none
   */
  <E extends Exception> void inPlace(Work<E> work) throws IOException, E {
    if (!places.tryAcquire()) {
      throw new Problem(Kind.NOT_READY, MAX_DOWNLOADS + " downloads run already")
          .retryAfter(Duration.ofSeconds(10));
    }
    try {
      work.run();
    } finally {
      places.release();
    }
  }

  /** Answers with the source, or the part that is asked for. */
  static void send(Exchange exchange, Source source, String contentType, String name)
      throws IOException {
    HttpServletResponse response = exchange.response();
    EntityTag etag = EntityTag.of(source.etag());
    response.setHeader("ETag", etag.value());
    if (etag.failsIfMatch(exchange.request())) {
      throw new Problem(Kind.PRECONDITION, "what is there has grown, or was deleted in part")
          .with("ETag", etag.value());
    }
    response.setHeader("Accept-Ranges", "bytes");
    // A browser may keep it, but has to ask whether it still is the same.
    response.setHeader("Cache-Control", "private, no-cache");
    if (etag.failsIfNoneMatch(exchange.request())) {
      response.setStatus(304);
      return;
    }
    long size = source.sizeBytes();
    Optional<ByteRange> range = range(exchange, etag, size);
    response.setContentType(contentType);
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
        source.write(first, count, target);
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
