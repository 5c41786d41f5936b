package io.vedette.webui;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Serves the page under each of its addresses, and the files it loads. Needs no sign-in. Does not
 * answer for addresses nobody knows: those stay 404.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/") // not "" for the root alone: it gets lost in the component's XML
public final class PagesServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Addresses of the one page; the pages' own router knows them, too. */
  private static final Set<String> ADDRESSES =
      Set.of(
          "/",
          "/cameras",
          "/events",
          "/exports",
          "/plugins",
          "/replay",
          "/storage",
          "/system",
          "/users");

  private final transient Pages pages = new Pages(PagesServlet.class::getResource);

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    Optional<Pages.File> file =
        ADDRESSES.contains(path) ? pages.page() : pages.asset(path, takesGzip(request));
    if (file.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    send(file.get(), request, response);
  }

  private static void send(
      Pages.File file, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType(file.type());
    response.setHeader("Cache-Control", file.caching());
    response.setHeader(
        "Content-Security-Policy",
        SecurityHeaders.contentSecurityPolicy(request.getHeader("Host")));
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Vary", "Accept-Encoding");
    if (file.gzip()) {
      response.setHeader("Content-Encoding", "gzip");
    }
    try (InputStream in = file.content().openStream()) {
      in.transferTo(response.getOutputStream());
    }
  }

  private static boolean takesGzip(HttpServletRequest request) {
    String accepted = request.getHeader("Accept-Encoding");
    return accepted != null && accepted.contains("gzip");
  }
}
