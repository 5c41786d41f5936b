package io.vedette.launcher;

import io.vedette.api.feature.Features;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.log.LogReaderService;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running recorder: the framework with its features, on one HOME. */
final class Appliance {
  private static final Logger log = LoggerFactory.getLogger(Appliance.class);

  /** The level of ConfigurationAdmin; settings are written here, before any component of ours. */
  private static final int LEVEL_OF_SETTINGS = 2;

  /** Above every start-order of the feature lists. */
  private static final int LEVEL_OF_ALL = 100;

  private static final long GIVE_UP_MS = 5000;
  private static final String HTTP_BUNDLE = "org.apache.felix.http.jetty12";
  private static final String HTTP_SERVICE = "org.osgi.service.servlet.runtime.HttpServiceRuntime";

  private final Framework framework;
  private final InstalledFeatures features;
  private final ServiceTracker<?, ?> bundlesLog;

  private Appliance(Framework framework, InstalledFeatures features) {
    this.framework = framework;
    this.features = features;
    this.bundlesLog = followLog(framework.getBundleContext());
  }

  /**
   * Starts everything and returns when each bundle has been started or has failed to.
   *
   * @param distribution folder with {@code features} and {@code repository}
   * @throws StartException if there will be no recorder; one feature that fails is no reason
   */
  static Appliance start(Path distribution, RunOptions options, Home home) throws StartException {
    Framework framework = null;
    try {
      Repository repository = new Repository(distribution);
      List<String> more = more(options, repository);
      HttpsKey.Store https = HttpsKey.prepare(home, names(options), Clock.systemUTC());
      FrameworkStorage storage = new FrameworkStorage(home);
      Map<String, Object> properties =
          FrameworkProperties.of(options, home, storage.folder(), https);
      framework = framework(properties);
      try {
        framework.init();
      } catch (BundleException e) {
        log.warn("the framework's storage cannot be read: {}", e.getMessage());
        storage.empty();
        framework = framework(properties);
        framework.init();
      }
      BundleContext context = framework.getBundleContext();
      InstalledFeatures features =
          new InstalledFeatures(
              repository,
              new FeatureChoice(home),
              new FeatureBundles(context, repository, storage),
              new FeatureSettings(context));
      features.prepare(more);
      Appliance appliance = new Appliance(framework, features);
      appliance.start(OptionSettings.of(options));
      return appliance;
    } catch (IOException | BundleException e) {
      if (framework != null) {
        stop(framework, GIVE_UP_MS);
      }
      throw new StartException(e.getMessage(), e);
    }
  }

  private static List<String> more(RunOptions options, Repository repository) throws IOException {
    List<String> more = new ArrayList<>();
    if (options.demo()) {
      more.add("demo");
    }
    if (!options.kurento().isEmpty()) {
      more.add("sink-kurento");
    }
    for (String name : more) {
      repository.complete(name); // asked for, so it must not be left out silently
    }
    return more;
  }

  private static Set<String> names(RunOptions options) throws IOException {
    Set<String> names = HttpsKey.namesOfThisMachine();
    options.bind().ifPresent(names::add);
    names.addAll(options.publicAddresses());
    return names;
  }

  @SuppressWarnings({
    "unchecked",
    "rawtypes"
  }) // FrameworkFactory says String, Felix also takes its logger here
  private static Framework framework(Map<String, Object> properties) {
    properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(LEVEL_OF_SETTINGS));
    return ServiceLoader.load(FrameworkFactory.class, Appliance.class.getClassLoader())
        .findFirst()
        .orElseThrow()
        .newFramework((Map) properties);
  }

  private void start(Map<String, Map<String, Object>> settings)
      throws BundleException, IOException {
    BundleContext context = framework.getBundleContext();
    context.addFrameworkListener(this::note);
    bundlesLog.open();
    context.registerService(Features.class, features, null);
    framework.start();
    ServiceReference<ConfigurationAdmin> admin =
        context.getServiceReference(ConfigurationAdmin.class);
    if (admin == null) {
      throw new IOException(
          "feature core has no ConfigurationAdmin: " + String.join("; ", features.faults()));
    }
    features.configure();
    OptionSettings.write(context.getService(admin), settings);
    raise();
    features.faults().forEach(log::error);
  }

  private void raise() {
    CountDownLatch raised = new CountDownLatch(1);
    framework
        .adapt(FrameworkStartLevel.class)
        .setStartLevel(
            LEVEL_OF_ALL,
            event -> {
              if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED) {
                raised.countDown();
              }
            });
    try {
      raised.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A bundle that does not resolve is explained in {@link InstalledFeatures#faults}. */
  private void note(FrameworkEvent event) {
    boolean unresolved =
        event.getThrowable() instanceof BundleException e
            && e.getType() == BundleException.RESOLVE_ERROR;
    if (event.getType() == FrameworkEvent.ERROR && !unresolved) {
      log.error("bundle {} failed", event.getBundle().getSymbolicName(), event.getThrowable());
    }
  }

  private static ServiceTracker<?, ?> followLog(BundleContext context) {
    FrameworkLog listener = new FrameworkLog();
    return new ServiceTracker<LogReaderService, LogReaderService>(
        context, LogReaderService.class, null) {
      @Override
      public LogReaderService addingService(ServiceReference<LogReaderService> reference) {
        LogReaderService reader = super.addingService(reference);
        reader.addLogListener(listener);
        return reader;
      }

      @Override
      public void removedService(
          ServiceReference<LogReaderService> reference, LogReaderService reader) {
        reader.removeLogListener(listener);
        super.removedService(reference, reader);
      }
    };
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  Features features() {
    return features;
  }

  /**
   * True if HTTP listens on this port, or is in none of the features. False: another program took
   * the port after it had been found free, and would answer in our place.
   */
  boolean serves(int httpPort) {
    if (Arrays.stream(context().getBundles())
        .noneMatch(b -> HTTP_BUNDLE.equals(b.getSymbolicName()))) {
      return true;
    }
    try {
      ServiceReference<?>[] http = context().getAllServiceReferences(HTTP_SERVICE, null);
      return http != null
          && http[0].getProperty("osgi.http.endpoint") instanceof String[] endpoints
          && Arrays.stream(endpoints).anyMatch(e -> e.contains(":" + httpPort + "/"));
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("no filter was given", e);
    }
  }

  /** What does not run, for people; one line each. */
  List<String> faults() {
    return features.faults();
  }

  /** Blocks until the framework has stopped, by whomever. */
  void await() throws InterruptedException {
    framework.waitForStop(0);
  }

  /**
   * Stops all bundles: recordings are finished.
   *
   * @return false if they were not done in time
   */
  boolean stop(long timeoutMs) {
    bundlesLog.close(); // what bundles find odd while they are stopped is no news
    return stop(framework, timeoutMs);
  }

  private static boolean stop(Framework framework, long timeoutMs) {
    try {
      framework.stop();
      return framework.waitForStop(timeoutMs).getType() != FrameworkEvent.WAIT_TIMEDOUT;
    } catch (BundleException e) {
      log.error("cannot stop: {}", e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
