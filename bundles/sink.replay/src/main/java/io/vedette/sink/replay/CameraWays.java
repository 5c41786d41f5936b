package io.vedette.sink.replay;

import io.vedette.api.replay.ReplayException;
import io.vedette.api.stream.Profile;
import io.vedette.sink.replay.Ways.Choice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The ways of one camera, for a replay that runs: where there is none, the answer is a way that
 * says so. Any thread.
 *
 * @param cameras of the replay
 */
record CameraWays(Ways ways, Gaps gaps, String camera, int cameras) {
  /** The way of a recorded stream at a time. */
  Choice choose(Profile asked, Profile profile, Instant at) {
    try {
      return ways.choose(camera, asked, profile, at, cameras);
    } catch (ReplayException e) {
      return new Choice(
          Way.withhold(asked, profile, String.valueOf(e.getMessage())),
          List.of(),
          Optional.empty());
    }
  }

  /** The stream to read from a time on. */
  Profile profile(Profile asked, Instant at, boolean forward) {
    return ways.profile(camera, asked, at, forward);
  }

  boolean isRecorded(Profile profile, Instant at) {
    return gaps.around(camera, profile, at).isEmpty();
  }

  /** True if, of a time of which this stream has nothing, the other one has more. */
  boolean otherHasMore(Profile profile, Instant at, boolean forward) {
    return ways.otherHasMore(camera, profile, at, forward);
  }

  /** True if another way may be there by now: a transcoder came or went. */
  boolean isOutdated(Way way) {
    return way.anew().isPresent()
        ? ways.transcoder().filter(now -> now == way.anew().get().by()).isEmpty()
        : way.isWithheld() && ways.transcoder().isPresent();
  }
}
