package io.vedette.launcher;

import io.vedette.api.feature.Features;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The features in the framework: which bundles there are because of which feature. A bundle that
 * several features list is there once and goes with the last of them.
 *
 * <p>Changes are synchronized, bundle starts included: they are rare and must not interleave.
 * Reading waits for nobody.
 */
final class InstalledFeatures implements Features {
  /** Without it there is no recorder, so it cannot be removed. */
  static final String CORE = "core";

  private static final Logger log = LoggerFactory.getLogger(InstalledFeatures.class);

  private final Repository repository;
  private final FeatureChoice choice; // guarded by this
  private final FeatureBundles bundles;
  private final FeatureSettings settings;

  /** Feature → its bundles as listed. The map is replaced, never changed. */
  private volatile Map<String, List<Bundle>> installed = Map.of();

  InstalledFeatures(
      Repository repository,
      FeatureChoice choice,
      FeatureBundles bundles,
      FeatureSettings settings) {
    this.repository = repository;
    this.choice = choice;
    this.bundles = bundles;
    this.settings = settings;
  }

  /**
   * Before the framework's first start level: makes the bundles in its storage those of the chosen
   * features. New builds replace old ones; bundles that no feature brought are left alone.
   *
   * @param more features for this run only
   * @throws IOException if {@link #CORE} is not complete; another feature that is not is left out
   *     and said in the log
   */
  synchronized void prepare(Collection<String> more) throws IOException {
    Set<String> names = choice.apply(repository.defaults());
    names.addAll(more);
    names.add(CORE);
    Map<String, Feature> complete = new LinkedHashMap<>();
    for (String name : names) {
      try {
        complete.put(name, repository.complete(name));
      } catch (IOException e) {
        if (name.equals(CORE)) {
          throw e;
        }
        log.error("feature {} is left out: {}", name, e.getMessage());
      }
    }
    bundles.retain(complete.values());
    Map<String, List<Bundle>> prepared = new TreeMap<>();
    for (Map.Entry<String, Feature> feature : complete.entrySet()) {
      List<Bundle> its = new ArrayList<>();
      for (FeatureBundle listed : feature.getValue().getBundles()) {
        its.add(bundles.install(listed));
      }
      prepared.put(feature.getKey(), its);
    }
    for (List<Bundle> its : prepared.values()) {
      for (Bundle bundle : its) {
        try {
          FeatureBundles.start(bundle); // noted only: it starts with its start level
        } catch (BundleException e) {
          throw new IOException(e.getMessage(), e);
        }
      }
    }
    installed = prepared;
    bundles.settle();
  }

  /** Writes the default settings of the prepared features; needs ConfigurationAdmin. */
  synchronized void configure() throws IOException {
    for (String name : installed.keySet()) {
      settings.write(repository.complete(name));
    }
  }

  /** What of the features does not run, for people: one line each, empty if all runs. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    installed.forEach(
        (name, its) ->
            its.forEach(
                bundle ->
                    bundles
                        .fault(bundle)
                        .ifPresent(f -> faults.add("feature " + name + ": " + f))));
    return faults;
  }

  @Override
  public List<FeatureInfo> features() {
    Set<String> now = installed.keySet();
    return repository.features().values().stream().map(f -> info(f, now)).toList();
  }

  private static FeatureInfo info(Feature feature, Set<String> installed) {
    String name = feature.getID().getArtifactId();
    return new FeatureInfo(
        name,
        feature.getID().getVersion(),
        installed.contains(name),
        feature.getBundles().stream().map(b -> b.getID().toString()).toList());
  }

  @Override
  public synchronized void install(String name) throws IOException {
    Feature feature = repository.complete(name);
    if (installed.containsKey(name)) {
      return;
    }
    List<Bundle> its = new ArrayList<>();
    List<Bundle> added = new ArrayList<>();
    try {
      settings.write(feature); // before the bundles, so that components start once
      for (FeatureBundle listed : feature.getBundles()) {
        boolean there = bundles.find(listed.getID()).isPresent();
        Bundle bundle = bundles.install(listed);
        its.add(bundle);
        if (!there) {
          added.add(bundle);
        }
      }
      bundles.resolve(added);
      its.sort(Comparator.comparingInt(FeatureBundles::startLevel));
      for (Bundle bundle : its) {
        FeatureBundles.start(bundle);
      }
      choice.add(name, repository.defaults().contains(name));
    } catch (IOException | BundleException e) {
      bundles.uninstall(added);
      bundles.settle();
      settings.delete(feature);
      throw new IOException("feature " + name + " cannot be installed: " + e.getMessage(), e);
    }
    Map<String, List<Bundle>> now = new TreeMap<>(installed);
    now.put(name, its);
    installed = now;
    bundles.settle();
    log.info("feature {} is installed", name);
  }

  @Override
  public synchronized void uninstall(String name) throws IOException {
    if (name.equals(CORE)) {
      throw new IOException("feature " + CORE + " is needed to run at all");
    }
    if (!installed.containsKey(name)) {
      throw new IOException("feature " + name + " is not installed");
    }
    choice.remove(name, repository.defaults().contains(name));
    Map<String, List<Bundle>> now = new TreeMap<>(installed);
    List<Bundle> orphans = new ArrayList<>();
    for (Bundle bundle : now.remove(name)) {
      if (now.values().stream().noneMatch(others -> others.contains(bundle))) {
        orphans.add(0, bundle); // last listed goes first
      }
    }
    installed = now;
    bundles.uninstall(orphans);
    bundles.settle();
    settings.delete(repository.features().get(name));
    log.info("feature {} is removed", name);
  }
}
