package io.vedette.testkit;

import io.vedette.api.stream.Profile;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A camera at a simulated recorder of several. Immutable.
 *
 * @param title as the recorder calls it
 * @param loops what it shows, by profile; both are there
 */
public record RecorderChannel(String title, Map<Profile, MediaLoop> loops) {
  public RecorderChannel {
    loops = Map.copyOf(loops);
  }

  /** One channel for each scene, named after it. */
  public static List<RecorderChannel> of(Clip.Scene... scenes) {
    return of(Integer.MAX_VALUE, scenes);
  }

  /**
   * The same with pictures enough for a decoder and little to wait for: the beginning of the scene,
   * over and over.
   *
   * @param pictures in each group, so that a decoder can begin at every one of so many
   */
  public static List<RecorderChannel> of(int pictures, Clip.Scene... scenes) {
    return Arrays.stream(scenes)
        .map(
            scene ->
                new RecorderChannel(
                    scene.title(),
                    Map.of(
                        Profile.MAIN, loop(scene, Profile.MAIN, pictures),
                        Profile.SUB, loop(scene, Profile.SUB, pictures))))
        .toList();
  }

  /** A channel that shows what a camera of its own would. */
  static RecorderChannel of(CameraSetup setup) {
    Map<Profile, MediaLoop> loops = new EnumMap<>(Profile.class);
    setup.clips().forEach((profile, clip) -> loops.put(profile, MediaLoop.video(clip)));
    return new RecorderChannel(setup.name(), loops);
  }

  /** A channel whose encoder makes H.265, in 640x360 for both streams. */
  public static RecorderChannel h265() {
    MediaLoop loop = MediaLoop.video(Clip.h265());
    return new RecorderChannel("H.265", Map.of(Profile.MAIN, loop, Profile.SUB, loop));
  }

  private static MediaLoop loop(Clip.Scene scene, Profile profile, int pictures) {
    Clip clip = Clip.of(scene, profile);
    return MediaLoop.video(pictures < clip.units().size() ? clip.beginning(pictures) : clip);
  }

  /** The same with another title. */
  public RecorderChannel titled(String other) {
    return new RecorderChannel(other, loops);
  }
}
