package io.vedette.hub;

import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.Run;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.stream.StreamKey;
import io.vedette.api.stream.StreamStatus;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Every stream by its key: those of cameras, and those that replays publish. Thread-safe. */
@Component(service = {StreamHub.class, Streams.class})
public final class Streams implements StreamHub {
  private final Clock clock;
  private final MemoryBudget budget = MemoryBudget.ofHeap();
  private final Map<StreamKey, Stream> streams = new ConcurrentHashMap<>();

  /** One stream: what it delivered lately and how its source is. Outlives connections. */
  record Stream(StreamKey key, StreamLog log, SourceState state) {}

  @Activate
  public Streams() {
    this(Clock.systemUTC());
  }

  Streams(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Optional<Cursor> read(StreamKey key, Start start) {
    return Optional.ofNullable(streams.get(key)).map(s -> s.log().read(start));
  }

  @Override
  public Optional<StreamStatus> status(StreamKey key) {
    return Optional.ofNullable(streams.get(key)).map(s -> s.state().status());
  }

  @Override
  public List<StreamKey.Live> liveStreams() {
    return streams.keySet().stream()
        .filter(StreamKey.Live.class::isInstance)
        .map(StreamKey.Live.class::cast)
        .sorted(Comparator.comparing(StreamKey.Live::path))
        .toList();
  }

  /** The stream of this key, made if it is new. */
  Stream open(StreamKey key) {
    return streams.computeIfAbsent(
        key, k -> new Stream(k, new StreamLog(budget), new SourceState(clock)));
  }

  /** Removes a stream; its cursors end. */
  void remove(StreamKey key) {
    Stream stream = streams.remove(key);
    if (stream != null) {
      stream.log().close();
    }
  }

  @Override
  public StreamWriter publish(StreamKey key, List<Track> tracks) {
    Stream stream = new Stream(key, new StreamLog(budget), new SourceState(clock));
    if (streams.putIfAbsent(key, stream) != null) {
      throw new IllegalStateException("there is a stream " + key.path() + " already");
    }
    stream.state().begin(tracks);
    return new Published(stream, new Run(UUID.randomUUID(), clock.instant(), tracks));
  }

  private final class Published implements StreamWriter {
    private final Stream stream;
    private final Run run;

    Published(Stream stream, Run run) {
      this.stream = stream;
      this.run = run;
    }

    @Override
    public void append(AccessUnit unit) {
      stream.log().append(run, unit);
      stream.state().show(unit.track());
    }

    @Override
    public void flush() {
      stream.log().flush();
    }

    @Override
    public int readers() {
      return stream.log().readers();
    }

    @Override
    public void close() {
      streams.remove(stream.key(), stream);
      stream.log().close();
    }
  }
}
