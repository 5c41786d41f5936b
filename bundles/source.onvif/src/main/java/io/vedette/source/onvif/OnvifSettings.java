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

/** Encoders and clock of a camera. */
final class OnvifSettings implements CameraSettings {
  private final URI camera;
  private final OnvifClient client;
  private final EncoderService encoders;
  private final ProfileChoice choice;
  private final Runnable renewed;

  /**
   * @param renewed called when the streams ought to be opened anew
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
          all.add(read(Profile.MAIN, choice.main()));
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
        wanted.profile() == Profile.SUB ? choice.sub().orElse(choice.main()) : choice.main();
    Failures.translated(
        camera,
        () -> {
          encoders.set(
              media.encoderToken(),
              wanted.codec().toUpperCase(Locale.ROOT),
              wanted.keyPictureDistance());
          return true;
        });
    if (!wanted.codec().equalsIgnoreCase(media.encoder().encoding())) {
      renewed.run(); // the running stream was described with the other codec
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
