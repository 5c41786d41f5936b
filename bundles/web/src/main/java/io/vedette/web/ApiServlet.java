package io.vedette.web;

import io.vedette.web.http.Dispatcher;
import io.vedette.web.resource.Api;
import io.vedette.web.resource.Parts;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** REST, WHEP and metrics. */
@Component(service = Servlet.class)
@HttpWhiteboardServletAsyncSupported // streams of events hold no thread
@HttpWhiteboardServletPattern({"/api/v1/*", "/whep/*", "/metrics"})
public final class ApiServlet extends HttpServlet {
  private final transient Dispatcher dispatcher;
  private final transient MalformedRequests malformed = new MalformedRequests();

  @Activate
  public ApiServlet(@Reference Parts parts, BundleContext context) {
    this(parts, context.getBundle().getVersion().toString(), Clock.systemUTC());
  }

  ApiServlet(Parts parts, String version, Clock clock) {
    dispatcher = new Dispatcher(Api.router(parts, version, clock), parts::accounts);
  }

  @Deactivate
  void deactivate() {
    malformed.remove();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    malformed.install();
    dispatcher.dispatch(request, response);
  }
}
