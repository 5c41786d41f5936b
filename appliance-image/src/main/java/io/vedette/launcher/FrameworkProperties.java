package io.vedette.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Properties of the framework: those of {@code framework.properties} and what the options say. */
final class FrameworkProperties {
  private FrameworkProperties() {}

  static Map<String, Object> of(RunOptions options, Home home, Path storage, HttpsKey.Store https)
      throws IOException {
    Map<String, Object> properties = new HashMap<>();
    fixed().forEach((key, value) -> properties.put(key.toString(), value));
    properties.put("vedette.home", home.folder().toString());
    properties.put("org.osgi.framework.storage", storage.toString());
    properties.put("felix.cm.dir", home.folder("config").toString());
    properties.put("felix.log.logger", new FrameworkLog());

    properties.put("org.osgi.service.http.port", Integer.toString(options.httpPort()));
    properties.put(
        "org.apache.felix.https.enable", Boolean.toString(options.httpsPort().isPresent()));
    options
        .httpsPort()
        .ifPresent(
            port -> properties.put("org.osgi.service.http.port.secure", Integer.toString(port)));
    options.bind().ifPresent(address -> properties.put("org.apache.felix.http.host", address));
    properties.put("org.apache.felix.https.keystore", https.file().toString());
    properties.put("org.apache.felix.https.keystore.password", https.password());
    properties.put("org.apache.felix.https.keystore.key.password", https.password());

    // Configurations always; bundles only on demand, since nothing checks their signatures yet.
    String watched = home.folder("conf").toString();
    if (options.allowUnsignedPlugins()) {
      watched += "," + home.folder("plugins");
    }
    properties.put("felix.fileinstall.dir", watched);
    properties.put("felix.fileinstall.tmpdir", home.folder("tmp").toString());
    properties.put("gosh.args", options.shell() ? "" : "--nointeractive");
    return properties;
  }

  /** Version of this installation. */
  static String version() throws IOException {
    return fixed().getProperty("vedette.version");
  }

  private static Properties fixed() throws IOException {
    Properties fixed = new Properties();
    try (InputStream in = FrameworkProperties.class.getResourceAsStream("framework.properties")) {
      fixed.load(in);
    }
    return fixed;
  }
}
