package io.vedette.sink.recorder;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Key pictures of one segment: wall time in milliseconds and the offset of the fragment that begins
 * with it. Immutable; at most a few dozen entries. As a blob 12 bytes each.
 */
final class KeyTable {
  static final KeyTable EMPTY = new KeyTable(new long[0], new long[0]);
  private static final int ENTRY_BYTES = 12;

  private final long[] walls; // ascending
  private final long[] offsets;

  private KeyTable(long[] walls, long[] offsets) {
    this.walls = walls;
    this.offsets = offsets;
  }

  KeyTable with(long wallMs, long offset) {
    int size = walls.length;
    long[] moreWalls = Arrays.copyOf(walls, size + 1);
    long[] moreOffsets = Arrays.copyOf(offsets, size + 1);
    moreWalls[size] = wallMs;
    moreOffsets[size] = offset;
    return new KeyTable(moreWalls, moreOffsets);
  }

  int size() {
    return walls.length;
  }

  long wallMs(int index) {
    return walls[index];
  }

  long offset(int index) {
    return offsets[index];
  }

  /** Index of the newest key at or before a wall time. */
  OptionalInt atOrBefore(long wallMs) {
    int found = Arrays.binarySearch(walls, wallMs);
    int index = found >= 0 ? found : -found - 2;
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /** Index of the oldest key at or after a wall time. */
  OptionalInt atOrAfter(long wallMs) {
    int found = Arrays.binarySearch(walls, wallMs);
    int index = found >= 0 ? found : -found - 1;
    return index == walls.length ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /** Per key: milliseconds after {@code startMs} (32 bits) and offset (64 bits). */
  byte[] toBlob(long startMs) {
    ByteBuffer blob = ByteBuffer.allocate(ENTRY_BYTES * walls.length);
    for (int i = 0; i < walls.length; i++) {
      blob.putInt((int) (walls[i] - startMs)).putLong(offsets[i]);
    }
    return blob.array();
  }

  static KeyTable ofBlob(byte[] bytes, long startMs) {
    ByteBuffer blob = ByteBuffer.wrap(bytes);
    int size = bytes.length / ENTRY_BYTES;
    long[] walls = new long[size];
    long[] offsets = new long[size];
    for (int i = 0; i < size; i++) {
      walls[i] = startMs + blob.getInt();
      offsets[i] = blob.getLong();
    }
    return new KeyTable(walls, offsets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyTable that
        && Arrays.equals(walls, that.walls)
        && Arrays.equals(offsets, that.offsets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(walls) * 31 + Arrays.hashCode(offsets);
  }

  @Override
  public String toString() {
    return walls.length + " keys " + Arrays.toString(offsets);
  }
}
