package io.vedette.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** An installation made for a test: real bundles for core, and bundles made here. */
final class TestDistribution {
  /** The built one. */
  static final Path REAL = Path.of("target", "vedette").toAbsolutePath();

  private final Path folder;

  TestDistribution(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("features"));
    Files.createDirectories(folder.resolve("repository"));
    Files.createSymbolicLink(folder.resolve("repository/org"), REAL.resolve("repository/org"));
    String core = Files.readString(REAL.resolve("features/core.json"));
    StringBuilder list = new StringBuilder();
    for (String line : core.split("\n")) {
      if (!line.contains("io.vedette:")
          && !line.contains("xerial")
          && !line.contains("bouncycastle")
          && !line.contains("gogo")) {
        list.append(line).append('\n');
      }
    }
    int last = list.lastIndexOf("},");
    Files.writeString(
        folder.resolve("features/core.json"), list.replace(last, last + 2, "}").toString());
  }

  Path folder() {
    return folder;
  }

  /** Adds the list of a feature that nobody has by default. */
  TestDistribution feature(String name, String... artifacts) throws IOException {
    List<String> bundles =
        List.of(artifacts).stream()
            .map(a -> "{\"id\": \"test:" + a + ":1.0.0\", \"start-order\": \"20\"}")
            .toList();
    Files.writeString(
        folder.resolve("features").resolve(name + ".json"),
        "{\"feature-resource-version\": \"1.0\", \"id\": \"test.features:"
            + name
            + ":1.0.0\", \"bundles\": ["
            + String.join(",", bundles)
            + "],"
            + "\"configurations\": {\"test."
            + name
            + "\": {\"from\": \"feature\"}}}");
    return this;
  }

  /** Adds an empty bundle with these headers more. */
  TestDistribution bundle(String artifact, Map<String, String> headers) throws IOException {
    Path file =
        folder
            .resolve("repository/test")
            .resolve(artifact)
            .resolve("1.0.0")
            .resolve(artifact + "-1.0.0.jar");
    Files.createDirectories(file.getParent());
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", "test." + artifact);
    main.putValue("Bundle-Version", "1.0.0");
    headers.forEach(main::putValue);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      String activator = headers.get("Bundle-Activator");
      if (activator != null) {
        String path = activator.replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(path));
        try (InputStream in = TestDistribution.class.getClassLoader().getResourceAsStream(path)) {
          in.transferTo(jar);
        }
      }
    }
    return this;
  }
}
