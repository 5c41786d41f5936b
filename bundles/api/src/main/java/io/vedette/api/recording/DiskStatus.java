package io.vedette.api.recording;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A folder that is recorded to.
 *
 * @param sizeBytes of its file system
 * @param usedBytes of its file system
 * @param reserveBytes kept free
 * @param writeBytesPerSecond over the last minute
 * @param state {@code ok}, {@code full}, {@code read-only}, {@code missing}, {@code error}
 * @param detail why the state is not ok, or how far its recordings are looked through; else empty
 * @param oldest start of the oldest recording
 */
public record DiskStatus(
    Path path,
    long sizeBytes,
    long usedBytes,
    long reserveBytes,
    long writeBytesPerSecond,
    String state,
    String detail,
    Optional<Instant> oldest) {}
