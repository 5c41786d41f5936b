package io.vedette.mp4;

import io.vedette.media.G711Config;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects the parts of a file that are not its head; slices that touch become one. */
final class Parts {
  private final List<Part> list = new ArrayList<>();
  private long size;

  /** Bytes of a file. Like all that add: returns where they begin, from the begin of the first. */
  long add(Path file, long offset, long length) {
    if (!list.isEmpty()
        && list.get(list.size() - 1) instanceof Part.Slice last
        && last.file().equals(file)
        && last.offset() + last.length() == offset) {
      list.set(list.size() - 1, new Part.Slice(file, last.offset(), last.length() + length));
      size += length;
      return size - length;
    }
    return add(new Part.Slice(file, offset, length));
  }

  long add(ByteBuffer bytes) {
    return add(new Part.Memory(bytes));
  }

  long add(Path file, long offset, G711Config config, FlacRun run) {
    return add(new Part.Sound(file, offset, config, run, run.sizeBytes()));
  }

  private long add(Part part) {
    list.add(part);
    size += part.length();
    return size - part.length();
  }

  List<Part> list() {
    return list;
  }

  long sizeBytes() {
    return size;
  }
}
