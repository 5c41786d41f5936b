package io.vedette.api.stream;

import java.util.Objects;

/**
 * Names a stream: one profile of a camera, or one camera of a replay. Outlives connections. The
 * path is the tail of its WHEP and RTSP addresses.
 */
public sealed interface StreamKey {
  /** {@code live/front-door/main}, {@code replay/7f3a/front-door}. */
  String path();

  /** The camera whose pictures these are; rights are checked against it. */
  String camera();

  /** What a camera sends now. */
  record Live(String camera, Profile profile) implements StreamKey {
    public Live {
      Objects.requireNonNull(camera, "camera");
      Objects.requireNonNull(profile, "profile");
    }

    @Override
    public String path() {
      return "live/" + camera + "/" + profile.id();
    }

    /** As logs name it. */
    @Override
    public String toString() {
      return camera + " " + profile.id();
    }
  }

  /** What a replay sends of one camera. */
  record Replay(String replay, String camera) implements StreamKey {
    public Replay {
      Objects.requireNonNull(replay, "replay");
      Objects.requireNonNull(camera, "camera");
    }

    @Override
    public String path() {
      return "replay/" + replay + "/" + camera;
    }
  }
}
