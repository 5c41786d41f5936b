package io.vedette.testkit;

import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Run;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.stream.StreamKey;
import io.vedette.api.stream.StreamStatus;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A hub for tests: keeps everything, loses nothing, is fed by hand. Thread-safe. */
public final class MemoryHub implements StreamHub {
  private final Map<StreamKey, Stream> streams = new ConcurrentHashMap<>();

  @Override
  public Optional<Cursor> read(StreamKey key, Start start) {
    return Optional.ofNullable(streams.get(key)).map(stream -> stream.read(start));
  }

  @Override
  public Optional<StreamStatus> status(StreamKey key) {
    return Optional.ofNullable(streams.get(key))
        .map(
            s ->
                new StreamStatus(
                    StreamStatus.State.CONNECTING,
                    Instant.EPOCH,
                    List.of(),
                    0,
                    0,
                    0,
                    0,
                    Optional.empty()));
  }

  @Override
  public List<StreamKey.Live> liveStreams() {
    return List.of();
  }

  @Override
  public Stream publish(StreamKey key, List<Track> tracks) {
    Stream stream = new Stream(key, tracks);
    streams.put(key, stream);
    return stream;
  }

  /** One stream: log, writing end and cursors. */
  public final class Stream implements StreamWriter {
    private final StreamKey key;
    private final List<Track> tracks;
    private final List<LogEntry> log = new ArrayList<>();
    private final List<Runnable> wakes = new ArrayList<>();
    private Run run;
    private long sequence;
    private int flushedTo; // index in the log before which nothing is read any more
    private int forgotten; // index in the log before which all is null
    private boolean ended;
    private int readers;

    Stream(StreamKey key, List<Track> tracks) {
      this.key = key;
      this.tracks = tracks;
      newRun();
    }

    /** Ends the run; the next unit belongs to a new one. */
    public synchronized void newRun() {
      if (run != null) {
        log.add(new LogEntry.RunEnded(run, "test"));
      }
      run = new Run(UUID.randomUUID(), Instant.EPOCH, tracks);
    }

    @Override
    public void append(AccessUnit unit) {
      add(new LogEntry.Unit(run, sequence++, unit));
    }

    /** Appends anything, for instance a gap. */
    public void add(LogEntry entry) {
      List<Runnable> now;
      synchronized (this) {
        log.add(entry);
        notifyAll();
        now = List.copyOf(wakes);
      }
      now.forEach(Runnable::run);
    }

    @Override
    public synchronized void flush() {
      flushedTo = log.size();
      log.add(new LogEntry.Gap(0, LogEntry.Cause.FLUSHED));
    }

    @Override
    public synchronized void close() {
      streams.remove(key);
      ended = true;
      notifyAll();
    }

    /** Forgets what nobody can want any more, for programs that run long. */
    public synchronized void forgetOld() {
      for (int i = Math.max(0, log.size() - 1000); i > forgotten; ) {
        log.set(forgotten++, null);
      }
    }

    @Override
    public synchronized int readers() {
      return readers;
    }

    private synchronized Cursor read(Start start) {
      int at = flushedTo;
      for (int i = log.size() - 1; i >= flushedTo && start == Start.NEWEST_RANDOM_ACCESS; i--) {
        if (log.get(i) instanceof LogEntry.Unit u
            && u.unit().track().isVideo()
            && u.unit().randomAccess()) {
          at = i;
          break;
        }
      }
      return new Reader(at);
    }

    private final class Reader implements Cursor {
      private int at;
      private Runnable wake;
      private boolean closed;

      Reader(int at) {
        this.at = at;
        readers++;
      }

      @Override
      public LogEntry next(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (Stream.this) {
          while (at >= log.size() && !closed && !ended) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
              return null;
            }
            Stream.this.wait(left);
          }
          return poll();
        }
      }

      @Override
      public LogEntry poll() {
        synchronized (Stream.this) {
          at = Math.max(at, flushedTo);
          return at < log.size() && !closed ? log.get(at++) : null;
        }
      }

      @Override
      public void onAppend(Runnable wake) {
        synchronized (Stream.this) {
          this.wake = wake;
          wakes.add(wake);
        }
        wake.run();
      }

      @Override
      public boolean isEnded() {
        synchronized (Stream.this) {
          return ended && at >= log.size();
        }
      }

      @Override
      public void close() {
        synchronized (Stream.this) {
          readers -= closed ? 0 : 1;
          closed = true;
          wakes.remove(wake);
        }
      }
    }
  }
}
