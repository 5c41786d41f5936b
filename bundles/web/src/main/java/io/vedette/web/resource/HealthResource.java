package io.vedette.web.resource;

import io.vedette.api.live.LiveEngine;
import io.vedette.api.recording.RecordingStore;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Json;
import io.vedette.web.http.Router;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether all is well, in words that tell a stranger nothing of the site. */
final class HealthResource {
  /** Time in which parts may be missing without it being a fault. */
  private static final Duration STARTING = Duration.ofMinutes(1);

  /** Without these nothing works; the others are features that need not be installed. */
  private static final List<String> REQUIRED = List.of("accounts", "cameras", "streams");

  private final Parts parts;
  private final OwnProcess process;

  HealthResource(Parts parts, OwnProcess process, Router router) {
    this.parts = parts;
    this.process = process;
    router.open("GET", "/api/v1/health", this::show);
  }

  private void show(Exchange exchange) throws IOException {
    Map<String, String> checks = checks();
    boolean missing = REQUIRED.stream().anyMatch(part -> checks.get(part).equals("absent"));
    boolean failing = checks.containsValue("failing");
    String status =
        missing && process.uptime().compareTo(STARTING) < 0
            ? "starting"
            : missing || failing ? "degraded" : "up";
    if (!status.equals("up")) {
      exchange.response().setHeader("Retry-After", "2");
    }
    exchange.json(
        status.equals("up") ? 200 : 503,
        Json.object()
            .with("status", status)
            .with("version", process.version())
            .with("checks", checks));
  }

  /** Part → up, absent or failing. */
  private Map<String, String> checks() {
    Map<String, String> checks = new LinkedHashMap<>();
    parts.presence().forEach((part, here) -> checks.put(part, here ? "up" : "absent"));
    Optional<RecordingStore> recordings = parts.recordingsIfAny();
    if (recordings.isPresent()) {
      boolean disksOk = recordings.get().disks().stream().allMatch(d -> d.state().equals("ok"));
      checks.put("disks", disksOk ? "up" : "failing");
    }
    List<LiveEngine> engines = parts.live().all();
    if (!engines.isEmpty() && engines.stream().noneMatch(LiveEngine::isHealthy)) {
      checks.put("live", "failing");
    }
    return checks;
  }
}
