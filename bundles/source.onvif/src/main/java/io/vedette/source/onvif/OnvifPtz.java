package io.vedette.source.onvif;

import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.PtzControl;
import io.vedette.onvif.PtzService;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Moves a camera. */
final class OnvifPtz implements PtzControl {
  private final URI camera;
  private final PtzService service;

  OnvifPtz(URI camera, PtzService service) {
    this.camera = camera;
    this.service = service;
  }

  @Override
  public void move(double pan, double tilt, double zoom, Duration time) throws CameraException {
    Failures.translated(
        camera,
        () -> {
          service.move(pan, tilt, zoom, time);
          return true;
        });
  }

  @Override
  public void stop() throws CameraException {
    Failures.translated(
        camera,
        () -> {
          service.stop();
          return true;
        });
  }

  @Override
  public List<String> presets() throws CameraException {
    return Failures.translated(camera, service::presets).stream()
        .map(PtzService.Preset::name)
        .toList();
  }

  @Override
  public void go(String preset) throws CameraException {
    List<PtzService.Preset> all = Failures.translated(camera, service::presets);
    for (PtzService.Preset one : all) {
      if (one.name().equals(preset) || one.token().equals(preset)) {
        Failures.translated(
            camera,
            () -> {
              service.go(one);
              return true;
            });
        return;
      }
    }
    throw new CameraException(
        Kind.UNSUPPORTED,
        "no preset \"%s\" among %s"
            .formatted(preset, all.stream().map(PtzService.Preset::name).toList()));
  }
}
