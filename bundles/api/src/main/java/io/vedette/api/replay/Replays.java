package io.vedette.api.replay;

import io.vedette.api.access.Caller;
import io.vedette.api.access.Role;
import io.vedette.api.stream.Profile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Replays: recorded units of one or more cameras on one clock. Each camera of a replay is a stream
 * {@link io.vedette.api.stream.StreamKey.Replay} in the hub. Thread-safe. A replay without a viewer
 * ends after 60 s.
 */
@ProviderType
public interface Replays {
  /** Starts a replay. */
  State create(Request request) throws ReplayException;

  /** Name of whoever began a replay; empty if there is none of that id. */
  Optional<String> owner(String id);

  /** True if a caller may watch and steer a replay: whoever began it, and administrators. */
  default boolean mayUse(Caller caller, String id) {
    return owner(id).filter(o -> caller.is(Role.ADMIN) || caller.name().equals(o)).isPresent();
  }

  /** State now. */
  Optional<State> find(String id);

  /**
   * Changes a replay and answers with its new state, once the first pictures of it are sent; if
   * that takes over a quarter of a second, with what is known by then.
   *
   * @return empty if there is none
   */
  Optional<State> change(String id, Change change) throws ReplayException;

  /**
   * Ends a replay: from here on it is unknown.
   *
   * @return false if there is none
   */
  boolean close(String id);

  /** Ids of all replays. */
  List<String> ids();

  /**
   * What to replay.
   *
   * @param cameras 1 to 16 ids
   * @param at where the clock begins
   * @param profile which recorded stream
   * @param rate speed, −64 … 64, not 0
   * @param playing false: it stands, and sends nothing before the first change
   * @param owner name of the caller who begins it
   */
  record Request(
      List<String> cameras,
      Instant at,
      Profile profile,
      double rate,
      boolean playing,
      String owner) {
    public Request {
      cameras = List.copyOf(cameras);
    }
  }

  /**
   * What to change; empty: stays as it is.
   *
   * @param step 1 or −1 pictures, only while paused
   * @param profile other recorded stream
   * @param profileCamera camera whose profile changes; empty: all
   * @param smooth true: from −1× to −4× every picture is sent, group by group backward and each
   *     group forward, for a viewer who turns the groups round. Elsewhere it changes nothing
   */
  record Change(
      Optional<Boolean> playing,
      Optional<Double> rate,
      Optional<Instant> seek,
      Optional<Integer> step,
      Optional<Profile> profile,
      Optional<String> profileCamera,
      Optional<Boolean> smooth) {}

  /**
   * State of a replay.
   *
   * @param clock recorded time that is shown now
   * @param cameras per camera how it runs
   * @param skippedGap the gap that was jumped over last, by playing, a seek or a step; empty once a
   *     seek or a step met none
   * @param atEnd nothing more is recorded, as of now, in the direction of the clock: it stands
   *     there and follows what is still being recorded
   * @param smooth groups of pictures are sent, as {@link Change#smooth} has it
   */
  record State(
      String id,
      Instant clock,
      double rate,
      boolean playing,
      Map<String, CameraState> cameras,
      Optional<SkippedGap> skippedGap,
      boolean atEnd,
      boolean smooth) {}

  /**
   * One camera of a replay.
   *
   * @param mode {@code passthrough} or {@code transcode}; may change with the recording
   * @param reason why it is transcoded, or cannot be and nothing is sent, or why it is another
   *     stream than was asked for; else empty
   * @param profile recorded stream that is sent, or made anew from
   * @param shown recorded time of the newest picture sent; empty before the first
   */
  record CameraState(
      String mode, Optional<String> reason, Profile profile, Optional<Instant> shown) {}

  /**
   * Jumped over, since no camera of the replay has anything there.
   *
   * @param from end of what is recorded before it; the clock's time if nothing is
   * @param to begin of what is recorded after it; the clock's time if nothing is
   */
  record SkippedGap(Instant from, Instant to) {}
}
