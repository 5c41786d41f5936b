package io.vedette.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vedette.web.http.Json;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what Jetty refuses before any servlet sees it ({@code %zz} in a path, an encoded slash)
 * as a problem (RFC 9457), like every other refusal. Errors of servlets go to the handler that was
 * there before.
 */
final class MalformedRequests {
  private final AtomicReference<Server> server = new AtomicReference<>(); // null: not installed
  private Request.Handler before; // written once, before the handler below is used

  /**
   * Takes effect for the server of the request that runs on this thread: nothing in OSGi's HTTP
   * whiteboard leads to the server, but a request does. Cheap if done already.
   */
  void install() {
    ServletContextHandler context = ServletContextHandler.getCurrentServletContextHandler();
    if (server.get() == null && context != null) {
      Server found = context.getServer();
      if (server.compareAndSet(null, found)) {
        before = found.getErrorHandler();
        found.setErrorHandler(new Handler());
      }
    }
  }

  /** Leaves the server as it was. */
  void remove() {
    Server installed = server.getAndSet(null);
    if (installed != null) {
      installed.setErrorHandler(before);
    }
  }

  private final class Handler extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      return Request.as(request, ServletContextRequest.class) == null
          ? super.handle(request, response, callback)
          : before.handle(request, response, callback);
    }

    @Override
    protected void generateResponse(
        Request request,
        Response response,
        int code,
        String message,
        Throwable cause,
        Callback callback) {
      String title = HttpStatus.getMessage(code);
      String problem =
          Json.object()
              .with("type", "about:blank")
              .with("title", title)
              .with("status", code)
              .with(
                  "detail",
                  message == null || message.equals(title)
                      ? "the server cannot read this request"
                      : message)
              .toString();
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
      response.getHeaders().put("X-Content-Type-Options", "nosniff");
      response.write(true, ByteBuffer.wrap(problem.getBytes(UTF_8)), callback);
    }
  }
}
