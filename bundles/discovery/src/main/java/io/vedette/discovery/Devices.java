package io.vedette.discovery;

import io.vedette.api.discovery.FoundCamera;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Sightings merged to one row per device: those that share an identity (MAC address, serial number,
 * endpoint) or a host are one. Thread-safe.
 */
final class Devices {
  /** Against a network full of made-up devices. */
  private static final int MAX = 1000;

  /** Best first: what tells most and does most with the camera. */
  private static final List<String> DRIVERS = List.of("onvif", "dvrip", "dvr", "rtsp");

  private final List<Device> devices = new ArrayList<>(); // guarded by this

  /**
   * One device.
   *
   * @param camera merged sightings
   * @param hosts at which it was seen, lower case; on loopback with ports
   * @param via ways that saw it
   * @param rank of the sighting that driver and address come from, 0 is best
   */
  record Device(FoundCamera camera, Set<String> hosts, Set<String> via, int rank) {
    /** True if an address leads to it. */
    boolean isAt(URI address) {
      return address.getHost() != null && hosts.contains(place(address));
    }

    /** Loopback has many devices at one host, told apart by their ports. */
    private static String place(URI address) {
      String host = address.getHost().toLowerCase(Locale.ROOT);
      boolean loopback =
          host.startsWith("127.") || host.equals("localhost") || host.equals("[::1]");
      return loopback ? host + ":" + address.getPort() : host;
    }

    private boolean isSame(Device other) {
      return camera.identities().stream().anyMatch(other.camera.identities()::contains)
          || hosts.stream().anyMatch(other.hosts::contains);
    }

    private Device with(Device other) {
      boolean mine = rank <= other.rank;
      FoundCamera best = mine ? camera : other.camera;
      FoundCamera rest = mine ? other.camera : camera;
      return new Device(
          new FoundCamera(
              best.driver(),
              best.address(),
              either(best.name(), rest.name()),
              either(best.vendor(), rest.vendor()),
              either(best.model(), rest.model()),
              either(best.serial(), rest.serial()),
              union(best.identities(), rest.identities())),
          union(hosts, other.hosts),
          union(via, other.via),
          Math.min(rank, other.rank));
    }
  }

  synchronized void add(String via, FoundCamera seen) {
    if (devices.size() >= MAX) {
      return;
    }
    Device device =
        new Device(seen, Set.of(Device.place(seen.address())), Set.of(via), rank(via, seen));
    // One sighting may show that two rows are one device.
    for (Device known : List.copyOf(devices)) {
      if (known.isSame(device)) {
        devices.remove(known);
        device = known.with(device);
      }
    }
    devices.add(device);
  }

  /** All, by address. */
  synchronized List<Device> all() {
    return devices.stream()
        .sorted(Comparator.comparing(d -> d.camera().address().toString()))
        .toList();
  }

  /** By driver; then mDNS last: that a camera speaks ONVIF, and where, is our guess there. */
  private static int rank(String via, FoundCamera camera) {
    int driver = 1 + DRIVERS.indexOf(camera.driver()); // a vendor's own knows its cameras best
    return 2 * driver + (via.equals("mdns") ? 1 : 0);
  }

  private static String either(String one, String other) {
    return one.isEmpty() ? other : one;
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    return Stream.concat(one.stream(), other.stream())
        .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
  }
}
