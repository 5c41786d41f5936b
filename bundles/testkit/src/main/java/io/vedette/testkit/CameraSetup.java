package io.vedette.testkit;

import io.vedette.api.driver.Credentials;
import io.vedette.api.stream.Profile;
import io.vedette.rtsp.ServerAuth.Scheme;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a simulated camera is like, apart from the faults that are switched on while it runs.
 *
 * @param name in its SDP and as its realm
 * @param clips what it plays, by profile
 * @param audio adds an A-law tick to every stream
 * @param credentials asks for them if present
 * @param schemes how it asks for them
 * @param description how it describes its streams
 */
public record CameraSetup(
    String name,
    Map<Profile, Clip> clips,
    boolean audio,
    Optional<Credentials> credentials,
    List<Scheme> schemes,
    Description description) {
  /** Ways of writing an SDP. */
  public enum Description {
    /** With parameter sets. */
    FULL,
    /** Without parameter sets: they come in band alone. */
    BARE,
    /** MPEG-4 part 2, which it then does not send. */
    OTHER_CODEC,
    /** Lines that are no SDP, media sections that contradict themselves. */
    NONSENSE;

    String disguise(String sdp) {
      return switch (this) {
        case FULL -> sdp;
        case BARE -> sdp.replaceAll(";sprop-parameter-sets=[^\\r\\n;]*", "");
        case OTHER_CODEC -> sdp.replace(" H264/", " MP4V-ES/");
        case NONSENSE -> "v=9\r\nhello\r\n=\r\nm=video\r\nm=x y z\r\na=rtpmap:96\r\na=fmtp:=;=,";
      };
    }
  }

  public CameraSetup {
    Objects.requireNonNull(name, "name");
    clips = Map.copyOf(clips);
    Objects.requireNonNull(credentials, "credentials");
    schemes = List.copyOf(schemes);
    Objects.requireNonNull(description, "description");
  }

  /** A plain camera with both profiles of a scene; its Digest is the short one of RFC 2069. */
  public static CameraSetup of(Clip.Scene scene) {
    return new CameraSetup(
        scene.title(),
        Map.of(
            Profile.MAIN, Clip.of(scene, Profile.MAIN), Profile.SUB, Clip.of(scene, Profile.SUB)),
        false,
        Optional.empty(),
        List.of(Scheme.DIGEST_MD5_SHORT),
        Description.FULL);
  }

  /** The same with other clips. */
  public CameraSetup with(Map<Profile, Clip> other) {
    return new CameraSetup(name, other, audio, credentials, schemes, description);
  }

  /** The same with sound. */
  public CameraSetup withAudio() {
    return new CameraSetup(name, clips, true, credentials, schemes, description);
  }

  /** The same behind a password. */
  public CameraSetup withCredentials(String user, String password) {
    Optional<Credentials> asked = Optional.of(new Credentials(user, password));
    return new CameraSetup(name, clips, audio, asked, schemes, description);
  }

  /** The same with another way of asking for the password. */
  public CameraSetup with(Scheme... other) {
    return new CameraSetup(name, clips, audio, credentials, List.of(other), description);
  }

  /** The same with another way of describing itself. */
  public CameraSetup with(Description other) {
    return new CameraSetup(name, clips, audio, credentials, schemes, other);
  }
}
