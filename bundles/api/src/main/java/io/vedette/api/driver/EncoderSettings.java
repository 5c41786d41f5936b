package io.vedette.api.driver;

import io.vedette.api.stream.Profile;
import java.util.Objects;

/**
 * How a camera is set to encode one stream. Numbers are 0 where it does not say.
 *
 * @param profile which stream
 * @param codec lower case: {@code h264}, {@code h265}, {@code jpeg}
 * @param width pixels
 * @param height pixels
 * @param fps pictures per second at most
 * @param bitrateKbps limit
 * @param keyPictureDistance pictures from one key picture to the next
 */
public record EncoderSettings(
    Profile profile,
    String codec,
    int width,
    int height,
    double fps,
    int bitrateKbps,
    int keyPictureDistance) {
  public EncoderSettings {
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(codec, "codec");
  }

  /** The same with another codec and distance of key pictures. */
  public EncoderSettings with(String newCodec, int newKeyPictureDistance) {
    return new EncoderSettings(
        profile, newCodec, width, height, fps, bitrateKbps, newKeyPictureDistance);
  }
}
