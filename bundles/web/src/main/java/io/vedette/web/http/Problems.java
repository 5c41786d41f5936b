package io.vedette.web.http;

import io.vedette.api.access.TooManyTriesException;
import io.vedette.api.export.ExportException;
import io.vedette.api.live.LiveException;
import io.vedette.api.recording.RangeException;
import io.vedette.api.replay.ReplayException;
import io.vedette.api.transcode.TranscodeException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where failures become answers. */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final Duration SOON = Duration.ofSeconds(2);

  private Problems() {}

  /** What the caller is told. A failure that nobody expected is logged, and its text kept back. */
  static Problem of(Throwable failure, HttpServletRequest request) {
    if (failure instanceof Problem problem) {
      return problem;
    }
    if (failure instanceof TooManyTriesException e) {
      return new Problem(Kind.TOO_MANY, e.getMessage()).retryAfter(e.retryAfter());
    }
    if (failure instanceof LiveException e) {
      return of(e);
    }
    if (failure instanceof ReplayException e) {
      return of(e);
    }
    if (failure instanceof ExportException e) {
      return of(e);
    }
    if (failure instanceof TranscodeException e) {
      return of(e);
    }
    if (failure instanceof RangeException e) {
      return new Problem(Kind.IMPOSSIBLE, e.getMessage());
    }
    LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), failure);
    return new Problem(Kind.BROKEN, "an internal error; the log of the recorder has more");
  }

  private static Problem of(LiveException e) {
    return switch (e.kind()) {
      case MALFORMED -> new Problem(Kind.MALFORMED, e.getMessage());
      case NOT_ACCEPTABLE -> new Problem(Kind.NOT_ACCEPTABLE, e.getMessage());
      case UNKNOWN_STREAM -> new Problem(Kind.UNKNOWN, e.getMessage());
      case NOT_READY -> new Problem(Kind.NOT_READY, e.getMessage()).retryAfter(SOON);
    };
  }

  private static Problem of(ReplayException e) {
    Kind kind =
        switch (e.kind()) {
          case MALFORMED -> Kind.MALFORMED;
          case UNKNOWN_CAMERA -> Kind.UNKNOWN;
          case IMPOSSIBLE -> Kind.IMPOSSIBLE;
          case TOO_MANY -> Kind.NOT_READY;
        };
    Problem problem =
        e.field()
            .map(field -> Problem.ofField(kind, field, e.getMessage()))
            .orElseGet(() -> new Problem(kind, e.getMessage()));
    return kind == Kind.NOT_READY ? problem.retryAfter(SOON) : problem;
  }

  private static Problem of(ExportException e) {
    return switch (e.kind()) {
      case IMPOSSIBLE -> new Problem(Kind.IMPOSSIBLE, e.getMessage());
      case TOO_MANY -> new Problem(Kind.NOT_READY, e.getMessage()).retryAfter(SOON);
    };
  }

  private static Problem of(TranscodeException e) {
    return switch (e.kind()) {
      case IMPOSSIBLE -> new Problem(Kind.IMPOSSIBLE, e.getMessage());
      case UNAVAILABLE, BUSY -> new Problem(Kind.NOT_READY, e.getMessage()).retryAfter(SOON);
    };
  }

  /** Writes the problem, unless an answer has begun: then the connection just ends. */
  static void write(Problem problem, HttpServletResponse response) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.reset();
    response.setStatus(problem.kind().status());
    problem.headers().forEach(response::setHeader);
    Json body =
        Json.object()
            .with("type", "about:blank")
            .with("title", problem.kind().title())
            .with("status", problem.kind().status())
            .with("detail", problem.getMessage())
            .with("field", problem.field());
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    response.setContentType("application/problem+json");
    Dispatcher.setCommonHeaders(response); // reset took them away
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
