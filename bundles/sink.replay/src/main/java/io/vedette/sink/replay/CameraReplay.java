package io.vedette.sink.replay;

import io.vedette.api.recording.RecordingReader;
import io.vedette.api.recording.RecordingStore;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamHub.StreamWriter;
import io.vedette.api.transcode.TranscodeException;
import io.vedette.sink.replay.Ways.Choice;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One camera of a replay: keeps what viewers get at the clock's time, with {@link AllPictures} up
 * to 4× forward, else with {@link KeyPictures}, or {@link GroupsBackward} where that is wanted.
 * Where the recording becomes another, in codec or because a stream ends, it goes on by another
 * way, as the same stream to its viewers. Used by the session's thread only; knows no clock but the
 * one it is given.
 */
final class CameraReplay implements AutoCloseable {
  /** How often it is looked for a better way where this one is makeshift. */
  private static final long LOOK_NS = Duration.ofSeconds(1).toNanos();

  private final RecordingStore store;
  private final CameraWays ways;
  private final StreamWriter viewers;
  private final Shown shown;
  private Optional<Transcoded> transcoded = Optional.empty();
  private Way way;
  private SameKindReader kinds;
  private AllPictures all;
  private KeyPictures keys;
  private GroupsBackward groups;
  private Play play; // one of the three
  private boolean smooth; // the viewer turns groups of pictures round
  private long lookedNs;
  private boolean hadNothing; // when it was looked last
  private Instant askedFor; // key picture beyond what may be a gap; null: none yet
  private boolean inGap; // whether it was one

  /**
   * Begins to read.
   *
   * @throws TranscodeException if its pictures must be made anew and that cannot be now
   */
  CameraReplay(
      RecordingStore store, CameraWays ways, Choice begin, StreamWriter viewers, long publishedNs)
      throws TranscodeException {
    this.store = store;
    this.ways = ways;
    this.viewers = viewers;
    this.shown = new Shown(viewers, begin.tracks(), publishedNs);
    this.lookedNs = publishedNs;
    take(begin, publishedNs);
  }

  private void take(Choice choice, long nowNs) throws TranscodeException {
    Way wanted = choice.way();
    Optional<Way.Anew> anew = wanted.anew();
    if (anew.isEmpty()) {
      take(choice, wanted, Optional.empty(), nowNs);
      return;
    }
    try {
      Transcoded next = new Transcoded(anew.get().by(), anew.get().maxWidth(), viewers);
      take(choice, wanted, Optional.of(next), nowNs);
    } catch (TranscodeException e) {
      if (anew.get().isNeeded()) {
        throw e;
      }
      Way passOn = Way.passOn(wanted.asked(), wanted.profile(), Optional.of(both(wanted, e)));
      take(choice, passOn, Optional.empty(), nowNs);
    }
  }

  private static String both(Way wanted, TranscodeException e) {
    return wanted.reason().orElse("") + "; " + e.getMessage();
  }

  private void take(Choice choice, Way taken, Optional<Transcoded> by, long nowNs) {
    transcoded.ifPresent(Transcoded::endSession);
    transcoded = by;
    way = taken;
    shown.through(
        way.isWithheld() ? Optional.empty() : Optional.of(by.isPresent() ? by.get() : viewers));
    if (kinds != null) {
      kinds.close();
    }
    int heldBack = way.anew().map(Way.Anew::heldBack).orElse(0);
    kinds = new SameKindReader(store.reader(ways.camera(), way.profile()), choice.recorded());
    RecordingReader reader = heldBack > 0 ? new AheadReader(kinds, heldBack) : kinds;
    all = new AllPictures(reader, shown, heldBack == 0);
    keys = new KeyPictures(reader, shown, nowNs);
    groups = new GroupsBackward(reader, shown);
    play = all;
  }

  /**
   * Takes a way while the replay runs; where that cannot be, nothing is sent and the state says
   * why.
   */
  private void goOn(Choice choice, long nowNs) {
    try {
      take(choice, nowNs);
    } catch (TranscodeException e) {
      Way wanted = choice.way();
      Way withheld = Way.withhold(wanted.asked(), wanted.profile(), both(wanted, e));
      take(choice, withheld, Optional.empty(), nowNs);
    }
  }

  /** The way its pictures take now; may be a cheaper one than was wanted. */
  Way way() {
    return way;
  }

  /** Recorded time of the newest picture whose turn it was; empty before the first. */
  Optional<Instant> shown() {
    return play == groups ? groups.reached() : shown.newest();
  }

