package io.vedette.web.resource;

import static io.vedette.api.live.LiveEngine.ServerState.UP;

import io.vedette.api.access.Role;
import io.vedette.api.camera.Camera;
import io.vedette.api.live.LiveEngine;
import io.vedette.api.live.LiveEngine.ServerStatus;
import io.vedette.api.recording.DiskStatus;
import io.vedette.api.recording.RecordingStore;
import io.vedette.api.recording.Written;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamStatus;
import io.vedette.web.http.Callers;
import io.vedette.web.http.Dispatcher;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Router;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Figures for Prometheus: to an administrator's token, or to this machine itself. */
final class MetricsResource {
  private final Parts parts;
  private final OwnProcess process;

  private record Stream(String camera, Profile profile, StreamStatus status) {
    String[] labels() {
      return new String[] {"camera", camera, "stream", profile.id()};
    }
  }

  MetricsResource(Parts parts, OwnProcess process, Router router) {
    this.parts = parts;
    this.process = process;
    router.open("GET", "/metrics", this::show);
  }

  private void show(Exchange exchange) throws IOException {
    if (!isLocal(exchange.request())) {
      Dispatcher.require(Callers.of(exchange.request(), parts.accounts()), Role.ADMIN);
    }
    MetricsText text = new MetricsText();
    process(text);
    streams(text);
    disks(text);
    written(text);
    viewers(text);
    mediaServers(text);
    exchange.send(
        200,
        "text/plain; version=0.0.4; charset=utf-8",
        text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** True for a request from this machine that no proxy passed on for somebody else. */
  private static boolean isLocal(HttpServletRequest request) throws IOException {
    return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()
        && request.getHeader("X-Forwarded-For") == null
        && request.getHeader("Forwarded") == null;
  }

  private void process(MetricsText text) {
    text.metric("vedette_build_info", "gauge", "Version of Vedette; always 1")
        .sample("vedette_build_info", 1, "version", process.version());
    text.metric("vedette_uptime_seconds", "gauge", "Time since the web came up")
        .sample("vedette_uptime_seconds", process.uptime().toMillis() / 1000.0);
    OwnProcess.cpuSeconds()
        .ifPresent(
            cpu ->
                text.metric("process_cpu_seconds_total", "counter", "Processor time used")
                    .sample("process_cpu_seconds_total", cpu));
    OwnProcess.rssBytes()
        .ifPresent(
            rss ->
                text.metric("process_resident_memory_bytes", "gauge", "Resident memory")
                    .sample("process_resident_memory_bytes", rss));
    text.metric("jvm_heap_used_bytes", "gauge", "Java heap in use")
        .sample("jvm_heap_used_bytes", OwnProcess.heapUsedBytes());
    text.metric("jvm_gc_seconds_total", "counter", "Time that garbage collections took")
        .sample("jvm_gc_seconds_total", OwnProcess.gcSeconds());
    text.metric("jvm_threads", "gauge", "Threads").sample("jvm_threads", OwnProcess.threads());
  }

  private void streams(MetricsText text) {
    if (parts.camerasIfAny().isEmpty()) {
      return;
    }
    List<Stream> streams = new ArrayList<>();
    for (Camera camera : parts.cameras().cameras()) {
      parts
          .cameras()
          .status(camera.id())
          .forEach((profile, status) -> streams.add(new Stream(camera.id(), profile, status)));
    }
    text.metric("vedette_stream_live", "gauge", "1 while the camera delivers this stream");
    for (Stream s : streams) {
      boolean live = s.status.state() == StreamStatus.State.LIVE;
      text.sample("vedette_stream_live", live ? 1 : 0, s.labels());
    }
    text.metric("vedette_stream_bits_per_second", "gauge", "Bit rate over the last seconds");
    for (Stream s : streams) {
      text.sample("vedette_stream_bits_per_second", s.status.bitrateKbps() * 1000L, s.labels());
    }
    text.metric("vedette_stream_pictures_per_second", "gauge", "Pictures over the last seconds");
    for (Stream s : streams) {
      text.sample("vedette_stream_pictures_per_second", s.status.fps(), s.labels());
    }
    text.metric("vedette_stream_reconnects_total", "counter", "Runs after the first");
    for (Stream s : streams) {
      text.sample("vedette_stream_reconnects_total", s.status.reconnects(), s.labels());
    }
    text.metric("vedette_stream_lost_units_total", "counter", "Units lost on the way to us");
    for (Stream s : streams) {
      text.sample("vedette_stream_lost_units_total", s.status.lostUnits(), s.labels());
    }
    parts
        .recordingsIfAny()
        .ifPresent(
            store -> {
              text.metric("vedette_stream_recording", "gauge", "1 while it reaches the disk");
              for (Stream s : streams) {
                boolean recording = store.isRecording(s.camera, s.profile);
                text.sample("vedette_stream_recording", recording ? 1 : 0, s.labels());
              }
            });
  }

  private void disks(MetricsText text) {
    List<DiskStatus> disks = parts.recordingsIfAny().map(r -> r.disks()).orElse(List.of());
    if (disks.isEmpty()) {
      return;
    }
    text.metric("vedette_disk_ok", "gauge", "1 while the folder takes recordings");
    for (DiskStatus disk : disks) {
      text.sample("vedette_disk_ok", disk.state().equals("ok") ? 1 : 0, "path", path(disk));
    }
    text.metric("vedette_disk_size_bytes", "gauge", "Size of the file system");
    for (DiskStatus disk : disks) {
      text.sample("vedette_disk_size_bytes", disk.sizeBytes(), "path", path(disk));
    }
    text.metric("vedette_disk_used_bytes", "gauge", "Bytes in use on the file system");
    for (DiskStatus disk : disks) {
      text.sample("vedette_disk_used_bytes", disk.usedBytes(), "path", path(disk));
    }
    text.metric("vedette_disk_write_bytes_per_second", "gauge", "Written over the last minute");
    for (DiskStatus disk : disks) {
      text.sample(
          "vedette_disk_write_bytes_per_second", disk.writeBytesPerSecond(), "path", path(disk));
    }
  }

  private void written(MetricsText text) {
    Optional<Written> written = parts.recordingsIfAny().map(RecordingStore::written);
    if (written.isEmpty()) {
      return;
    }
    text.metric("vedette_recorded_units_total", "counter", "Access units that are in files")
        .sample("vedette_recorded_units_total", written.get().units());
    text.metric("vedette_recorded_unit_bytes_total", "counter", "Payload of these units")
        .sample("vedette_recorded_unit_bytes_total", written.get().unitBytes());
    text.metric("vedette_recording_write_calls_total", "counter", "Calls that wrote to files")
        .sample("vedette_recording_write_calls_total", written.get().writeCalls());
    text.metric("vedette_recording_written_bytes_total", "counter", "Bytes written by them")
        .sample("vedette_recording_written_bytes_total", written.get().bytes());
    text.metric("vedette_recording_syncs_total", "counter", "Times that a file was made durable")
        .sample("vedette_recording_syncs_total", written.get().syncs());
  }

  private static String path(DiskStatus disk) {
    return disk.path().toString();
  }

  private void viewers(MetricsText text) {
    text.metric("vedette_live_viewers", "gauge", "Viewers by WebRTC");
    for (LiveEngine engine : parts.live().all()) {
      text.sample("vedette_live_viewers", engine.viewers().size(), "engine", engine.name());
    }
    text.metric("vedette_replays", "gauge", "Replays that run")
        .sample("vedette_replays", parts.replaysIfAny().map(r -> r.ids().size()).orElse(0));
    text.metric("vedette_transcoders", "gauge", "Streams that are made anew for viewers")
        .sample("vedette_transcoders", parts.transcoders());
    parts
        .restreamIfAny()
        .ifPresent(
            restream ->
                text.metric("vedette_restream_clients", "gauge", "Clients by RTSP")
                    .sample("vedette_restream_clients", restream.clients().size()));
  }

  private record Server(String engine, ServerStatus status) {}

  private void mediaServers(MetricsText text) {
    List<Server> servers = new ArrayList<>();
    for (LiveEngine engine : parts.live().all()) {
      engine.servers().forEach(status -> servers.add(new Server(engine.name(), status)));
    }
    if (servers.isEmpty()) {
      return;
    }
    server(text, servers, "up", "gauge", "1 while it takes viewers", s -> s.state() == UP ? 1 : 0);
    server(text, servers, "sessions", "gauge", "Viewers it has", ServerStatus::sessions);
    server(text, servers, "opened_total", "counter", "Viewers it has had", ServerStatus::opened);
    server(text, servers, "failures_total", "counter", "Times left out", ServerStatus::failures);
    server(
        text,
        servers,
        "feed_restarts_total",
        "counter",
        "Times one of its streams was begun anew",
        ServerStatus::feedRestarts);
    server(
        text,
        servers,
        "transcodings_total",
        "counter",
        "Times it transcoded; there should be none",
        ServerStatus::transcodings);
  }

  private static void server(
      MetricsText text,
      List<Server> servers,
      String figure,
      String type,
      String help,
      ToLongFunction<ServerStatus> value) {
    String name = "vedette_live_server_" + figure;
    text.metric(name, type, "Media server: " + help);
    for (Server server : servers) {
      String uri = server.status.uri();
      text.sample(name, value.applyAsLong(server.status), "engine", server.engine, "server", uri);
    }
  }
}
