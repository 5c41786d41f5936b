package io.vedette.sink.replay;

import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.stream.StreamKey;
import io.vedette.api.stream.StreamStatus;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts streams, and forgets what is written. */
final class MemoryHub implements StreamHub {
  private final Set<StreamKey> published = ConcurrentHashMap.newKeySet();

  int streams() {
    return published.size();
  }

  @Override
  public StreamWriter publish(StreamKey key, List<Track> tracks) {
    if (!published.add(key)) {
      throw new IllegalStateException(key.path());
    }
    return new StreamWriter() {
      @Override
      public void append(AccessUnit unit) {}

      @Override
      public void flush() {}

      @Override
      public int readers() {
        return 1;
      }

      @Override
      public void close() {
        published.remove(key);
      }
    };
  }

  @Override
  public Optional<Cursor> read(StreamKey key, Start start) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<StreamStatus> status(StreamKey key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<StreamKey.Live> liveStreams() {
    throw new UnsupportedOperationException();
  }
}