  /** Whether groups of pictures are wanted, where they are possible. */
  void smooth(boolean wanted) {
    smooth = wanted;
  }

  /** True if they are sent. */
  boolean isSmooth() {
    return play == groups;
  }

  private boolean suitsGroups(ReplayClock clock, long nowNs) throws IOException {
    return smooth
        && !way.isWithheld()
        && transcoded.isEmpty() // an encoder wants pictures in the order of their times
        && GroupsBackward.suits(clock, 0) // by its speed: before anything is read
        && GroupsBackward.suits(clock, all.picturesPerSecond(clock.at(nowNs)));
  }

  /** Recorded time of the newest picture that viewers get; empty before the first. */
  Optional<Instant> sent() {
    return shown.sent();
  }

  boolean isWatched() {
    return shown.isWatched();
  }

  /** Goes on another way at the clock's time; stays on its own if that cannot be. */
  void way(Choice other, ReplayClock clock, long nowNs) throws IOException {
    Way kept = way;
    try {
      take(other, nowNs);
    } catch (TranscodeException e) {
      way = new Way(kept.asked(), kept.profile(), kept.means(), Optional.of(e.getMessage()));
      return;
    }
    position(clock, nowNs);
  }

  /** The clock jumped: what was queued is dropped, the picture at its time is sent. */
  void seek(ReplayClock clock, long nowNs) throws IOException {
    shown.flush();
    position(clock, nowNs);
    Instant at = clock.at(nowNs);
    if (way.profile() == way.asked() && isThere(at)) {
      return; // the usual: no look at the index
    }
    Profile profile = ways.profile(way.asked(), at, clock.isForward());
    if (profile != way.profile()) {
      goOn(ways.choose(way.asked(), profile, at), nowNs);
      position(clock, nowNs);
    }
  }

  private boolean isThere(Instant at) {
    long sinceNs = shown().map(newest -> ReplayClock.nanos(newest, at)).orElse(-1L);
    return sinceNs >= 0 && sinceNs <= play.gapNs();
  }

  /** Speed, direction or play changed: goes on where the clock stands. */
  void speedChanged(ReplayClock clock, long nowNs) throws IOException {
    boolean isSmooth = suitsGroups(clock, nowNs);
    if (isSmooth || play == groups) {
      if (!isSmooth || play != groups) {
        position(clock, nowNs);
      }
      return;
    }
    boolean keysOnly = clock.playing() && !all.suits(clock, nowNs);
    if (keysOnly) {
      kinds.forget();
    }
    if (keysOnly && play == all) {
      play = keys;
      all.leave();
      keys.goOn(clock, clock.at(nowNs));
    } else if (keysOnly && shown().isPresent()) {
      keys.goOnBeyond(clock, shown().get());
    } else if (keysOnly) {
      keys.goOn(clock, clock.at(nowNs));
    } else if (play == keys || !all.isContiguous()) {
      position(clock, nowNs);
    }
  }

  private void position(ReplayClock clock, long nowNs) throws IOException {
    jump(clock, nowNs);
    Optional<Instant> other = otherDue(clock, nowNs);
    if (other.isPresent()) {
      cross(other.get(), nowNs);
      jump(clock, nowNs);
    }
  }

  private void jump(ReplayClock clock, long nowNs) throws IOException {
    boolean isSmooth = suitsGroups(clock, nowNs);
    boolean keysOnly = clock.playing() && !all.suits(clock, nowNs); // may read
    kinds.forget();
    if (isSmooth) {
      play = groups;
      all.leave();
      groups.start(clock, nowNs);
    } else if (keysOnly) {
      play = keys;
      all.leave();
      keys.jump(clock, nowNs);
    } else {
      play = all;
      all.jump(clock.at(nowNs), nowNs);
    }
  }

  /** Where the recording became something else, if the clock is there. */
  private Optional<Instant> otherDue(ReplayClock clock, long nowNs) {
    return kinds
        .other()
        .filter(
            at -> clock.playing() ? clock.aheadNs(at, nowNs) <= 0 : !at.isAfter(clock.at(nowNs)));
  }

  /** Looks what the recording became, and goes on by the way for that. */
  private void cross(Instant at, long nowNs) {
    Choice choice = ways.choose(way.asked(), way.profile(), at);
    if (choice.way().equals(way)) {
      kinds.acceptOther();
    } else {
      goOn(new Choice(choice.way(), choice.tracks(), kinds.otherKind()), nowNs);
    }
  }

