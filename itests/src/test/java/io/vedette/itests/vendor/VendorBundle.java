package io.vedette.itests.vendor;

import io.vedette.testkit.Clip;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Packs {@link ClockworkDriver} as a bundle. */
public final class VendorBundle {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Manifest-Version", "1.0",
          "Bundle-ManifestVersion", "2",
          "Bundle-SymbolicName", "com.example.clockwork",
          "Bundle-Version", "1.0.0",
          "Bundle-Activator", ClockworkDriver.class.getName(),
          "Import-Package",
              "org.osgi.framework,io.vedette.media,io.vedette.api.driver,io.vedette.api.stream");

  private static final List<String> CONTENT =
      List.of(
          "io/vedette/itests/vendor/ClockworkDriver.class",
          "io/vedette/itests/vendor/ClockworkDriver$Connection.class",
          "io/vedette/itests/vendor/ClockworkDriver$Feed.class",
          "io/vedette/testkit/Clip.class",
          "io/vedette/testkit/Clip$1.class", // of its switch, by javac
          "io/vedette/testkit/Clip$Scene.class",
          "io/vedette/testkit/clips/street-sub.h264");

  private VendorBundle() {}

  /** Puts the bundle into a folder under its name at once, as a careful copy does. */
  public static Path drop(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path hidden = Files.createTempFile(folder.getParent(), "vendor", ".jar");
    Manifest manifest = new Manifest();
    HEADERS.forEach(manifest.getMainAttributes()::putValue);
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(hidden), manifest)) {
      for (String name : CONTENT) {
        jar.putNextEntry(new JarEntry(name));
        Class<?> owner = name.startsWith("io/vedette/testkit") ? Clip.class : VendorBundle.class;
        try (InputStream in = owner.getResourceAsStream("/" + name)) {
          in.transferTo(jar);
        }
      }
    }
    return Files.move(
        hidden, folder.resolve("clockwork-1.0.0.jar"), StandardCopyOption.ATOMIC_MOVE);
  }
}
