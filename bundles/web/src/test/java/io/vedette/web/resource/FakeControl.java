package io.vedette.web.resource;

import io.vedette.api.camera.CameraControl;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraSettings;
import io.vedette.api.driver.DeviceInfo;
import io.vedette.api.driver.EncoderSettings;
import io.vedette.api.driver.Imaging;
import io.vedette.api.driver.ImagingControl;
import io.vedette.api.driver.MediaFeed;
import io.vedette.api.driver.PtzControl;
import io.vedette.api.driver.StreamOffer;
import io.vedette.api.stream.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cameras that write down what they are told; each has the preset {@code gate}. */
final class FakeControl implements CameraControl {
  final List<String> told = new ArrayList<>();
  CameraException fault; // null: everything works

  @Override
  public <T> T ask(String camera, Request<T> request) throws CameraException {
    check();
    return request.run(new Connection(camera));
  }

  @Override
  public void move(String camera, double pan, double tilt, double zoom, Duration time)
      throws CameraException {
    check();
    told.add(camera + " move " + pan + " " + tilt + " " + zoom + " " + time);
  }

  @Override
  public void stop(String camera) throws CameraException {
    check();
    told.add(camera + " stop");
  }

  private void check() throws CameraException {
    if (fault != null) {
      throw fault;
    }
  }

  /** How its cameras are set; empty: they do not tell. */
  final List<EncoderSettings> encoders = new ArrayList<>();

  Imaging imaging; // null: they do not let it be set

  private final class Connection
      implements CameraConnection, PtzControl, CameraSettings, ImagingControl {
    private final String camera;

    Connection(String camera) {
      this.camera = camera;
    }

    @Override
    public Optional<PtzControl> ptz() {
      return Optional.of(this);
    }

    @Override
    public void move(double pan, double tilt, double zoom, Duration time) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void stop() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> presets() {
      return List.of("gate");
    }

    @Override
    public void go(String preset) throws CameraException {
      if (!preset.equals("gate")) {
        throw new CameraException(CameraException.Kind.UNSUPPORTED, "no preset " + preset);
      }
      told.add(camera + " go " + preset);
    }

    @Override
    public Optional<CameraSettings> settings() {
      return encoders.isEmpty() ? Optional.empty() : Optional.of(this);
    }

    @Override
    public Optional<ImagingControl> imaging() {
      return imaging == null ? Optional.empty() : Optional.of(this);
    }

    @Override
    public Imaging read() {
      return imaging;
    }

    @Override
    public void set(Imaging wanted) {
      imaging = wanted;
    }

    @Override
    public List<EncoderSettings> encoders() {
      return List.copyOf(encoders);
    }

    @Override
    public void set(EncoderSettings wanted) throws CameraException {
      if (wanted.profile() == Profile.SUB) {
        throw new CameraException(CameraException.Kind.PROTOCOL, "not with me");
      }
      encoders.replaceAll(e -> e.profile() == wanted.profile() ? wanted : e);
    }

    @Override
    public Duration clockOffset() {
      return Duration.ofSeconds(-90);
    }

    @Override
    public void setClock() {
      told.add(camera + " clock");
    }

    @Override
    public DeviceInfo info() {
      return DeviceInfo.UNKNOWN;
    }

    @Override
    public List<StreamOffer> streams() {
      return List.of();
    }

    @Override
    public MediaFeed open(StreamOffer offer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
