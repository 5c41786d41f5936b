package io.vedette.web.resource;

import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraSettings;
import io.vedette.api.driver.EncoderSettings;
import io.vedette.api.stream.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something in a camera's settings that hurts.
 *
 * @param stream main or sub; empty if it is about the camera
 * @param setting in the API's words
 * @param is what is set
 * @param should what would be better
 * @param why for people
 * @param correction does it through the camera's driver; empty if only the camera's page can
 */
record Finding(
    Optional<Profile> stream,
    String setting,
    String is,
    String should,
    String why,
    Optional<Correction> correction) {
  /** Longer and a first picture takes long, jumps in replay are coarse. */
  private static final double KEY_SECONDS = 2;

  private static final Duration CLOCK = Duration.ofSeconds(5);

  /** Sets something right. */
  @FunctionalInterface
  interface Correction {
    void apply(CameraSettings settings) throws CameraException;
  }

  /** What hurts in these settings. */
  static List<Finding> of(List<EncoderSettings> encoders, Duration clockOffset) {
    List<Finding> findings = new ArrayList<>();
    for (EncoderSettings encoder : encoders) {
      of(encoder).ifPresent(findings::add);
      keyPictures(encoder).ifPresent(findings::add);
    }
    if (encoders.stream().noneMatch(e -> e.profile() == Profile.SUB)) {
      findings.add(
          new Finding(
              Optional.of(Profile.SUB),
              "subStream",
              "none",
              "640x360 at 10 to 15 pictures/s in H.264",
              "Without a small picture the wall shows the large one, which costs network and"
                  + " computing.",
              Optional.empty()));
    }
    if (clockOffset.abs().compareTo(CLOCK) > 0) {
      findings.add(
          new Finding(
              Optional.empty(),
              "clock",
              clockOffset.abs().toSeconds() + (clockOffset.isNegative() ? " s slow" : " s fast"),
              "that of the recorder",
              "The time in the picture is wrong, and logins may fail. Better still, set NTP in the"
                  + " camera.",
              Optional.of(CameraSettings::setClock)));
    }
    return findings;
  }

  private static Optional<Finding> of(EncoderSettings encoder) {
    if (encoder.codec().equals("h264")) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            Optional.of(encoder.profile()),
            "codec",
            encoder.codec(),
            "h264",
            "It is recorded, but only some browsers show it.",
            Optional.of(
                settings -> settings.set(encoder.with("h264", encoder.keyPictureDistance())))));
  }

  private static Optional<Finding> keyPictures(EncoderSettings encoder) {
    if (encoder.fps() <= 0 || encoder.keyPictureDistance() <= 0) {
      return Optional.empty();
    }
    double seconds = encoder.keyPictureDistance() / encoder.fps();
    if (seconds <= KEY_SECONDS) {
      return Optional.empty();
    }
    int better = (int) Math.max(1, Math.floor(encoder.fps() * KEY_SECONDS));
    return Optional.of(
        new Finding(
            Optional.of(encoder.profile()),
            "keyPictures",
            String.format(Locale.ROOT, "each %.1f s", seconds),
            String.format(Locale.ROOT, "each %.1f s", better / encoder.fps()),
            "The first picture and each jump in replay wait for a key picture.",
            // The codec may have been corrected just before.
            Optional.of(settings -> settings.set(encoder.with("h264", better)))));
  }
}
