package io.vedette.source.onvif;

import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.Imaging;
import io.vedette.api.driver.Imaging.IrCutFilter;
import io.vedette.api.driver.Imaging.Level;
import io.vedette.api.driver.ImagingControl;
import io.vedette.onvif.ImagingService;
import io.vedette.onvif.ImagingService.Settings;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How a camera makes its picture, in the words of the SPI. */
final class OnvifImaging implements ImagingControl {
  private final URI camera;
  private final ImagingService service;

  OnvifImaging(URI camera, ImagingService service) {
    this.camera = camera;
    this.service = service;
  }

  @Override
  public Imaging read() throws CameraException {
    Settings now = Failures.translated(camera, service::read);
    Map<Level, Imaging.Value> levels = new EnumMap<>(Level.class);
    now.levels()
        .forEach(
            (level, value) ->
                levels.put(
                    Level.valueOf(level.name()),
                    new Imaging.Value(value.now(), value.min(), value.max())));
    Set<IrCutFilter> filters =
        now.irCutFilters().stream().map(IrCutFilter::valueOf).collect(Collectors.toSet());
    Optional<IrCutFilter> filter =
        filters.isEmpty() ? Optional.empty() : Optional.of(IrCutFilter.valueOf(now.irCutFilter()));
    return new Imaging(levels, filter, filters);
  }

  @Override
  public void set(Imaging wanted) throws CameraException {
    Map<ImagingService.Level, ImagingService.Value> levels =
        new EnumMap<>(ImagingService.Level.class);
    wanted
        .levels()
        .forEach(
            (level, value) ->
                levels.put(
                    ImagingService.Level.valueOf(level.name()),
                    new ImagingService.Value(value.now(), value.min(), value.max())));
    String filter = wanted.irCutFilter().map(Enum::name).orElse("");
    Failures.translated(
        camera,
        () -> {
          service.set(new Settings(levels, filter, List.of()));
          return true;
        });
  }
}
