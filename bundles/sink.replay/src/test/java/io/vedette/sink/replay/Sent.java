package io.vedette.sink.replay;

import static io.vedette.sink.replay.MemoryRecording.T0;

import io.vedette.api.stream.StreamHub.StreamWriter;
import io.vedette.media.AccessUnit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a camera's viewers would get. */
final class Sent implements StreamWriter {
  final List<AccessUnit> units = new ArrayList<>();
  final List<AccessUnit> all = new ArrayList<>();
  int flushes;
  int readers = 1;

  @Override
  public void append(AccessUnit unit) {
    units.add(unit);
    all.add(unit);
  }

  @Override
  public void flush() {
    flushes++;
  }

  @Override
  public int readers() {
    return readers;
  }

  @Override
  public void close() {}

  /** Recorded seconds of the pictures since the last call. */
  List<Double> take() {
    List<Double> seconds =
        units.stream()
            .filter(u -> u.track().isVideo())
            .map(u -> Duration.between(T0, u.received()).toMillis() / 1000.0)
            .toList();
    units.clear();
    return seconds;
  }
}
