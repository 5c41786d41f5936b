package io.vedette.web.resource;

import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.stream.StreamKey;
import io.vedette.api.stream.StreamStatus;
import io.vedette.media.Track;
import io.vedette.web.live.FakeCursor;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Streams whose cursors a test fills. */
final class FakeStreams implements StreamHub {
  final Map<StreamKey, FakeCursor> cursors = new HashMap<>();

  @Override
  public Optional<Cursor> read(StreamKey key, Start start) {
    return Optional.ofNullable(cursors.get(key));
  }

  @Override
  public Optional<StreamStatus> status(StreamKey key) {
    return cursors.containsKey(key)
        ? Optional.of(
            new StreamStatus(
                StreamStatus.State.LIVE, Instant.EPOCH, List.of(), 0, 0, 0, 0, Optional.empty()))
        : Optional.empty();
  }

  @Override
  public List<StreamKey.Live> liveStreams() {
    return List.of();
  }

  @Override
  public StreamWriter publish(StreamKey key, List<Track> tracks) {
    throw new UnsupportedOperationException("the web does not publish");
  }
}
