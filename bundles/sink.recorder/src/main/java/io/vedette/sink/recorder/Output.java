package io.vedette.sink.recorder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is written: the four calls a segment makes, so that tests can let each of them fail.
 */
interface Output extends Closeable {
  /** Writes all remaining bytes. */
  void write(ByteBuffer bytes, long position) throws IOException;

  /** fdatasync: what was written is on the disk when this returns. */
  void force() throws IOException;

  void truncate(long size) throws IOException;

  /** How outputs come to be. */
  interface Opener {
    /** Opens a file; {@code create}: one that must not be there yet. */
    Output open(Path file, boolean create) throws IOException;
  }

  /** A file, every call counted. */
  static Opener files(Counters counters) {
    return (file, create) -> {
      FileChannel channel =
          create
              ? FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
              : FileChannel.open(file, StandardOpenOption.WRITE);
      return new Output() {
        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
          long at = position;
          while (bytes.hasRemaining()) {
            int count = channel.write(bytes, at);
            counters.written(count);
            at += count;
          }
        }

        @Override
        public void force() throws IOException {
          channel.force(false);
          counters.synced();
        }

        @Override
        public void truncate(long size) throws IOException {
          channel.truncate(size);
        }

        @Override
        public void close() throws IOException {
          channel.close();
        }
      };
    };
  }
}
