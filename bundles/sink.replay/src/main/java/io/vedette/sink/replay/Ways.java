package io.vedette.sink.replay;

import io.vedette.api.replay.ReplayException;
import io.vedette.api.replay.ReplayException.Kind;
import io.vedette.api.stream.Profile;
import io.vedette.api.transcode.Transcoder;
import io.vedette.media.CodecConfig;
import io.vedette.media.H264Config;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import io.vedette.media.VideoConfig;
import io.vedette.sink.replay.Gaps.Gap;
import io.vedette.sink.replay.Material.Found;
import io.vedette.sink.replay.Way.Anew;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Chooses how the recording of a camera gets to its viewers: untouched wherever browsers show it.
 * Any thread.
 */
final class Ways {
  /**
   * Replays of so many cameras get the main stream as it is where no sub stream was recorded: four
   * HD streams are what one screen, one network link and one browser do take, while making them
   * smaller costs a seventh of a processor core each.
   */
  private static final int FEW = 4;

  /** Width of a usual sub stream. */
  private static final int SUB_WIDTH = 640;

  /**
   * Parameter sets of x264 for constrained baseline, 640x360. A stand-in, since those of the
   * transcoder are not known yet: each picture that comes brings its own.
   */
  private static final H264Config USUAL = usual();

  /** What is not longer is no reason to read the other stream. */
  private static final long SHORT_NS = Duration.ofSeconds(3).toNanos();

  private final Material material;
  private final Gaps gaps;
  private final Supplier<Optional<Transcoder>> transcoder;

  Ways(Material material, Gaps gaps, Supplier<Optional<Transcoder>> transcoder) {
    this.material = material;
    this.gaps = gaps;
    this.transcoder = transcoder;
  }

  /**
   * A way, and what is recorded there.
   *
   * @param tracks empty: nothing
   * @param recorded kind of pictures the way was chosen for; empty: none are recorded
   */
  record Choice(Way way, List<Track> tracks, Optional<CodecConfig> recorded) {}

  /** The transcoder that is there now. */
  Optional<Transcoder> transcoder() {
    return transcoder.get();
  }

  static Profile other(Profile profile) {
    return profile == Profile.MAIN ? Profile.SUB : Profile.MAIN;
  }

  /**
   * The stream to read from a time on: the other one where that which was asked for has a gap.
   * Where nothing lies in the replay's direction it is the stream that was asked for, and shows
   * nothing.
   */
  Profile profile(String camera, Profile asked, Instant at, boolean forward) {
    if (gaps.around(camera, asked, at).isEmpty()) {
      return asked;
    }
    Profile other = other(asked);
    if (otherHasMore(camera, asked, at, forward)) {
      return other;
    }
    Instant now = Instant.now(); // it may be that only one of them is recorded on
    return !material.lies(forward, camera, asked, at, now)
            && material.lies(forward, camera, other, at, now)
        ? other
        : asked;
  }

  /** True if, of a time of which this stream has nothing for long, the other one has more. */
  boolean otherHasMore(String camera, Profile profile, Instant at, boolean forward) {
    Optional<Gap> here = gaps.around(camera, profile, at);
    if (here.isEmpty() || ReplayClock.nanos(here.get().from(), here.get().to()) < SHORT_NS) {
      return false;
    }
    Optional<Gap> there = gaps.around(camera, other(profile), at);
    return there.isEmpty()
        || (forward
            ? ReplayClock.nanos(there.get().to(), here.get().to()) > SHORT_NS
            : ReplayClock.nanos(here.get().from(), there.get().from()) > SHORT_NS);
  }

  /**
   * The way of one camera.
   *
   * @param profile recorded stream that is read
   * @param cameras of the replay
   * @throws ReplayException if browsers do not show it and nobody can make it anew
   */
  Choice choose(String camera, Profile asked, Profile profile, Instant at, int cameras)
      throws ReplayException {
    boolean instead = profile != asked;
    Optional<String> reason =
        instead ? Optional.of("no " + asked.id() + " stream is recorded") : Optional.empty();
    boolean smaller = instead && asked == Profile.SUB;
    Found found = material.find(camera, profile, at);
    List<Track> tracks = found.tracks();
    Optional<CodecConfig> recorded =
        tracks.stream().filter(Track::isVideo).map(Track::config).findFirst();
    if (found.obstacle().isPresent()) {
      String obstacle = profile.id() + " " + found.obstacle().get();
      int width = smaller ? SUB_WIDTH : Transcoder.ORIGINAL_WIDTH;
      Anew anew = new Anew(required(camera, obstacle), width, heldBack(tracks), true);
      Way way = new Way(asked, profile, anew, Optional.of(obstacle));
      return new Choice(way, tracks.stream().map(Ways::announced).toList(), recorded);
    }
    if (smaller && cameras > FEW && transcoder.get().isPresent()) {
      Anew anew = new Anew(transcoder.get().get(), SUB_WIDTH, 0, false);
      return new Choice(new Way(asked, profile, anew, reason), tracks, recorded);
    }
    return new Choice(Way.passOn(asked, profile, reason), tracks, recorded);
  }

  private Transcoder required(String camera, String obstacle) throws ReplayException {
    return transcoder
        .get()
        .orElseThrow(
            () ->
                new ReplayException(
                    Kind.IMPOSSIBLE,
                    "%s: %s, which browsers do not show over WebRTC; download the recording, set the"
                            .formatted(camera, obstacle)
                        + " camera to H.264 without B-frames, or install the feature transcoder"));
  }

  /** What readers are told before the first picture: the codec that comes out counts. */
  private static Track announced(Track recorded) {
    return recorded.isVideo() && !(recorded.config() instanceof H264Config)
        ? new Track(recorded.id(), recorded.clockRate(), USUAL)
        : recorded;
  }

  private static H264Config usual() {
    HexFormat hex = HexFormat.of();
    try {
      return H264Config.of(
          ByteBuffer.wrap(hex.parseHex("6742c01ed900a02ff970110000030001000003001e0f162e48")),
          List.of(ByteBuffer.wrap(hex.parseHex("68cb83cb20"))));
    } catch (MalformedMediaException e) {
      throw new IllegalStateException("a constant is wrong", e);
    }
  }

  private static int heldBack(List<Track> tracks) {
    return tracks.stream().map(Track::config).mapToInt(Ways::heldBack).max().orElse(0);
  }

  private static int heldBack(CodecConfig config) {
    return config instanceof VideoConfig video ? video.reorderFrames().orElse(0) : 0;
  }

  /**
   * Refuses a change to a stream of which nothing is recorded, unless it can be made.
   *
   * @throws ReplayException if so
   */
  void require(String camera, Profile profile, Instant at) throws ReplayException {
    boolean recorded = !material.find(camera, profile, at).tracks().isEmpty();
    if (!recorded
        && (profile == Profile.MAIN
            || transcoder.get().isEmpty()
            || material.find(camera, Profile.MAIN, at).tracks().isEmpty())) {
      throw new ReplayException(
          Kind.IMPOSSIBLE,
          "stream",
          "of " + camera + " no " + profile.id() + " stream is recorded");
    }
  }
}
