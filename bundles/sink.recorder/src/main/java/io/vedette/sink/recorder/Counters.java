package io.vedette.sink.recorder;

import io.vedette.api.recording.Written;
import java.util.concurrent.atomic.LongAdder;

/** What the recorder asked of the operating system since it began. Thread-safe. */
final class Counters {
  private final LongAdder writeCalls = new LongAdder();
  private final LongAdder bytesWritten = new LongAdder();
  private final LongAdder syncs = new LongAdder();
  private final LongAdder units = new LongAdder();
  private final LongAdder unitBytes = new LongAdder();

  void written(long bytes) {
    writeCalls.increment();
    bytesWritten.add(bytes);
  }

  void synced() {
    syncs.increment();
  }

  void recorded(int sizeBytes) {
    units.increment();
    unitBytes.add(sizeBytes);
  }

  long bytesWritten() {
    return bytesWritten.sum();
  }

  /** Units in files; their payload. */
  long units() {
    return units.sum();
  }

  long unitBytes() {
    return unitBytes.sum();
  }

  /** All of it now. */
  Written now() {
    return new Written(
        units.sum(), unitBytes.sum(), writeCalls.sum(), bytesWritten.sum(), syncs.sum());
  }

  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "%d units of %d bytes in %d write calls of %d bytes (%.4f written per byte), %d syncs",
        units.sum(),
        unitBytes.sum(),
        writeCalls.sum(),
        bytesWritten.sum(),
        unitBytes.sum() == 0 ? 0 : (double) bytesWritten.sum() / unitBytes.sum(),
        syncs.sum());
  }
}
