package io.vedette.sink.rtsp;

import io.vedette.api.replay.ReplayException;
import io.vedette.api.replay.Replays;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import io.vedette.rtsp.ServerSession.Refusal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Recordings by RTSP: each client that asks for one gets a replay of its own, which stands until
 * the first PLAY says where to begin. Thread-safe.
 */
final class Recordings {
  /** A quarter of all replays: people at pages come first. */
  private static final int MAX = 8;

  private final Supplier<Optional<Replays>> replays;
  private final Clock clock;
  private final Semaphore free = new Semaphore(MAX);

  Recordings(Supplier<Optional<Replays>> replays, Clock clock) {
    this.replays = replays;
    this.clock = clock;
  }

  /** A client's own replay; ends when closed. */
  final class Own implements AutoCloseable {
    private final StreamKey.Replay key;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Own(StreamKey.Replay key) {
      this.key = key;
    }

    StreamKey.Replay key() {
      return key;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        replays.get().ifPresent(r -> r.close(key.replay()));
        free.release();
      }
    }
  }

  /**
   * Begins a replay.
   *
   * @param owner name of whoever asks
   * @throws Refusal 404 if nothing is recorded, 453 if there are too many
   */
  Own open(String camera, Profile profile, String owner) throws Refusal {
    if (!free.tryAcquire()) {
      throw new Refusal(453, "Not Enough Bandwidth (" + MAX + " recordings are being read)");
    }
    boolean opened = false;
    try {
      Replays service = replays.get().orElseThrow(Refusal::notFound);
      String id =
          service
              .create(
                  new Replays.Request(List.of(camera), clock.instant(), profile, 1, false, owner))
              .id();
      opened = true;
      return new Own(new StreamKey.Replay(id, camera));
    } catch (ReplayException refused) {
      throw ReplaySteering.refusal(refused);
    } finally {
      if (!opened) {
        free.release();
      }
    }
  }
}
