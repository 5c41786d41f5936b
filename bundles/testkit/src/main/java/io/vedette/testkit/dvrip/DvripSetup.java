package io.vedette.testkit.dvrip;

import io.vedette.api.driver.Credentials;
import io.vedette.testkit.Clip;
import java.util.List;

/**
 * What a simulated DVRIP device is like.
 *
 * @param credentials the only ones it takes
 * @param channels title and scene of each camera
 * @param audio sends an A-law tick with every stream
 * @param extraName what it calls the sub stream: {@code Extra1}, or {@code Extra} with old firmware
 * @param hevc states H.265, which it does not really send
 */
public record DvripSetup(
    Credentials credentials,
    List<Channel> channels,
    boolean audio,
    String extraName,
    boolean hevc) {
  /** A camera at the device. */
  public record Channel(String title, Clip.Scene scene) {}

  public DvripSetup {
    channels = List.copyOf(channels);
  }

  /** A usual recorder with sound. */
  public static DvripSetup of(Credentials credentials, Clip.Scene... scenes) {
    List<Channel> channels =
        List.of(scenes).stream().map(scene -> new Channel(scene.title(), scene)).toList();
    return new DvripSetup(credentials, channels, true, "Extra1", false);
  }

  /** The same with old firmware and without sound. */
  public DvripSetup old() {
    return new DvripSetup(credentials, channels, false, "Extra", hevc);
  }

  /** The same with an encoder that browsers cannot show. */
  public DvripSetup withHevc() {
    return new DvripSetup(credentials, channels, audio, extraName, true);
  }
}
