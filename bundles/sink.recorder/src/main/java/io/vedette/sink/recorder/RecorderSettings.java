package io.vedette.sink.recorder;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/**
 * What an installation can choose.
 *
 * @param home folder of the index
 * @param folders recorded to; all their file systems share the load
 * @param durability media time that may be lost when the power is cut: how often a file is synced
 * @param reserveBytes kept free on each disk by deleting the oldest segments; negative: 5 % of the
 *     disk, at most 10 GB
 * @param zone of times of day in schedules
 */
record RecorderSettings(
    Path home, List<Path> folders, Duration durability, long reserveBytes, ZoneId zone) {
  /** Longest segment. Ends at the last key picture before. */
  static final Duration SEGMENT = Duration.ofSeconds(60);

  /** Longest fragment: what a crash of the process can cost. */
  static final Duration FRAGMENT = Duration.ofSeconds(2);

  /** A fragment is written early when it has this many bytes: 2 s of 128 Mbit/s. */
  static final int FRAGMENT_BYTES = 32 << 20;

  /** What one stream may hold in memory for a disk that is ill, or an event: 64 s of 4 Mbit/s. */
  static final long HELD_BYTES = 32L << 20;

  RecorderSettings {
    folders = List.copyOf(folders);
  }
}
