package io.vedette.onvif;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One of a camera's media profiles that has a picture.
 *
 * @param token names it in requests
 * @param name for people
 * @param source token of the video source; recorders have one per camera
 * @param encoderToken names the encoder's configuration
 * @param encoder how it encodes
 * @param ptz true if the profile moves the camera
 */
public record MediaProfile(
    String token,
    String name,
    String source,
    String encoderToken,
    EncoderSettings encoder,
    boolean ptz) {
  /** More than the largest recorder has; the rest is not looked at. */
  private static final int MAX_PROFILES = 512;

  /**
   * Reads an answer to GetProfiles of either media service; profiles without encoder are left out.
   */
  static List<MediaProfile> readAll(XmlElement response) {
    List<MediaProfile> profiles = new ArrayList<>();
    for (XmlElement one : response.all("Profiles")) {
      if (profiles.size() == MAX_PROFILES) {
        break;
      }
      read(one).ifPresent(profiles::add);
    }
    return profiles;
  }

  private static Optional<MediaProfile> read(XmlElement profile) {
    Optional<XmlElement> configurations = profile.find("Configurations"); // Media2
    Optional<XmlElement> encoder =
        configurations
            .flatMap(c -> c.find("VideoEncoder"))
            .or(() -> profile.find("VideoEncoderConfiguration"));
    Optional<XmlElement> source =
        configurations
            .flatMap(c -> c.find("VideoSource"))
            .or(() -> profile.find("VideoSourceConfiguration"));
    boolean ptz =
        configurations.flatMap(c -> c.find("PTZ")).isPresent()
            || profile.find("PTZConfiguration").isPresent();
    if (encoder.isEmpty() || profile.attribute("token").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new MediaProfile(
            profile.attribute("token"),
            profile.text("Name"),
            source.map(s -> s.text("SourceToken")).orElse(""),
            encoder.get().attribute("token"),
            EncoderSettings.read(encoder.get()),
            ptz));
  }
}
