package io.vedette.web.resource;

import io.vedette.api.access.Role;
import io.vedette.api.discovery.Discovery;
import io.vedette.api.discovery.FoundCamera;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Json;
import io.vedette.web.http.Router;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Searching the network for cameras. */
final class DiscoveryResource {
  private final Parts parts;

  DiscoveryResource(Parts parts, Router router) {
    this.parts = parts;
    router.add(Role.OPERATOR, "POST", "/api/v1/discovery", this::start);
    router.add(Role.OPERATOR, "GET", "/api/v1/discovery", this::show);
  }

  /** Starts a search; one that runs already goes on. */
  private void start(Exchange exchange) throws IOException {
    parts.discovery().start();
    exchange.json(202, state());
  }

  private void show(Exchange exchange) throws IOException {
    exchange.json(state());
  }

  private Json state() {
    Discovery discovery = parts.discovery();
    boolean running = discovery.isRunning(); // before the list: what it says is over is complete
    List<Json> found = discovery.found().stream().map(DiscoveryResource::write).toList();
    return Json.object().with("running", running).with("found", found);
  }

  private static Json write(Discovery.Found found) {
    FoundCamera device = found.device();
    return Json.object()
        .with("driver", device.driver())
        .with("address", device.address().toString())
        .with("name", device.name())
        .with("vendor", known(device.vendor()))
        .with("model", known(device.model()))
        .with("serial", known(device.serial()))
        .with("via", found.via().stream().sorted().toList())
        .with("addedAs", found.addedAs())
        .with("moved", found.moved());
  }

  private static Optional<String> known(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
