package io.vedette.source.onvif;

import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraSettings;
import io.vedette.api.driver.EncoderSettings;
import io.vedette.api.stream.Profile;
import io.vedette.onvif.EncoderService;
import io.vedette.onvif.MediaProfile;
import io.vedette.onvif.OnvifClient;
import io.vedette.onvif.OnvifException;
import io.vedette.onvif.ProfileChoice;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Encoders and clock of a camera. The main one is that of its largest picture, also where that is
 * left out for its codec.
 */
final class OnvifSettings implements CameraSettings {
  private final URI camera;
  private final OnvifClient client;
  private final EncoderService encoders;
  private final ProfileChoice choice;
  private final Runnable renewed;

  /**
   * @param renewed called when the profiles ought to be chosen anew
   */
  OnvifSettings(
      URI camera, OnvifClient client, boolean secondMedia, ProfileChoice choice, Runnable renewed) {
    this.renewed = renewed;
    this.camera = camera;
    this.client = client;
    this.encoders = new EncoderService(client, secondMedia);
    this.choice = choice;
  }

  @Override
  public List<EncoderSettings> encoders() throws CameraException {
    return Failures.translated(
        camera,
        () -> {
          List<EncoderSettings> all = new ArrayList<>();
          all.add(read(Profile.MAIN, choice.largest()));
          if (choice.sub().isPresent()) {
            all.add(read(Profile.SUB, choice.sub().get()));
          }
          return all;
        });
  }

  private EncoderSettings read(Profile profile, MediaProfile media)
      throws IOException, OnvifException {
    io.vedette.onvif.EncoderSettings now = encoders.read(media.encoderToken());
    return new EncoderSettings(
        profile,
        now.encoding().toLowerCase(Locale.ROOT),
        now.width(),
        now.height(),
        now.fps(),
        now.bitrateKbps(),
        now.govLength());
  }

  @Override
  public void set(EncoderSettings wanted) throws CameraException {
    MediaProfile media =
        wanted.profile() == Profile.SUB ? choice.sub().orElse(choice.main()) : choice.largest();
    Failures.translated(
        camera,
        () -> {
          encoders.set(
              media.encoderToken(),
              wanted.codec().toUpperCase(Locale.ROOT),
              wanted.keyPictureDistance());
          return true;
        });
    if (!media.equals(choice.main()) && !choice.sub().equals(Optional.of(media))) {
      renewed.run(); // a picture that was left out for its codec may be the main one now
    }
  }

  @Override
  public Duration clockOffset() throws CameraException {
    return client.clockOffset();
  }

  @Override
  public void setClock() throws CameraException {
    Failures.translated(
        camera,
        () -> {
          client.setClock();
          return true;
        });
  }
}
