package io.vedette.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.feature.Features;
import java.io.InputStream;
import java.net.URI;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FrameworkPropertiesTest {
  @Test
  void exportsFeaturesInTheVersionOfTheApi() throws Exception {
    URI api = Features.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    String exports;
    try (JarFile jar = new JarFile(api.getPath())) {
      exports = jar.getManifest().getMainAttributes().getValue("Export-Package");
    }
    var version =
        Pattern.compile("io\\.vedette\\.api\\.feature;version=\"([^\"]+)\"").matcher(exports);
    assertThat(version.find()).isTrue();

    Properties fixed = new Properties();
    try (InputStream in = FrameworkProperties.class.getResourceAsStream("framework.properties")) {
      fixed.load(in);
    }
    assertThat(fixed.getProperty("org.osgi.framework.system.packages.extra"))
        .contains(version.group());
  }
}
