package io.vedette.sink.replay;

import io.vedette.api.camera.CameraRegistry;
import io.vedette.api.recording.RecordingStore;
import io.vedette.api.replay.ReplayException;
import io.vedette.api.replay.ReplayException.Kind;
import io.vedette.api.replay.Replays;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.stream.StreamHub.StreamWriter;
import io.vedette.api.stream.StreamKey;
import io.vedette.api.transcode.TranscodeException;
import io.vedette.api.transcode.Transcoder;
import io.vedette.sink.replay.Gaps.Skip;
import io.vedette.sink.replay.Ways.Choice;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
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

  /** What takes longer, on a slow disk, is answered with what is known by then. */
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private final CameraRegistry cameras;
  private final StreamHub hub;
  private final RecordingStore store;
  private final Material material;
  private final Ways ways;
  private final Gaps gaps;
  private final SecureRandom random = new SecureRandom();
  private final Semaphore places = new Semaphore(MAX_REPLAYS);
  private final Map<String, Running> replays = new ConcurrentHashMap<>();

  /** Comes and goes; replays that need none run on. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Transcoder transcoder;

  private record Running(ReplaySession session, Thread thread, String owner) {}

  @Activate
  public ReplayService(
      @Reference CameraRegistry cameras,
      @Reference StreamHub hub,
      @Reference RecordingStore store) {
    this.cameras = cameras;
    this.hub = hub;
    this.store = store;
    this.material = new Material(store);
    this.gaps = new Gaps(store);
    this.ways = new Ways(material, gaps, () -> Optional.ofNullable(transcoder));
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
    Map<String, Choice> chosen = choices(request, request.at());
    material.require("at", streams(chosen), request.rate() > 0, !request.playing(), request.at());
    Optional<Skip> skip = gaps.skip(streams(chosen), request.at(), request.rate() > 0);
    if (skip.isPresent()) {
      chosen = choices(request, skip.get().to()); // it may be something else there
    }
    if (!places.tryAcquire()) {
      throw new ReplayException(Kind.TOO_MANY, MAX_REPLAYS + " replays are running already");
    }
    try {
      return begin(request, skip, chosen);
    } catch (ReplayException | RuntimeException e) {
      places.release();
      throw e;
    }
  }

  /** Its place is given back when its thread ends. */
  private State begin(Request request, Optional<Skip> skip, Map<String, Choice> chosen)
      throws ReplayException {
    String id = HexFormat.of().toHexDigits(random.nextLong());
    long nowNs = System.nanoTime();
    Map<String, CameraReplay> playing = start(id, chosen, nowNs);
    Instant at = skip.map(Skip::to).orElse(request.at());
    ReplayClock clock = new ReplayClock(at, nowNs, request.rate(), request.playing());
    ReplaySession session = new ReplaySession(id, playing, gaps, clock, skip.map(Skip::gap));
    Thread thread = new Thread(() -> run(id, session), "replay " + id);
    thread.setDaemon(true);
    replays.put(id, new Running(session, thread, request.owner()));
    thread.start();
    return session.state(nowNs);
  }

  private Map<String, CameraReplay> start(String id, Map<String, Choice> chosen, long nowNs)
      throws ReplayException {
    Map<String, CameraReplay> playing = new LinkedHashMap<>();
    for (Map.Entry<String, Choice> one : chosen.entrySet()) {
      String camera = one.getKey();
      CameraWays others = new CameraWays(ways, gaps, camera, chosen.size());
      StreamWriter viewers = hub.publish(new StreamKey.Replay(id, camera), one.getValue().tracks());
      try {
        playing.put(camera, new CameraReplay(store, others, one.getValue(), viewers, nowNs));
      } catch (TranscodeException e) {
        viewers.close();
        playing.values().forEach(CameraReplay::close);
        throw new ReplayException(
            e.kind() == TranscodeException.Kind.BUSY ? Kind.TOO_MANY : Kind.IMPOSSIBLE,
            camera + ": " + one.getValue().way().reason().orElse("") + "; " + e.getMessage());
      }
    }
    return playing;
  }

  private void run(String id, ReplaySession session) {
    try {
      session.run();
    } catch (RuntimeException e) {
      LOG.error("replay {} failed", id, e);
    } finally {
      replays.remove(id);
      places.release();
    }
  }

  private void check(Request request) throws ReplayException {
    int count = request.cameras().size();
    if (count < 1) {
      throw malformed("a replay has at least one camera");
    }
    if (count > MAX_CAMERAS) {
      throw new ReplayException(
          Kind.IMPOSSIBLE, "a replay has at most " + MAX_CAMERAS + " cameras, not " + count);
    }
    if (request.cameras().stream().distinct().count() < count) {
      throw malformed("a camera is named twice");
    }
    checkRate(request.rate());
    for (String camera : request.cameras()) {
      if (cameras.find(camera).isEmpty() && !material.isRecorded(camera)) {
        throw new ReplayException(Kind.UNKNOWN_CAMERA, "cameras", "there is no camera " + camera);
      }
    }
  }

  private Map<String, Choice> choices(Request request, Instant at) throws ReplayException {
    boolean forward = request.rate() > 0;
    int count = request.cameras().size();
    Map<String, Choice> chosen = new LinkedHashMap<>();
    for (String camera : request.cameras()) {
      Profile profile = ways.profile(camera, request.profile(), at, forward);
      chosen.put(camera, ways.choose(camera, request.profile(), profile, at, count));
    }
    return chosen;
  }

  private static Map<String, Profile> streams(Map<String, Choice> chosen) {
    Map<String, Profile> streams = new LinkedHashMap<>();
    chosen.forEach((camera, choice) -> streams.put(camera, choice.way().profile()));
    return streams;
  }

  private static void checkRate(double rate) throws ReplayException {
    if (!(Math.abs(rate) <= MAX_RATE) || rate == 0) {
      throw malformed("rate goes from -64 to 64 and is not 0: " + rate);
    }
  }

  private static ReplayException malformed(String message) {
    return new ReplayException(Kind.MALFORMED, message);
  }

  @Override
  public Optional<String> owner(String id) {
    return running(id).map(Running::owner);
  }

  /** Empty also if it was told to end. */
  private Optional<Running> running(String id) {
    return Optional.ofNullable(replays.get(id)).filter(r -> !r.session().isClosed());
  }

  @Override
  public Optional<State> find(String id) {
    return session(id).map(s -> s.state(System.nanoTime()));
  }

  private Optional<ReplaySession> session(String id) {
    return running(id).map(Running::session);
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
        throw new ReplayException(Kind.IMPOSSIBLE, "step", "pictures are stepped while paused");
      }
    }
    if (change.profileCamera().isPresent()
        && !session.get().hasCamera(change.profileCamera().get())) {
      throw malformed("camera " + change.profileCamera().get() + " is not in this replay");
    }
    State before = session.get().state(System.nanoTime());
    Instant at = change.seek().orElse(before.clock());
    boolean forward = change.rate().orElse(before.rate()) > 0;
    Map<String, Profile> asked = new LinkedHashMap<>(session.get().asked());
    Map<String, Choice> chosen = new LinkedHashMap<>();
    if (change.profile().isPresent()) {
      Profile profile = change.profile().get();
      List<String> changed =
          change.profileCamera().map(List::of).orElse(List.copyOf(asked.keySet()));
      for (String camera : changed) {
        ways.require(camera, profile, at);
        Profile read = ways.profile(camera, profile, at, forward);
        chosen.put(camera, ways.choose(camera, profile, read, at, asked.size()));
        asked.put(camera, profile);
      }
    }
    Optional<Skip> skip = Optional.empty();
    if (change.seek().isPresent() && gaps.around(asked, at).isPresent()) {
      Map<String, Profile> streams = new LinkedHashMap<>();
      asked.forEach((name, profile) -> streams.put(name, ways.profile(name, profile, at, forward)));
      material.require("seek", streams, forward, false, at);
      skip = gaps.skip(streams, at, forward);
    }
    State after = session.get().change(change, skip, chosen, System.nanoTime());
    return Optional.of(carriedOut(session.get(), after));
  }

  /** How a camera is shown after a jump, and where a step led, is known once it was read. */
  private static State carriedOut(ReplaySession session, State otherwise) {
    try {
      return session.carriedOut(System.nanoTime() + PATIENCE.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return otherwise;
    }
  }

  @Override
  public boolean close(String id) {
    Optional<Running> running = running(id);
    running.ifPresent(ReplayService::end);
    return running.isPresent();
  }

  /** Its place is free when its thread has ended, which a slow disk may hold up. */
  private static void end(Running running) {
    running.session().close();
    try {
      running.thread().join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public List<String> ids() {
    return replays.keySet().stream().filter(id -> running(id).isPresent()).sorted().toList();
  }
}
