package io.vedette.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureBundle;
import org.osgi.service.feature.ID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bundles of features in the framework. A bundle's location is {@code feature:} + coordinates +
 * {@code #} + a sum of its content, so a new build of the same version is another bundle.
 */
final class FeatureBundles {
  private static final Logger log = LoggerFactory.getLogger(FeatureBundles.class);
  private static final String SCHEME = "feature:";
  private static final long REFRESH_SECONDS = 20;

  private final BundleContext framework;
  private final Repository repository;
  private final FrameworkStorage storage;

  FeatureBundles(BundleContext framework, Repository repository, FrameworkStorage storage) {
    this.framework = framework;
    this.repository = repository;
    this.storage = storage;
  }

  /** After changes: they outlast a power cut when this returns. */
  void settle() {
    storage.settle();
  }

  /** Removes what an earlier run or build brought and these features do not list. */
  void retain(Collection<Feature> features) throws IOException {
    Set<String> wanted = new HashSet<>();
    for (Feature feature : features) {
      for (FeatureBundle listed : feature.getBundles()) {
        wanted.add(location(listed.getID()));
      }
    }
    for (Bundle bundle : framework.getBundles()) {
      if (bundle.getLocation().startsWith(SCHEME) && !wanted.contains(bundle.getLocation())) {
        storage.change();
        uninstall(bundle);
      }
    }
  }

  /** The bundle of these coordinates, of whatever build. */
  Optional<Bundle> find(ID id) {
    for (Bundle bundle : framework.getBundles()) {
      if (bundle.getLocation().startsWith(SCHEME + id + "#")) {
        return Optional.of(bundle);
      }
    }
    return Optional.empty();
  }

  /** The bundle, installed from the repository folder if it is not there; not started. */
  Bundle install(FeatureBundle listed) throws IOException {
    ID id = listed.getID();
    Optional<Bundle> there = find(id);
    try {
      Bundle bundle;
      if (there.isPresent()) {
        bundle = there.get();
      } else {
        storage.change();
        try (InputStream in = Files.newInputStream(repository.file(id))) {
          bundle = framework.installBundle(location(id), in);
        }
      }
      Object order = listed.getMetadata().get("start-order");
      if (order != null) {
        bundle.adapt(BundleStartLevel.class).setStartLevel(Integer.parseInt(order.toString()));
      }
      return bundle;
    } catch (BundleException | IllegalArgumentException e) {
      throw new IOException(id + " cannot be installed: " + e.getMessage(), e);
    }
  }

  /**
   * @throws IOException with the requirement that nothing offers
   */
  void resolve(Collection<Bundle> bundles) throws IOException {
    if (!wiring().resolveBundles(bundles)) {
      for (Bundle bundle : bundles) {
        if (bundle.getState() == Bundle.INSTALLED) {
          throw new IOException(unresolved(bundle));
        }
      }
    }
  }

  /** Why this bundle does not run; empty if it does, or cannot by its nature (a fragment). */
  Optional<String> fault(Bundle bundle) {
    return switch (bundle.getState()) {
      case Bundle.INSTALLED -> Optional.of(unresolved(bundle));
      case Bundle.RESOLVED ->
          isFragment(bundle)
              ? Optional.empty()
              : Optional.of(bundle.getSymbolicName() + " did not start");
      default -> Optional.empty();
    };
  }

  /** Uninstalls in the given order, then rewires what had been wired to them. */
  void uninstall(List<Bundle> bundles) {
    storage.change();
    bundles.forEach(FeatureBundles::uninstall);
    CountDownLatch refreshed = new CountDownLatch(1);
    wiring()
        .refreshBundles(
            null,
            event -> {
              if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
              }
            });
    try {
      if (!refreshed.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
        log.warn("bundles are still being rewired after {} s", REFRESH_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void start(Bundle bundle) throws BundleException {
    if (!isFragment(bundle)) {
      bundle.start(Bundle.START_ACTIVATION_POLICY);
    }
  }

  static int startLevel(Bundle bundle) {
    return bundle.adapt(BundleStartLevel.class).getStartLevel();
  }

  private static void uninstall(Bundle bundle) {
    try {
      bundle.uninstall();
    } catch (BundleException e) {
      log.warn("{} did not stop cleanly: {}", bundle.getSymbolicName(), e.getMessage());
    }
  }

  private String unresolved(Bundle bundle) {
    List<String> missing = MissingRequirements.of(framework, bundle);
    return missing.isEmpty()
        ? bundle.getSymbolicName() + " does not resolve: its requirements contradict each other"
        : String.join("; ", missing);
  }

  private String location(ID id) throws IOException {
    return SCHEME + id + "#" + repository.sum(id);
  }

  private FrameworkWiring wiring() {
    return framework.getBundle(0).adapt(FrameworkWiring.class);
  }

  private static boolean isFragment(Bundle bundle) {
    return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
  }
}
