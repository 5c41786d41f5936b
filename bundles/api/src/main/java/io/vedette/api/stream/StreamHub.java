package io.vedette.api.stream;

import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Every stream there is. Thread-safe. Sinks read from it; a replay adds streams to it. */
@ProviderType
public interface StreamHub {
  /** Where a cursor begins. */
  enum Start {
    /** Newest random access point in the log, at once; else the next that comes. */
    NEWEST_RANDOM_ACCESS,
    /**
     * Oldest random access point in the log: nothing that is still there is left out. The log holds
     * what such a reader has not read, within its limit of bytes: for the recorder.
     */
    OLDEST
  }

  /**
   * Opens a cursor; close it.
   *
   * @return empty if there is no such stream
   */
  Optional<Cursor> read(StreamKey key, Start start);

  /** State of a stream; empty if there is no such stream. */
  Optional<StreamStatus> status(StreamKey key);

  /** Keys of all live streams, those of disabled cameras left out. */
  List<StreamKey.Live> liveStreams();

  /**
   * Adds a stream that the caller writes.
   *
   * @throws IllegalStateException if the key is taken
   */
  StreamWriter publish(StreamKey key, List<Track> tracks);

  /** The writing end of a published stream. Used by one thread. */
  @ProviderType
  interface StreamWriter extends AutoCloseable {
    /** Adds a unit; {@code dts} is the scheduled send time since {@link StreamHub#publish}. */
    void append(AccessUnit unit);

    /**
     * Drops what is in the log and not yet read: the next unit is random access and each reader
     * gets it next, after a Gap of cause FLUSHED.
     */
    void flush();

    /** Cursors that are open now: 0 means that nobody looks. */
    int readers();

    /** Removes the stream; its cursors end. */
    @Override
    void close();
  }
}
