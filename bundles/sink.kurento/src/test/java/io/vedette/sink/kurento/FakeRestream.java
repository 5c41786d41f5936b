package io.vedette.sink.kurento;

import io.vedette.api.restream.Restream;
import io.vedette.api.stream.StreamKey;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives addresses of simulated cameras, as if it were a restream. */
final class FakeRestream implements Restream {
  static final String LOGIN = "ticket~1:s3cret";

  final Map<StreamKey, URI> cameras = new ConcurrentHashMap<>();
  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger made = new AtomicInteger();
  final AtomicInteger renewed = new AtomicInteger();
  volatile OptionalInt port = OptionalInt.of(8554);

  @Override
  public OptionalInt port() {
    return port;
  }

  @Override
  public List<Client> clients() {
    return List.of();
  }

  @Override
  public Optional<Ticket> ticket(StreamKey key, String bearer) {
    if (port.isEmpty()) {
      return Optional.empty();
    }
    made.incrementAndGet();
    open.incrementAndGet();
    return Optional.of(new FakeTicket(cameras.get(key).toString()));
  }

  private final class FakeTicket implements Ticket {
    private final String camera;
    private boolean closed; // guarded by this

    FakeTicket(String camera) {
      this.camera = camera;
    }

    @Override
    public String address(String host) {
      return camera.replace("rtsp://127.0.0.1", "rtsp://" + LOGIN + "@" + host);
    }

    @Override
    public void renew() {
      renewed.incrementAndGet();
    }

    @Override
    public synchronized void close() {
      open.addAndGet(closed ? 0 : -1);
      closed = true;
    }
  }
}
