package io.vedette.api.feature;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Installs and removes features (lists of bundles with their configurations) from the appliance's
 * repository folder while everything else runs. The set survives restarts. Thread-safe, one change
 * at a time.
 */
@ProviderType
public interface Features {
  /** Every feature in the repository, installed or not, sorted by name. */
  List<FeatureInfo> features();

  /**
   * Installs a feature by its short name, all or nothing: nothing is touched if a bundle is
   * missing, everything is taken back if one does not start. Installed already: nothing happens.
   *
   * @throws IOException with the reason, for people
   */
  void install(String name) throws IOException;

  /**
   * Removes a feature and what no other feature needs.
   *
   * @throws IOException with the reason: not installed, or needed to run at all
   */
  void uninstall(String name) throws IOException;

  /**
   * A feature.
   *
   * @param name short name: {@code sink-webrtc}
   * @param version of the feature
   * @param installed whether its bundles are in the framework
   * @param bundles {@code group:artifact:version} of each
   */
  record FeatureInfo(String name, String version, boolean installed, List<String> bundles) {}
}
