package io.vedette.launcher;

import java.io.IOException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureConfiguration;

/** The settings that a feature brings along: defaults, so one that is there is left as it is. */
final class FeatureSettings {
  private final BundleContext framework;

  FeatureSettings(BundleContext framework) {
    this.framework = framework;
  }

  void write(Feature feature) throws IOException {
    for (FeatureConfiguration wanted : feature.getConfigurations().values()) {
      Configuration configuration = configuration(wanted);
      if (configuration != null && configuration.getProperties() == null) {
        configuration.update(FrameworkUtil.asDictionary(wanted.getValues()));
      }
    }
  }

  void delete(Feature feature) throws IOException {
    for (FeatureConfiguration wanted : feature.getConfigurations().values()) {
      Configuration configuration = configuration(wanted);
      if (configuration != null) {
        configuration.delete();
      }
    }
  }

  private Configuration configuration(FeatureConfiguration wanted) throws IOException {
    ServiceReference<ConfigurationAdmin> reference =
        framework.getServiceReference(ConfigurationAdmin.class);
    ConfigurationAdmin admin = reference == null ? null : framework.getService(reference);
    if (admin == null) {
      return null;
    }
    String pid = wanted.getPid();
    return wanted.getFactoryPid().isPresent()
        ? admin.getFactoryConfiguration(
            wanted.getFactoryPid().get(), pid.substring(pid.indexOf('~') + 1), "?")
        : admin.getConfiguration(pid, "?");
  }
}
