package io.vedette.web;

import org.apache.felix.http.jetty.LoadBalancerCustomizerFactory;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Component;

/**
 * Lets no request in before the server knows its servlets. Felix opens the ports first and asks for
 * the servlets then, up to a second later on a slow machine; whoever came between saw a page "404
 * Not Found" instead of our health. Such requests wait here.
 *
 * <p>The one place that Felix has for looking at every request is meant for load balancers; see
 * {@code org.apache.felix.proxy.load.balancer.connection.enable}.
 */
@Component(service = LoadBalancerCustomizerFactory.class)
public final class Door implements LoadBalancerCustomizerFactory {
  private static final int WAIT_MS = 10;
  private static final int MAX_WAITS = 1000;

  private final Bundle server = FrameworkUtil.getBundle(LoadBalancerCustomizerFactory.class);

  @Override
  public HttpConfiguration.Customizer createCustomizer() {
    return this::enter;
  }

  /** Called by the threads of the server; the bundle is starting until the servlets are in. */
  private Request enter(Request request, HttpFields.Mutable responseHeaders) {
    try {
      for (int i = 0; i < MAX_WAITS && server.getState() == Bundle.STARTING; i++) {
        Thread.sleep(WAIT_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server stops
    }
    return request;
  }
}
