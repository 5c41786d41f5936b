package io.vedette.sink.kurento;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.live.LiveEngine.LiveRequest;
import io.vedette.api.live.LiveEngine.LiveSession;
import io.vedette.api.live.LiveException;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.MemoryHub;
import io.vedette.testkit.Picture;
import io.vedette.testkit.SimulatedCamera;
import io.vedette.testkit.SimulatedCameras;
import io.vedette.testkit.WhepViewer;
import io.vedette.testkit.kurento.KurentoSetup;
import io.vedette.testkit.kurento.SimulatedKurento;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A camera, a hub that has its stream, media servers, and the engine on them. */
final class Rig implements AutoCloseable {
  static final StreamKey.Live DOOR = new StreamKey.Live("door", Profile.SUB);
  static final String OWNER = "11111111-2222-3333-4444-555555555555";

  /** Looks whether media flows five times a second, and misses a browser after two seconds. */
  static final KurentoSetup QUICK =
      KurentoSetup.MEASURED
          .withFlowPeriod(Duration.ofMillis(200))
          .withRtcpTimeout(Duration.ofSeconds(5));

  final SimulatedCameras cameras = new SimulatedCameras();
  final FakeRestream restream = new FakeRestream();
  final MemoryHub hub = new MemoryHub();
  final Clip clip = Clip.of(Clip.Scene.HARBOUR, Profile.SUB);
  final SimulatedCamera camera;
  final MemoryHub.Stream stream;
  final List<SimulatedKurento> servers = new ArrayList<>();
  final List<WhepViewer> viewers = new ArrayList<>();
  KurentoEngine engine;
  private volatile boolean vanishing;
  private int unit;

  Rig(int serverCount) throws IOException {
    String[] login = FakeRestream.LOGIN.split(":");
    camera = cameras.add(CameraSetup.of(Clip.Scene.HARBOUR).withCredentials(login[0], login[1]));
    stream = publish(DOOR);
    for (int i = 0; i < serverCount; i++) {
      servers.add(SimulatedKurento.start(QUICK));
    }
    engine = engine(servers.stream().map(s -> s.uri().toString()).toArray(String[]::new));
    await(() -> up() == serverCount);
  }

  MemoryHub.Stream publish(StreamKey key) {
    restream.cameras.put(key, camera.uri(Profile.SUB));
    MemoryHub.Stream published = hub.publish(key, List.of(clip.track()));
    published.append(clip.units().get(0));
    return published;
  }

  /** The stream goes on in the recorder. */
  void deliver() {
    List<AccessUnit> units = clip.units();
    stream.append(units.get(++unit % units.size()));
  }

  KurentoEngine engine(String... uris) {
    return new KurentoEngine(hub, restream, OWNER, Arrays.asList(uris));
  }

  SimulatedKurento server() {
    return servers.get(0);
  }

  long up() {
    return engine.servers().stream()
        .filter(s -> s.state() == io.vedette.api.live.LiveEngine.ServerState.UP)
        .count();
  }

  static void await(BooleanSupplier condition) {
    await(Duration.ofSeconds(20), condition);
  }

  /** How long it took. */
  static Duration await(Duration limit, BooleanSupplier condition) {
    long began = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - began).as("time").isLessThan(limit.toNanos());
      LockSupport.parkNanos(2_000_000);
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** One browser that sees pictures, told to the queue. */
  WhepViewer watch(StreamKey key, BlockingQueue<Picture> pictures) throws IOException {
    WhepViewer viewer =
        new WhepViewer(new Direct(), URI.create("http://127.0.0.1"), key.path(), pictures::add);
    viewers.add(viewer);
    return viewer;
  }

  /** One browser, which has got a whole picture. */
  WhepViewer watching() throws Exception {
    BlockingQueue<Picture> pictures = new LinkedBlockingQueue<>();
    WhepViewer viewer = watch(DOOR, pictures);
    assertThat(pictures.poll(10, TimeUnit.SECONDS)).isNotNull();
    return viewer;
  }

  /** A browser is gone without a word. */
  void gone(WhepViewer viewer) throws IOException {
    vanishing = true;
    viewer.close();
    vanishing = false;
  }

  LiveSession open(String offer) throws LiveException {
    return engine.open(new LiveRequest(DOOR, offer, "127.0.0.1"));
  }

  /** The offer goes to the engine without HTTP. */
  final class Direct implements WhepViewer.Signalling {
    @Override
    public Answer offer(String path, String sdp) throws IOException {
      try {
        String[] words = path.split("/");
        StreamKey key =
            words[0].equals("live")
                ? new StreamKey.Live(words[1], Profile.of(words[2]).orElseThrow())
                : new StreamKey.Replay(words[1], words[2]);
        LiveSession session = engine.open(new LiveRequest(key, sdp, "127.0.0.1"));
        return new Answer(session.id(), session.sdpAnswer());
      } catch (LiveException refused) {
        throw new IOException(refused.kind() + ": " + refused.getMessage());
      }
    }

    @Override
    public void end(String session) {
      if (!vanishing) {
        engine.close(session);
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (WhepViewer viewer : viewers) {
      viewer.close();
    }
    engine.deactivate();
    servers.forEach(SimulatedKurento::close);
    cameras.close();
  }
}
