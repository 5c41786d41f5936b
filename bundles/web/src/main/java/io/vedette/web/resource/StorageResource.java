package io.vedette.web.resource;

import io.vedette.api.access.Role;
import io.vedette.api.recording.DiskStatus;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Json;
import io.vedette.web.http.Router;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The disks that are recorded to. */
final class StorageResource {
  private static final double SECONDS_PER_DAY = 86_400;

  private final Parts parts;

  StorageResource(Parts parts, Router router) {
    this.parts = parts;
    router.add(Role.VIEWER, "GET", "/api/v1/storage", this::show);
  }

  private void show(Exchange exchange) throws IOException {
    List<DiskStatus> disks = parts.recordings().disks();
    exchange.json(
        Json.object()
            .with("disks", disks.stream().map(StorageResource::write).toList())
            .with("estimatedDays", estimatedDays(disks)));
  }

  private static Json write(DiskStatus disk) {
    return Json.object()
        .with("path", disk.path().toString())
        .with("size", disk.sizeBytes())
        .with("used", disk.usedBytes())
        .with("reserve", disk.reserveBytes())
        .with("writeMBps", Math.round(disk.writeBytesPerSecond() / 1e4) / 100.0)
        .with("state", disk.state())
        .with("detail", Optional.of(disk.detail()).filter(d -> !d.isEmpty()))
        .with("oldest", disk.oldest());
  }

  /** How long all disks together last at the present rate; empty while nothing is written. */
  private static Optional<Double> estimatedDays(List<DiskStatus> disks) {
    long bytes = disks.stream().mapToLong(d -> d.sizeBytes() - d.reserveBytes()).sum();
    long rate = disks.stream().mapToLong(DiskStatus::writeBytesPerSecond).sum();
    return rate > 0
        ? Optional.of(Math.round(bytes / (rate * SECONDS_PER_DAY) * 10) / 10.0)
        : Optional.empty();
  }
}
