package io.vedette.webui;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Serves the page under each of its addresses, and the files it loads. Needs no sign-in. Does not
 * answer for addresses nobody knows: those stay 404.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({
  "",
  "/assets/*",
  "/cameras",
  "/events",
  "/plugins",
  "/replay",
  "/storage",
  "/system",
  "/users"
})
public final class PagesServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Pages pages = new Pages(PagesServlet.class::getResource);

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    Optional<Pages.File> file =
        path.startsWith("/assets/") ? pages.asset(path, takesGzip(request)) : pages.page();
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
