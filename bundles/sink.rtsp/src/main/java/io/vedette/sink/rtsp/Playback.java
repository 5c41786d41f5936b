package io.vedette.sink.rtsp;

import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Run;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import io.vedette.rtp.SendClock;
import io.vedette.rtsp.ServerSession;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A stream on its way to one client: cursor → units with times that go on over reconnects of the
 * camera → frames. Used by the server's thread.
 */
final class Playback implements AutoCloseable {
  private final Cursor cursor;
  private final ServerSession session;
  private final Optional<ReplaySteering> steering; // of a replay
  private final Runnable endOfRange;
  private final SendClock clock = new SendClock();
  private final Set<Integer> begun = new HashSet<>(); // ids of tracks of which something was sent
  private Run run; // null before the first unit
  private boolean reportIsDue;

  /** There is nothing more to play; the message says why. */
  static final class EndedException extends Exception {
    EndedException(String reason) {
      super(reason, null, false, false);
    }
  }

  /**
   * @param endOfRange called when a replay has reached the end that the client asked for
   */
  Playback(Cursor cursor, Visit visit, Runnable endOfRange) {
    this.cursor = cursor;
    this.session = visit.session();
    this.steering =
        visit
            .key(session.path())
            .filter(StreamKey.Replay.class::isInstance)
            .map(replay -> visit.steering());
    this.endOfRange = endOfRange;
  }

  /** Calls back, on any thread, when {@link #next} has something. */
  void onAppend(Runnable wake) {
    cursor.onAppend(wake);
  }

  /**
   * Frames of the next unit; empty if there is none now.
   *
   * @throws EndedException if the stream is no more, became another, or the client is too slow
   */
  Optional<ByteBuffer> next() throws EndedException {
    for (LogEntry entry = cursor.poll(); entry != null; entry = cursor.poll()) {
      if (entry instanceof LogEntry.Unit unit) {
        ByteBuffer frames = frames(unit);
        if (frames.hasRemaining()) {
          reportIsDue |= begun.add(unit.unit().track().id());
          return Optional.of(frames);
        }
      } else if (entry instanceof LogEntry.Gap gap
          && gap.cause() == LogEntry.Cause.READER_TOO_SLOW) {
        throw new EndedException("it reads more slowly than the camera sends");
      }
    }
    if (cursor.isEnded()) {
      throw new EndedException("the stream has ended");
    }
    return Optional.empty();
  }

  private ByteBuffer frames(LogEntry.Unit entry) throws EndedException {
    if (run == null || !run.id().equals(entry.run().id())) {
      if (run != null && !isAlike(run, entry.run())) {
        throw new EndedException("the camera sends something else than was described");
      }
      run = entry.run();
    }
    AccessUnit unit = entry.unit();
    if (steering.isPresent()) {
      if (steering.get().ends(entry.sequence(), unit)) {
        endOfRange.run();
      }
      if (!steering.get().wants(entry.sequence(), unit)) {
        return ByteBuffer.allocate(0);
      }
    } else {
      long timestamp = clock.timestamp(run.id(), unit);
      unit =
          new AccessUnit(
              unit.track(),
              timestamp,
              timestamp,
              unit.received(),
              unit.randomAccess(),
              unit.payload());
    }
    try {
      return session.frames(unit);
    } catch (MalformedMediaException broken) {
      return ByteBuffer.allocate(0); // the camera's fault, noted where it came in
    }
  }

  /** True if both have the same kinds of tracks under the same ids. */
  private static boolean isAlike(Run one, Run other) {
    return one.tracks().size() == other.tracks().size()
        && one.tracks().stream()
            .allMatch(t -> other.tracks().stream().anyMatch(o -> isAlike(t, o)));
  }

  private static boolean isAlike(Track one, Track other) {
    return one.id() == other.id()
        && one.clockRate() == other.clockRate()
        && one.config().getClass() == other.config().getClass()
        && (!(one.config() instanceof G711Config) || one.config().equals(other.config()));
  }

  /** True once after a track began: its receiver wants to know what time it is. */
  boolean takeReportIsDue() {
    boolean due = reportIsDue;
    reportIsDue = false;
    return due;
  }

  @Override
  public void close() {
    cursor.close();
  }
}
