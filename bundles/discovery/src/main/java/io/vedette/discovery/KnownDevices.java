package io.vedette.discovery;

import io.vedette.api.camera.Camera;
import io.vedette.api.camera.CameraControl;
import io.vedette.api.driver.CameraConnection;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of our cameras a found device is: one with the same MAC address or serial number, or one at
 * the same host. The numbers are those that cameras told while they were connected, kept in a file,
 * so that one which came back at another address is known, also after a power cut for all.
 * Thread-safe.
 */
final class KnownDevices {
  private static final Logger LOG = LoggerFactory.getLogger(KnownDevices.class);

  /** Shorter numbers ("0", "1") are what firmware tells that has none. */
  private static final int PROOF_LENGTH = 6;

  private final CameraControl control;
  private final Path file;
  private final Map<String, Set<String>> identities = new TreeMap<>(); // by id; guarded by this
  private Set<String> away = Set.of(); // ids, when last asked; guarded by this

  /**
   * @param file of the numbers; made when there are some
   */
  KnownDevices(CameraControl control, Path file) {
    this.control = control;
    this.file = file;
    Properties kept = new Properties();
    try (Reader in = Files.exists(file) ? Files.newBufferedReader(file) : Reader.nullReader()) {
      kept.load(in);
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("{} cannot be read; cameras tell again who they are: {}", file, e.getMessage());
    }
    for (String id : kept.stringPropertyNames()) {
      identities.put(id, Set.of(kept.getProperty(id).split("\n")));
    }
  }

  /**
   * Asks the cameras who they are, all at once; those that do not answer in time keep what they
   * told before.
   */
  void learn(List<Camera> cameras, Duration patience) throws InterruptedException {
    Set<String> ids = cameras.stream().map(Camera::id).collect(Collectors.toSet());
    Map<String, Set<String>> told =
        AtOnce.ask(
            ids, patience, id -> Identities.of(control.ask(id, CameraConnection::info).serial()));
    Set<String> silent = new TreeSet<>(ids);
    silent.removeAll(told.keySet()); // they may be those that are found elsewhere
    told.values().removeIf(Set::isEmpty);
    synchronized (this) {
      Map<String, Set<String>> before = new TreeMap<>(identities);
      away = silent;
      identities.putAll(told);
      identities.keySet().retainAll(ids);
      if (!before.equals(identities)) {
        keep();
      }
    }
  }

  private void keep() {
    Properties all = new Properties();
    identities.forEach((id, mine) -> all.setProperty(id, String.join("\n", mine)));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (Writer out = Files.newBufferedWriter(fresh)) {
        all.store(out, "MAC addresses and serial numbers that cameras told, by id");
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} cannot be written: {}", file, e.getMessage());
    }
  }

  /** True if one that is wanted, and would be known elsewhere, did not answer when last asked. */
  synchronized boolean misses(List<Camera> cameras) {
    return cameras.stream()
        .anyMatch(c -> c.enabled() && away.contains(c.id()) && identities.containsKey(c.id()));
  }

  /** The enabled cameras that did not answer when last asked and are the device by its numbers. */
  synchronized List<Camera> away(Devices.Device device, List<Camera> cameras) {
    Set<String> seen = device.camera().identities();
    return cameras.stream()
        .filter(c -> c.enabled() && away.contains(c.id()))
        .filter(
            c ->
                identities.getOrDefault(c.id(), Set.of()).stream()
                    .anyMatch(mine -> mine.length() >= PROOF_LENGTH && seen.contains(mine)))
        .toList();
  }

  /** The camera that the device is added as. */
  synchronized Optional<Camera> find(Devices.Device device, List<Camera> cameras) {
    Set<String> seen = device.camera().identities();
    return cameras.stream()
        .filter(c -> identities.getOrDefault(c.id(), Set.of()).stream().anyMatch(seen::contains))
        .findFirst()
        .or(() -> cameras.stream().filter(c -> device.isAt(c.address().main())).findFirst());
  }
}
