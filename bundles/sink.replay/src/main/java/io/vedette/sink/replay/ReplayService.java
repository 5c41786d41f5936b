package io.vedette.sink.replay;

import io.vedette.api.camera.CameraRegistry;
import io.vedette.api.recording.RecordingReader;
import io.vedette.api.recording.RecordingStore;
import io.vedette.api.replay.ReplayException;
import io.vedette.api.replay.ReplayException.Kind;
import io.vedette.api.replay.Replays;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All replays; one thread each. */
@Component(service = Replays.class)
public final class ReplayService implements Replays {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayService.class);

  /** Twice the 16 that one server is to carry; each costs a thread and up to 16 open files. */
  private static final int MAX_REPLAYS = 32;

  private static final int MAX_CAMERAS = 16;
  private static final double MAX_RATE = 64;

  /** Units that are looked at for B-frames: two GOPs of a usual camera. */
  private static final int LOOKED_AT = 100;

  private final CameraRegistry cameras;
  private final StreamHub hub;
  private final RecordingStore store;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Running> replays = new ConcurrentHashMap<>();

  private record Running(ReplaySession session, Thread thread) {}

  @Activate
  public ReplayService(
      @Reference CameraRegistry cameras,
      @Reference StreamHub hub,
      @Reference RecordingStore store) {
    this.cameras = cameras;
    this.hub = hub;
    this.store = store;
  }

  @Deactivate
  void close() throws InterruptedException {
    List<Running> ending = List.copyOf(replays.values());
    ending.forEach(r -> r.session().close());
    for (Running running : ending) {
      running.thread().join(5000);
    }
  }

  @Override
  public State create(Request request) throws ReplayException {
    check(request);
    if (replays.size() >= MAX_REPLAYS) {
      throw new ReplayException(Kind.TOO_MANY, MAX_REPLAYS + " replays are running already");
    }
    String id = HexFormat.of().toHexDigits(random.nextLong());
    Map<String, List<Track>> tracks = tracksOf(request);
    long nowNs = System.nanoTime();
    Map<String, CameraReplay> playing = new LinkedHashMap<>();
    tracks.forEach(
        (camera, t) ->
            playing.put(
                camera,
                new CameraReplay(
                    store,
                    camera,
                    request.profile(),
                    hub.publish(new StreamKey.Replay(id, camera), t),
                    nowNs)));
    ReplaySession session =
        new ReplaySession(id, playing, new ReplayClock(request.at(), nowNs, request.rate(), true));
    Thread thread = new Thread(() -> run(id, session), "replay " + id);
    thread.setDaemon(true);
    replays.put(id, new Running(session, thread));
    thread.start();
    return session.state(nowNs);
  }

  private void run(String id, ReplaySession session) {
    try {
      session.run();
    } catch (RuntimeException e) {
      LOG.error("replay {} failed", id, e);
    } finally {
      replays.remove(id);
    }
  }

  private void check(Request request) throws ReplayException {
    int count = request.cameras().size();
    if (count < 1 || count > MAX_CAMERAS) {
      throw malformed("a replay has 1 to " + MAX_CAMERAS + " cameras, not " + count);
    }
    if (request.cameras().stream().distinct().count() < count) {
      throw malformed("a camera is named twice");
    }
    checkRate(request.rate());
    for (String camera : request.cameras()) {
      if (cameras.find(camera).isEmpty()) {
        throw new ReplayException(Kind.UNKNOWN_CAMERA, "there is no camera " + camera);
      }
    }
  }

  private static void checkRate(double rate) throws ReplayException {
    if (!(Math.abs(rate) <= MAX_RATE) || rate == 0) {
      throw malformed("rate goes from -64 to 64 and is not 0: " + rate);
    }
  }

  private static ReplayException malformed(String message) {
    return new ReplayException(Kind.MALFORMED, message);
  }

  private Map<String, List<Track>> tracksOf(Request request) throws ReplayException {
    Map<String, List<Track>> tracks = new LinkedHashMap<>();
    for (String camera : request.cameras()) {
      try (RecordingReader reader = store.reader(camera, request.profile())) {
        tracks.put(camera, look(camera, reader, request.at()));
      } catch (IOException | MalformedMediaException e) {
        throw new ReplayException(Kind.IMPOSSIBLE, camera + ": " + e.getMessage());
      }
    }
    if (tracks.values().stream().allMatch(List::isEmpty)) {
      throw new ReplayException(
          Kind.IMPOSSIBLE,
          "nothing is recorded of "
              + String.join(", ", request.cameras())
              + " ("
              + request.profile().id()
              + ")");
    }
    return tracks;
  }

  /** Tracks of the recording nearest to a time; empty if nothing is recorded. */
  private static List<Track> look(String camera, RecordingReader reader, Instant at)
      throws IOException, MalformedMediaException, ReplayException {
    Optional<Instant> key = reader.keyAtOrBefore(at);
    if (key.isEmpty()) {
      key = reader.keyAtOrAfter(at);
    }
    Map<Integer, Track> tracks = new LinkedHashMap<>();
    if (key.isPresent() && reader.seek(key.get())) {
      for (int i = 0; i < LOOKED_AT; i++) {
        Optional<AccessUnit> unit = reader.next();
        if (unit.isEmpty()) {
          break;
        }
        tracks.putIfAbsent(unit.get().track().id(), unit.get().track());
        if (unit.get().track().isVideo() && hasBFrame(unit.get())) {
          throw new ReplayException(
              Kind.IMPOSSIBLE,
              camera
                  + " was recorded with B-frames, which browsers do not show over WebRTC;"
                  + " switch them off in the camera, or install the transcoder");
        }
      }
    }
    return List.copyOf(tracks.values());
  }

  private static boolean hasBFrame(AccessUnit unit) throws MalformedMediaException {
    for (ByteBuffer nal : NalUnits.split(unit.payload())) {
      if (NalUnits.h264Type(nal.get(nal.position())) == NalUnits.SLICE) {
        return NalUnits.sliceHeader(nal).isB();
      }
    }
    return false;
  }

  @Override
  public Optional<State> find(String id) {
    return session(id).map(s -> s.state(System.nanoTime()));
  }

  private Optional<ReplaySession> session(String id) {
    return Optional.ofNullable(replays.get(id)).map(Running::session);
  }

  @Override
  public Optional<State> change(String id, Change change) throws ReplayException {
    Optional<ReplaySession> session = session(id);
    if (session.isEmpty()) {
      return Optional.empty();
    }
    if (change.rate().isPresent()) {
      checkRate(change.rate().get());
    }
    if (change.step().isPresent()) {
      int step = change.step().get();
      boolean pausing = !change.playing().orElse(session.get().isPlaying());
      if (step != 1 && step != -1) {
        throw malformed("step is 1 or -1: " + step);
      }
      if (!pausing) {
        throw new ReplayException(Kind.IMPOSSIBLE, "pictures are stepped while paused");
      }
    }
    if (change.profileCamera().isPresent()
        && !session.get().hasCamera(change.profileCamera().get())) {
      throw malformed("camera " + change.profileCamera().get() + " is not in this replay");
    }
    return Optional.of(session.get().change(change, System.nanoTime()));
  }

  @Override
  public boolean close(String id) {
    Optional<ReplaySession> session = session(id);
    session.ifPresent(ReplaySession::close);
    return session.isPresent();
  }

  @Override
  public List<String> ids() {
    return replays.keySet().stream().sorted().toList();
  }
}
