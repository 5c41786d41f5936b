package io.vedette.discovery;

import io.vedette.api.discovery.FoundCamera;
import io.vedette.discovery.MdnsCameras.Service;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Services of one search as JmDNS resolves them: several times, first without an address, then
 * without the text, which may come 70 ms later and may be gone the next time. The text tells a
 * recorder like this one from a camera, and the path of a stream: who has told none is waited for
 * until the end. Thread-safe.
 */
final class MdnsSightings {
  private final Map<String, Service> seen = new ConcurrentHashMap<>(); // by type and name
  private final Consumer<FoundCamera> found;

  MdnsSightings(Consumer<FoundCamera> found) {
    this.found = found;
  }

  void resolved(Service service) {
    boolean told = !service.text().isEmpty();
    seen.merge(
        service.type() + " " + service.name(),
        service,
        (old, fresh) -> told || old.text().isEmpty() && !fresh.addresses().isEmpty() ? fresh : old);
    if (told) {
      MdnsCameras.camera(service).ifPresent(found);
    }
  }

  /** The search is over: those that have no text count, too. */
  void end() {
    seen.values().stream()
        .filter(service -> service.text().isEmpty())
        .forEach(service -> MdnsCameras.camera(service).ifPresent(found));
  }
}
