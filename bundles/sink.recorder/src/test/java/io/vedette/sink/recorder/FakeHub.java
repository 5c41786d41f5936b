package io.vedette.sink.recorder;

import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.stream.StreamKey;
import io.vedette.api.stream.StreamStatus;
import io.vedette.media.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Streams that tests write: each keeps its entries, cursors begin at the oldest. */
final class FakeHub implements StreamHub {
  private final Map<StreamKey, FakeStream> streams = new ConcurrentHashMap<>();

  private boolean forgetting;

  /** A stream; made if it is not there. */
  FakeStream stream(StreamKey key) {
    return streams.computeIfAbsent(key, k -> new FakeStream(forgetting));
  }

  /** Streams made from now on forget entries that were read: for long runs with one cursor. */
  void forget() {
    forgetting = true;
  }

  /** One stream. Thread-safe. */
  static final class FakeStream {
    private final List<LogEntry> entries = new ArrayList<>(); // guarded by this
    private final boolean forgetting;
    private boolean ended; // guarded by this

    FakeStream(boolean forgetting) {
      this.forgetting = forgetting;
    }

    synchronized void add(LogEntry entry) {
      entries.add(entry);
      notifyAll();
    }

    synchronized void end() {
      ended = true;
      notifyAll();
    }
  }

  @Override
  public Optional<Cursor> read(StreamKey key, Start start) {
    FakeStream stream = streams.get(key);
    return stream == null ? Optional.empty() : Optional.of(new FakeCursor(stream));
  }

  private static final class FakeCursor implements Cursor {
    private final FakeStream stream;
    private int next;

    FakeCursor(FakeStream stream) {
      this.stream = stream;
    }

    @Override
    public LogEntry next(Duration timeout) throws InterruptedException {
      synchronized (stream) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (next == stream.entries.size() && !stream.ended) {
          long leftMs = (deadline - System.nanoTime()) / 1_000_000;
          if (leftMs <= 0) {
            return null;
          }
          stream.wait(leftMs);
        }
        return poll();
      }
    }

    @Override
    public LogEntry poll() {
      synchronized (stream) {
        if (next == stream.entries.size()) {
          return null;
        }
        return stream.forgetting ? stream.entries.remove(next) : stream.entries.get(next++);
      }
    }

    @Override
    public void onAppend(Runnable wake) {
      throw new UnsupportedOperationException("the recorder waits");
    }

    @Override
    public boolean isEnded() {
      synchronized (stream) {
        return stream.ended && next == stream.entries.size();
      }
    }

    @Override
    public void close() {}
  }

  @Override
  public Optional<StreamStatus> status(StreamKey key) {
    // Of a stream that is written only whether there is one matters here.
    return Optional.ofNullable(streams.get(key))
        .map(
            s ->
                new StreamStatus(
                    StreamStatus.State.LIVE,
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
  public StreamWriter publish(StreamKey key, List<Track> tracks) {
    throw new UnsupportedOperationException("the recorder publishes nothing");
  }
}
