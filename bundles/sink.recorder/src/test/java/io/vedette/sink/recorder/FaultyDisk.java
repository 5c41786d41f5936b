package io.vedette.sink.recorder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/**
 * Real files whose writes and syncs fail on command: with an error, or after so many bytes with
 * ENOSPC, part of the write done, as a real disk does it.
 */
final class FaultyDisk implements Output.Opener {
  private final Output.Opener real;
  private final List<Output> open = new CopyOnWriteArrayList<>();
  private volatile String error; // null: none
  private volatile Path faulty = Path.of("/"); // what lies below it has the fault
  private final Semaphore stalled = new Semaphore(Integer.MAX_VALUE);
  private volatile Path stalling; // null: nothing
  private final List<Written> journal = new CopyOnWriteArrayList<>();
  private volatile boolean keepsJournal;
  private long bytesLeft = Long.MAX_VALUE;

  FaultyDisk(Output.Opener real) {
    this.real = real;
  }

  /** One call of write, to whichever file. */
  record Written(long position, ByteBuffer bytes) {}

  /** Keeps every call of write from now on, in order. */
  List<Written> journal() {
    keepsJournal = true;
    return journal;
  }

  /** Every call fails from now on. */
  void failWith(String message) {
    error = message;
  }

  /** Every call below a folder fails from now on. */
  void failWith(String message, Path folder) {
    faulty = folder;
    error = message;
  }

  /** Writes and syncs below a folder do not return before {@link #goOn}. */
  void stall(Path folder) {
    stalled.drainPermits();
    stalling = folder;
  }

  void goOn() {
    stalling = null;
    stalled.release(Integer.MAX_VALUE / 2);
  }

  /** The disk takes only so many bytes more. */
  void fullAfter(long bytes) {
    bytesLeft = bytes;
  }

  void repair() {
    error = null;
    faulty = Path.of("/");
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

  private void check(Path file) throws IOException {
    Path folder = stalling;
    if (folder != null && file.startsWith(folder)) {
      stalled.acquireUninterruptibly();
    }
    if (error != null && file.startsWith(faulty)) {
      throw new IOException(error);
    }
  }

  @Override
  public Output open(Path file, boolean create) throws IOException {
    check(file);
    Output output = real.open(file, create);
    open.add(output);
    return new Output() {
      @Override
      public void write(ByteBuffer bytes, long position) throws IOException {
        check(file);
        if (bytes.remaining() > bytesLeft) {
          bytes.limit(bytes.position() + (int) bytesLeft);
          output.write(bytes, position);
          bytesLeft = 0;
          throw new IOException("No space left on device");
        }
        bytesLeft -= bytes.remaining();
        if (keepsJournal) {
          ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
          journal.add(new Written(position, copy));
        }
        output.write(bytes, position);
      }

      @Override
      public void force() throws IOException {
        check(file);
        output.force();
      }

      @Override
      public void truncate(long size) throws IOException {
        check(file);
        output.truncate(size);
      }

      @Override
      public void close() throws IOException {
        output.close();
      }
    };
  }
}
