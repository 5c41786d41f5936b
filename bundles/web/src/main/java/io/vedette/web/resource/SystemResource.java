package io.vedette.web.resource;

import io.vedette.api.access.Role;
import io.vedette.api.live.LiveEngine;
import io.vedette.api.live.LiveEngine.ServerStatus;
import io.vedette.api.restream.Restream;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Json;
import io.vedette.web.http.Router;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Version, uptime, memory, and which engines show pictures. */
final class SystemResource {
  private final Parts parts;
  private final OwnProcess process;

  SystemResource(Parts parts, OwnProcess process, Router router) {
    this.parts = parts;
    this.process = process;
    router.add(Role.VIEWER, "GET", "/api/v1/system", this::show);
  }

  private void show(Exchange exchange) throws IOException {
    exchange.json(
        Json.object()
            .with("version", process.version())
            .with("time", process.clock().instant())
            .with("started", process.started())
            .with("uptimeSeconds", process.uptime().toSeconds())
            .with("java", Runtime.version().toString())
            .with(
                "memory",
                Json.object()
                    .with("rss", OwnProcess.rssBytes())
                    .with("heapUsed", OwnProcess.heapUsedBytes())
                    .with("heapMax", OwnProcess.heapMaxBytes()))
            .with("threads", OwnProcess.threads())
            .with("cpuSeconds", OwnProcess.cpuSeconds())
            .with("live", live(parts.live()))
            .with("replays", parts.replaysIfAny().map(r -> r.ids().size()).orElse(0))
            .with("transcoders", parts.transcoders())
            .with("restream", parts.restreamIfAny().map(SystemResource::restream)));
  }

  /** Without a port while another program has it. */
  private static Json restream(Restream server) {
    return Json.object().with("port", server.port()).with("clients", server.clients().size());
  }

  private static Json live(LiveEngines engines) {
    Json live =
        Json.object()
            .with("engine", engines.chosen().map(LiveEngine::name))
            .with(
                "engines",
                engines.all().stream()
                    .map(
                        e ->
                            Json.object()
                                .with("name", e.name())
                                .with("healthy", e.isHealthy())
                                .with("viewers", e.viewers().size()))
                    .toList());
    for (LiveEngine engine : engines.all()) {
      List<ServerStatus> servers = engine.servers();
      if (!servers.isEmpty()) {
        live.with(engine.name(), servers.stream().map(SystemResource::server).toList());
      }
    }
    return live;
  }

  private static Json server(ServerStatus server) {
    return Json.object()
        .with("uri", server.uri())
        .with("state", server.state().name().toLowerCase(Locale.ROOT))
        .with("sessions", server.sessions());
  }
}
