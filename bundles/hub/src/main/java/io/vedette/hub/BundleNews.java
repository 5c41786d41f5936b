package io.vedette.hub;

import io.vedette.api.event.Event;
import io.vedette.api.event.EventBus;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Makes events of plug-ins that are installed, started, stopped, updated, removed, or fail, while
 * the recorder runs: what starts and stops with the recorder is no news. Called by the framework's
 * thread.
 */
@Component(
    service = {},
    immediate = true)
public final class BundleNews implements BundleListener, FrameworkListener {
  private final BundleContext context;
  private final EventBus bus;
  private final Clock clock;

  /** A bundle that fails to start stops each time that it is tried: told once. */
  private final Set<Long> running = ConcurrentHashMap.newKeySet();

  private final Set<Long> failed = ConcurrentHashMap.newKeySet();
  private volatile boolean up;

  @Activate
  public BundleNews(BundleContext context, @Reference EventBus bus) {
    this(context, bus, Clock.systemUTC());
  }

  BundleNews(BundleContext context, EventBus bus, Clock clock) {
    this.context = context;
    this.bus = bus;
    this.clock = clock;
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getState() == Bundle.ACTIVE) {
        running.add(bundle.getBundleId());
      }
    }
    // While the recorder starts, the framework's level is ours; later it is higher.
    int level = context.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel();
    up = level > context.getBundle().adapt(BundleStartLevel.class).getStartLevel();
    context.addBundleListener(this);
    context.addFrameworkListener(this);
  }

  @Deactivate
  void close() {
    context.removeBundleListener(this);
    context.removeFrameworkListener(this);
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    Bundle bundle = event.getBundle();
    long id = bundle.getBundleId();
    switch (event.getType()) {
      case BundleEvent.STARTED -> {
        running.add(id);
        failed.remove(id);
        tell(bundle, "started");
      }
      case BundleEvent.STOPPED -> {
        if (running.remove(id)) {
          tell(bundle, "stopped");
        }
      }
      case BundleEvent.INSTALLED -> tell(bundle, "was installed");
      case BundleEvent.UPDATED -> tell(bundle, "was updated");
      case BundleEvent.UNINSTALLED -> {
        failed.remove(id);
        tell(bundle, "was removed");
      }
      default -> {
        // resolving, starting and the like only lead to these
      }
    }
  }

  @Override
  public void frameworkEvent(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED) {
      up = true;
    } else if (event.getType() == FrameworkEvent.ERROR
        && event.getBundle().getBundleId() != Constants.SYSTEM_BUNDLE_ID
        && failed.add(event.getBundle().getBundleId())) {
      tell(event.getBundle(), "failed: " + event.getThrowable().getMessage());
    }
  }

  private void tell(Bundle bundle, String what) {
    if (!up || context.getBundle(0).getState() != Bundle.ACTIVE) {
      return;
    }
    String name = bundle.getHeaders().get(Constants.BUNDLE_NAME);
    bus.publish(
        new Event(
            clock.instant(),
            Event.Kind.PLUGIN,
            Event.Phase.HAPPENED,
            Optional.empty(),
            "%s %s %s"
                .formatted(
                    name == null ? bundle.getSymbolicName() : name, bundle.getVersion(), what)));
  }
}