  /**
   * Sends what is due.
   *
   * @return monotonic time at which to come again; {@link Long#MAX_VALUE}: at the end
   */
  long pump(ReplayClock clock, long nowNs) throws IOException {
    long againNs = play.pump(clock, nowNs);
    Optional<Instant> other = otherDue(clock, nowNs);
    if (other.isPresent()) {
      cross(other.get(), nowNs);
      jump(clock.seek(other.get(), nowNs), nowNs);
      return nowNs;
    }
    if (lookForBetter(clock, nowNs)) {
      return nowNs;
    }
    return kinds.other().map(at -> Math.min(againNs, clock.nsAt(at))).orElse(againNs);
  }

  /**
   * Another stream, where this one has nothing; that which was asked for, once it is there again; a
   * transcoder that came, or went. True if it goes on by another way.
   */
  private boolean lookForBetter(ReplayClock clock, long nowNs) throws IOException {
    boolean hasNothing = isAtEnd() || beyondGap(clock, nowNs).isPresent();
    boolean isMakeshift = way.profile() != way.asked() || ways.isOutdated(way);
    boolean isTime = nowNs - lookedNs >= LOOK_NS || (hasNothing && !hadNothing);
    hadNothing = hasNothing;
    if (!isTime || (!hasNothing && !isMakeshift)) {
      return false;
    }
    lookedNs = nowNs;
    Instant at = clock.at(nowNs);
    Instant ahead = at.plusNanos(clock.isForward() ? play.gapNs() : -play.gapNs());
    Profile profile = way.profile();
    if (profile != way.asked()
        && ways.isRecorded(way.asked(), at)
        && ways.isRecorded(way.asked(), clock.at(nowNs + LOOK_NS))) {
      profile = way.asked();
    } else if (hasNothing && ways.otherHasMore(profile, ahead, clock.isForward())) {
      profile = Ways.other(profile);
    } else if (!ways.isOutdated(way)) {
      return false;
    }
    Choice choice = ways.choose(way.asked(), profile, at);
    if (choice.way().equals(way)) {
      return false;
    }
    goOn(choice, nowNs);
    position(clock, nowNs);
    return true;
  }

  /** Recorded time of what comes next, if a gap lies between. */
  Optional<Instant> beyondGap(ReplayClock clock, long nowNs) {
    return next()
        .filter(
            next -> {
              long aheadNs = clock.aheadNs(next, nowNs);
              return aheadNs > play.gapNs()
                  || (aheadNs > AllPictures.GAP_NS && isInGap(next, clock, nowNs));
            });
  }

  /**
   * Key pictures may be so far apart without a gap. Asked once for each, when the clock has passed
   * the one before: backward, a gap ends there.
   */
  private boolean isInGap(Instant next, ReplayClock clock, long nowNs) {
    if (!next.equals(askedFor)) {
      askedFor = next;
      Instant at = clock.at(nowNs);
      inGap = !ways.isRecorded(way.profile(), clock.isForward() ? at : at.minusMillis(1));
    }
    return inGap;
  }

  /** True if nothing comes any more in the clock's direction, as far as is recorded now. */
  boolean isAtEnd() {
    return next().isEmpty();
  }

  private Optional<Instant> next() {
    return play.next().or(kinds::other);
  }

  /** Sends one picture more, or goes one back; paused only. True if there was one. */
  boolean step(int direction, ReplayClock clock, long nowNs) throws IOException {
    if (shown().isEmpty()) {
      return false;
    }
    return direction < 0 ? stepBack(shown().get(), nowNs) : stepOn(clock, nowNs);
  }

  private boolean stepOn(ReplayClock clock, long nowNs) throws IOException {
    if (play == keys || !all.isContiguous()) {
      position(clock, nowNs);
    }
    if (all.step(nowNs)) {
      return true;
    }
    Optional<Instant> other = kinds.other();
    if (other.isPresent()) {
      cross(other.get(), nowNs);
      jump(clock.seek(other.get(), nowNs), nowNs);
    }
    return other.isPresent();
  }

  private boolean stepBack(Instant before, long nowNs) throws IOException {
    play = all;
    kinds.forget();
    boolean done = all.stepBack(before, nowNs);
    Optional<Instant> other = kinds.other().filter(at -> at.isBefore(before));
    if (other.isPresent()) {
      cross(other.get(), nowNs);
      done = all.stepBack(before, nowNs);
    }
    return done;
  }

  @Override
  public void close() {
    kinds.close();
    transcoded.ifPresent(Transcoded::endSession);
    viewers.close();
  }
}
