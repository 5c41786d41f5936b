package io.vedette.mp4;

import io.vedette.media.G711Config;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A stretch of a {@link VirtualFile}; its length is known without reading anything. */
sealed interface Part {
  /** Bytes, at least 1. */
  long length();

  /** Bytes of another file as they are. */
  record Slice(Path file, long offset, long length) implements Part {}

  /** Bytes in memory: the head; parameter sets, shared by all key pictures that need them. */
  record Memory(ByteBuffer bytes) implements Part {
    @Override
    public long length() {
      return bytes.remaining();
    }
  }

  /** G.711 of another file, made FLAC when it is read. */
  record Sound(Path file, long offset, G711Config config, FlacRun run, long length)
      implements Part {}
}
