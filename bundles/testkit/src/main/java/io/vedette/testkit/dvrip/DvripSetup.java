package io.vedette.testkit.dvrip;

import io.vedette.api.driver.Credentials;
import io.vedette.testkit.Clip;
import io.vedette.testkit.RecorderChannel;
import java.util.List;

/**
 * What a simulated DVRIP device is like.
 *
 * @param credentials the only ones it takes
 * @param channels its cameras
 * @param audio sends an A-law tick with every stream
 * @param extraName what it calls the sub stream: {@code Extra1}, or {@code Extra} with old firmware
 */
public record DvripSetup(
    Credentials credentials, List<RecorderChannel> channels, boolean audio, String extraName) {
  public DvripSetup {
    channels = List.copyOf(channels);
  }

  /** A usual recorder with sound. */
  public static DvripSetup of(Credentials credentials, Clip.Scene... scenes) {
    return of(credentials, RecorderChannel.of(scenes));
  }

  /** The same with channels of one's own. */
  public static DvripSetup of(Credentials credentials, List<RecorderChannel> channels) {
    return new DvripSetup(credentials, channels, true, "Extra1");
  }

  /** The same with old firmware and without sound. */
  public DvripSetup old() {
    return new DvripSetup(credentials, channels, false, "Extra");
  }
}
