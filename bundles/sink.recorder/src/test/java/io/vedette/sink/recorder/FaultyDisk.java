package io.vedette.sink.recorder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Real files whose writes and syncs fail on command: with an error, or after so many bytes with
 * ENOSPC, part of the write done, as a real disk does it.
 */
final class FaultyDisk implements Output.Opener {
  private final Output.Opener real;
  private final List<Output> open = new ArrayList<>();
  private String error; // null: none
  private long bytesLeft = Long.MAX_VALUE;

  FaultyDisk(Output.Opener real) {
    this.real = real;
  }

  /** Every call fails from now on. */
  void failWith(String message) {
    error = message;
  }

  /** The disk takes only so many bytes more. */
  void fullAfter(long bytes) {
    bytesLeft = bytes;
  }

  void repair() {
    error = null;
    bytesLeft = Long.MAX_VALUE;
  }

  /** Closes all files as the end of a process does. */
  void kill() {
    for (Output output : open) {
      try {
        output.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private void check() throws IOException {
    if (error != null) {
      throw new IOException(error);
    }
  }

  @Override
  public Output open(Path file, boolean create) throws IOException {
    check();
    Output output = real.open(file, create);
    open.add(output);
    return new Output() {
      @Override
      public void write(ByteBuffer bytes, long position) throws IOException {
        check();
        if (bytes.remaining() > bytesLeft) {
          bytes.limit(bytes.position() + (int) bytesLeft);
          output.write(bytes, position);
          bytesLeft = 0;
          throw new IOException("No space left on device");
        }
        bytesLeft -= bytes.remaining();
        output.write(bytes, position);
      }

      @Override
      public void force() throws IOException {
        check();
        output.force();
      }

      @Override
      public void truncate(long size) throws IOException {
        check();
        output.truncate(size);
      }

      @Override
      public void close() throws IOException {
        output.close();
      }
    };
  }
}
