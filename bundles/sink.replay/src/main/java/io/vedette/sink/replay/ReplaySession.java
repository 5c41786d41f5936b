package io.vedette.sink.replay;

import io.vedette.api.replay.Replays.CameraState;
import io.vedette.api.replay.Replays.Change;
import io.vedette.api.replay.Replays.SkippedGap;
import io.vedette.api.replay.Replays.State;
import io.vedette.api.stream.Profile;
import io.vedette.sink.replay.Gaps.Skip;
import io.vedette.sink.replay.Ways.Choice;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replay: its cameras on one clock. Callers change the clock and note wishes, which costs them
 * nothing; the replay's thread calls {@link #pump}, carries the newest wish out and sends what is
 * due. A wish that comes while an older one is carried out replaces it: a scrubbing user never
 * waits for a queue of seeks.
 */
final class ReplaySession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplaySession.class);

  /** At the end of a recording that grows: how often it is looked for more. */
  private static final long AT_END_NS = Duration.ofMillis(200).toNanos();

  private static final long IDLE_NS = Duration.ofSeconds(60).toNanos();

  /** Longest pause of the thread: viewers that leave are noticed. */
  private static final long WATCH_NS = Duration.ofSeconds(1).toNanos();

  private final String id;
  private final Map<String, CameraReplay> cameras; // values: replay's thread only
  private final Gaps gaps;
  private ReplayClock clock; // guarded by this
  private Wish wish; // guarded by this
  private Map<String, CameraState> shown = Map.of(); // guarded by this
  private Map<String, Profile> wanted = Map.of(); // streams that were asked for; guarded by this
  private Optional<SkippedGap> skippedGap; // by the newest jump; guarded by this
  private boolean atEnd; // guarded by this
  private boolean smooth; // wanted; guarded by this
  private boolean isSmooth; // guarded by this
  private long asked; // changes so far; guarded by this
  private long carriedOut; // how many of them; guarded by this
  private boolean closed; // guarded by this
  private final Map<String, String> faults = new HashMap<>(); // told; replay's thread only
  private long watchedNs; // when somebody last looked; replay's thread only

  /**
   * @param clock if it stands, nothing is sent until a change
   * @param skipped the gap that lay where it should have begun
   */
  ReplaySession(
      String id,
      Map<String, CameraReplay> cameras,
      Gaps gaps,
      ReplayClock clock,
      Optional<SkippedGap> skipped) {
    this.id = id;
    this.cameras = new LinkedHashMap<>(cameras);
    this.gaps = gaps;
    this.clock = clock;
    this.skippedGap = skipped;
    this.wish = clock.playing() ? Wish.SEEK : Wish.NONE;
    this.watchedNs = clock.anchorNs();
    noteShown();
  }

  synchronized State state(long nowNs) {
    Instant at = standing(nowNs).at(nowNs);
    return new State(id, at, clock.rate(), clock.playing(), shown, skippedGap, atEnd, isSmooth);
  }

  /** The clock, which at the end of what is recorded stands: between two looks it runs ahead. */
  private synchronized ReplayClock standing(long nowNs) {
    return atEnd ? clock.seek(clock.anchor(), nowNs) : clock;
  }

  /**
   * Takes a change whose values were checked; answers with the state it leads to.
   *
   * @param skip out of the gap where it seeks
   * @param ways of the cameras whose profile changes
   */
  synchronized State change(
      Change change, Optional<Skip> skip, Map<String, Choice> ways, long nowNs) {
    clock = standing(nowNs);
    change.rate().ifPresent(rate -> clock = clock.rate(rate, nowNs));
    change.playing().ifPresent(playing -> clock = clock.play(playing, nowNs));
    change.seek().ifPresent(at -> clock = clock.seek(skip.map(Skip::to).orElse(at), nowNs));
    change.smooth().ifPresent(wanted -> smooth = wanted);
    if (change.seek().isPresent() || change.step().isPresent()) {
      skippedGap = skip.map(Skip::gap);
    }
    atEnd &= change.seek().isEmpty() && change.rate().isEmpty() && clock.playing();
    Map<String, Choice> newest = new LinkedHashMap<>(wish.ways());
    newest.putAll(ways);
    wish =
        new Wish(
            wish.seek() || change.seek().isPresent(),
            wish.speed()
                || change.rate().isPresent()
                || change.playing().isPresent()
                || change.smooth().isPresent(),
            change.step().orElse(change.seek().isPresent() ? 0 : wish.step()), // it leads elsewhere
            newest);
    asked++;
    notifyAll();
    return state(nowNs);
  }

  /** The state once what was asked so far is carried out, but no later than that. */
  synchronized State carriedOut(long untilNs) throws InterruptedException {
    long all = asked;
    for (long leftNs = untilNs - System.nanoTime();
        carriedOut < all && !closed && leftNs > 0;
        leftNs = untilNs - System.nanoTime()) {
      wait(leftNs / 1_000_000 + 1);
    }
    return state(System.nanoTime());
  }

  /** The stream of each camera that was asked for; what is read may be the other one. */
  synchronized Map<String, Profile> asked() {
    return wanted;
  }

  boolean hasCamera(String camera) {
    return cameras.containsKey(camera);
  }

  synchronized boolean isPlaying() {
    return clock.playing();
  }

  /** Sends what is due until nobody looked for a minute, or closed. The replay's thread. */
  void run() {
    try {
      long waitNs = 0;
      while (waitNs >= 0 && await(waitNs)) {
        waitNs = pump(System.nanoTime());
      }
    } catch (InterruptedException e) {
      LOG.debug("replay {}: interrupted", id);
    } finally {
      cameras.values().forEach(CameraReplay::close);
    }
  }

  @SuppressWarnings("WaitNotInLoop") // waking early only means pumping early
  private synchronized boolean await(long waitNs) throws InterruptedException {
    if (!closed && Wish.NONE.equals(wish) && waitNs > 0) {
      wait(waitNs / 1_000_000, (int) (waitNs % 1_000_000));
    }
    return !closed;
  }

  /**
   * Carries out the newest wish and sends what is due.
   *
   * @return nanoseconds until it wants to be called again; negative: idle for too long, over
   */
  long pump(long nowNs) {
    ReplayClock now;
    Wish todo;
    long taken;
    boolean groups;
    synchronized (this) {
      groups = smooth;
      taken = asked;
      now = clock;
      todo = wish;
      wish = Wish.NONE;
    }
    long nextNs = nowNs + WATCH_NS;
    for (Map.Entry<String, CameraReplay> entry : cameras.entrySet()) {
      try {
        entry.getValue().smooth(groups);
        nextNs = Math.min(nextNs, pump(entry.getKey(), entry.getValue(), todo, now, nowNs));
      } catch (IOException e) {
        tellFault(entry.getKey(), e);
      }
    }
    nextNs =
        Math.min(nextNs, todo.step() == 0 ? followClock(now, nowNs) : afterStep(todo, now, nowNs));
    noteShown();
    synchronized (this) {
      carriedOut = taken;
      notifyAll();
    }
    return isIdle(nowNs) ? -1 : Math.max(0, nextNs - nowNs);
  }

  /** A file was deleted or its disk is gone: this camera stands still, the others go on. */
  private void tellFault(String camera, IOException fault) {
    String words = String.valueOf(fault.getMessage());
    if (!words.equals(faults.put(camera, words))) {
      LOG.warn("replay {}: {}: {}", id, camera, words);
    }
  }

  private static long pump(
      String name, CameraReplay camera, Wish todo, ReplayClock clock, long nowNs)
      throws IOException {
    Choice other = todo.ways().get(name);
    if (other != null && !other.way().equals(camera.way())) {
      camera.way(other, clock, nowNs);
    } else if (todo.seek()) {
      camera.seek(clock, nowNs);
    } else if (todo.speed()) {
      camera.speedChanged(clock, nowNs);
    }
    return clock.playing() ? camera.pump(clock, nowNs) : Long.MAX_VALUE;
  }

  /** Jumps over what no camera has; stands still at the end of what is recorded. */
  private long followClock(ReplayClock now, long nowNs) {
    if (!now.playing()) {
      return Long.MAX_VALUE;
    }
    List<CameraReplay> running = cameras.values().stream().filter(c -> !c.isAtEnd()).toList();
    if (running.isEmpty()) {
      standAtEnd(now, nowNs);
      return nowNs + AT_END_NS;
    }
    synchronized (this) {
      atEnd = false;
    }
    List<Instant> beyond =
        running.stream().map(c -> c.beyondGap(now, nowNs)).flatMap(Optional::stream).toList();
    if (beyond.size() < running.size()) {
      return Long.MAX_VALUE;
    }
    Comparator<Instant> nearest =
        now.isForward() ? Comparator.naturalOrder() : Comparator.reverseOrder();
    Instant to = beyond.stream().min(nearest).orElseThrow();
    Instant from = now.at(nowNs);
    Instant earlier = now.isForward() ? from : to;
    Instant later = now.isForward() ? to : from;
    SkippedGap gap = gapUpTo(later, from).orElse(new SkippedGap(earlier, later));
    swap(now, now.seek(to, nowNs), Optional.of(gap));
    return nowNs;
  }

  /** At the last picture, or where the clock came to its end without any. */
  private synchronized void standAtEnd(ReplayClock now, long nowNs) {
    if (clock.equals(now)) { // else a caller's is newer
      Instant here = standing(nowNs).at(nowNs);
      Instant last = lastShown(now).filter(l -> now.aheadNs(l, nowNs) < 0).orElse(here);
      clock = now.seek(last, nowNs);
      atEnd = true;
    }
  }

  /** The gap that ends at a recorded time; empty: something is recorded before it. */
  private Optional<SkippedGap> gapUpTo(Instant end, Instant clock) {
    Map<String, Profile> streams = new HashMap<>();
    cameras.forEach((name, camera) -> streams.put(name, camera.way().profile()));
    return gaps.around(streams, end.minusMillis(1)).map(gap -> gap.seenFrom(clock));
  }

  private Optional<Instant> lastShown(ReplayClock now) {
    Comparator<Instant> furthest =
        now.isForward() ? Comparator.naturalOrder() : Comparator.reverseOrder();
    return cameras.values().stream()
        .map(CameraReplay::shown)
        .flatMap(Optional::stream)
        .max(furthest);
  }

  /** The thread's own change of the clock; a caller's that came meanwhile is newer and stays. */
  private synchronized void swap(
      ReplayClock expected, ReplayClock next, Optional<SkippedGap> skipped) {
    if (clock.equals(expected)) {
      clock = next;
      skippedGap = skipped;
    }
  }

  /** The first camera that has a picture in that direction steps; the others follow its time. */
  private long afterStep(Wish todo, ReplayClock now, long nowNs) {
    try {
      CameraReplay leader = null;
      for (CameraReplay camera : cameras.values()) {
        if (leader == null) {
          leader = camera.step(todo.step(), now, nowNs) ? camera : null;
        } else {
          camera.seek(now.seek(leader.shown().orElseThrow(), nowNs), nowNs);
        }
      }
      if (leader != null) {
        Instant from = now.at(nowNs);
        Instant to = leader.shown().orElseThrow();
        swap(now, now.seek(to, nowNs), gapUpTo(to.isAfter(from) ? to : from, from));
      }
    } catch (IOException e) {
      LOG.warn("replay {}: step: {}", id, e.getMessage());
    }
    return Long.MAX_VALUE;
  }

  private void noteShown() {
    Map<String, CameraState> states = new LinkedHashMap<>();
    Map<String, Profile> streams = new LinkedHashMap<>();
    cameras.forEach(
        (name, camera) -> {
          states.put(name, state(camera));
          streams.put(name, camera.way().asked());
        });
    synchronized (this) {
      shown = states;
      wanted = streams;
      isSmooth = cameras.values().stream().allMatch(CameraReplay::isSmooth);
    }
  }

  private static CameraState state(CameraReplay camera) {
    Way way = camera.way();
    return new CameraState(way.mode(), way.reason(), way.profile(), camera.sent());
  }

  private boolean isIdle(long nowNs) {
    if (cameras.values().stream().anyMatch(CameraReplay::isWatched)) {
      watchedNs = nowNs;
    }
    return nowNs - watchedNs > IDLE_NS;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
