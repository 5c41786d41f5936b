package io.vedette.mp4;

import java.util.Arrays;

/** Growing array of ints. */
final class IntList {
  private int[] values = new int[64];
  private int size;

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  int get(int index) {
    return values[index];
  }

  void set(int index, int value) {
    values[index] = value;
  }

  int size() {
    return size;
  }

  /** Adds a run-length entry (count, value), or lengthens the last one. */
  void addRun(int value) {
    if (size > 0 && values[size - 1] == value) {
      values[size - 2]++;
    } else {
      add(1);
      add(value);
    }
  }
}
