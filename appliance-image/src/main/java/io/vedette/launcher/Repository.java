package io.vedette.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureBundle;
import org.osgi.service.feature.FeatureService;
import org.osgi.service.feature.ID;

/**
 * What this installation can run: feature lists in {@code features/*.json}, bundles in Maven layout
 * below {@code repository/}. Read only, never the network.
 */
final class Repository {
  private final Path bundles;
  private final Map<String, Feature> features = new TreeMap<>();

  /**
   * @param folder with {@code features} and {@code repository}
   * @throws IOException if a list cannot be read; the message names the file
   */
  Repository(Path folder) throws IOException {
    this.bundles = folder.resolve("repository");
    FeatureService json =
        ServiceLoader.load(FeatureService.class, Repository.class.getClassLoader())
            .findFirst()
            .orElseThrow();
    try (DirectoryStream<Path> lists =
        Files.newDirectoryStream(folder.resolve("features"), "*.json")) {
      for (Path list : lists) {
        try (Reader in = Files.newBufferedReader(list)) {
          Feature feature = json.readFeature(in);
          features.put(feature.getID().getArtifactId(), feature);
        } catch (IOException | RuntimeException e) {
          throw new IOException(list + " is not a feature list: " + e.getMessage(), e);
        }
      }
    }
  }

  /** By short name, sorted. */
  Map<String, Feature> features() {
    return Collections.unmodifiableMap(features);
  }

  /** Names of the features that run when nobody says otherwise. */
  List<String> defaults() {
    return features.values().stream()
        .filter(f -> f.getCategories().contains("default"))
        .map(f -> f.getID().getArtifactId())
        .toList();
  }

  /**
   * @throws IOException if there is no such feature, or one of its bundles is not in the folder
   */
  Feature complete(String name) throws IOException {
    Feature feature = features.get(name);
    if (feature == null) {
      throw new IOException(
          "there is no feature " + name + "; there are " + String.join(", ", features.keySet()));
    }
    for (FeatureBundle bundle : feature.getBundles()) {
      if (!Files.isRegularFile(file(bundle.getID()))) {
        throw new IOException(
            "feature " + name + " needs " + bundle.getID() + ", which is not in " + bundles);
      }
    }
    return feature;
  }

  Path file(ID id) {
    String name =
        id.getArtifactId()
            + "-"
            + id.getVersion()
            + id.getClassifier().map(c -> "-" + c).orElse("")
            + ".jar";
    return bundles
        .resolve(id.getGroupId().replace('.', '/'))
        .resolve(id.getArtifactId())
        .resolve(id.getVersion())
        .resolve(name);
  }

  /**
   * A sum over the jar's directory of entries: tells builds of one version apart without reading
   * them.
   */
  String sum(ID id) throws IOException {
    CRC32 sum = new CRC32();
    try (ZipFile jar = new ZipFile(file(id).toFile())) {
      jar.stream().forEach(entry -> add(sum, entry));
    }
    return Long.toHexString(sum.getValue());
  }

  private static void add(CRC32 sum, ZipEntry entry) {
    long crc = entry.getCrc();
    for (int shift = 0; shift < 32; shift += 8) {
      sum.update((int) (crc >> shift));
    }
  }
}
