package io.vedette.web.resource;

import io.vedette.api.access.Role;
import io.vedette.api.camera.Camera;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamStatus;
import io.vedette.media.Track;
import io.vedette.media.VideoConfig;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Json;
import io.vedette.web.http.Router;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a camera's streams are. */
final class CameraStatusResource {
  private final Parts parts;

  CameraStatusResource(Parts parts, Router router) {
    this.parts = parts;
    router.add(Role.VIEWER, "GET", "/api/v1/cameras/{camera}/status", this::show);
  }

  private void show(Exchange exchange) throws IOException {
    Camera camera = CamerasResource.find(parts, exchange);
    Map<String, Json> streams = new LinkedHashMap<>();
    new TreeMap<>(parts.cameras().status(camera.id()))
        .forEach(
            (profile, status) -> streams.put(profile.id(), write(camera.id(), profile, status)));
    exchange.json(Json.object().with("streams", streams));
  }

  private Json write(String camera, Profile profile, StreamStatus status) {
    Optional<VideoConfig> video =
        status.tracks().stream()
            .map(Track::config)
            .filter(VideoConfig.class::isInstance)
            .map(VideoConfig.class::cast)
            .findFirst();
    boolean live = status.state() == StreamStatus.State.LIVE;
    return Json.object()
        .with("state", id(status.state()))
        .orNull("codec", video.map(VideoConfig::codecName)) // null until the first picture came
        .orNull("width", video.map(VideoConfig::width))
        .orNull("height", video.map(VideoConfig::height))
        .with("fps", live ? Math.round(status.fps() * 10) / 10.0 : 0.0)
        .with("bitrateKbps", live ? status.bitrateKbps() : 0)
        .with("audio", audio(status))
        .with("since", status.since())
        .with("reconnects", status.reconnects())
        .with("lostUnits", status.lostUnits())
        .with("clockOffsetSeconds", status.clockOffset().map(d -> d.toMillis() / 1000.0))
        .with("lastError", status.lastError())
        .with(
            "recording",
            parts.recordingsIfAny().map(r -> r.isRecording(camera, profile)).orElse(false));
  }

  private static String audio(StreamStatus status) {
    return status.tracks().stream()
        .filter(track -> !track.isVideo())
        .map(track -> track.config().codecName())
        .findFirst()
        .orElse("none");
  }

  static String id(StreamStatus.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
