package io.vedette.testkit.onvif;

import io.vedette.api.stream.Profile;
import io.vedette.testkit.SimulatedCamera;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What a simulated ONVIF camera has and remembers. Thread-safe. */
final class CameraState {
  /** What has a level from 0 to 100. */
  static final List<String> LEVELS =
      List.of("Brightness", "ColorSaturation", "Contrast", "Sharpness");

  private final OnvifSetup setup;
  private final SimulatedCamera streams;
  private final Clock clock;
  private final Head head;
  private final Subscriptions subscriptions = new Subscriptions();
  private final Map<String, Encoder> encoders = new LinkedHashMap<>(); // guarded by this
  private final Map<String, String> imaging = new LinkedHashMap<>(); // guarded by this
  private final AtomicInteger keyPictures = new AtomicInteger();
  private volatile boolean clockSet;

  CameraState(OnvifSetup setup, SimulatedCamera streams, Clock clock) {
    this.setup = setup;
    this.streams = streams;
    this.clock = clock;
    this.head = new Head(clock);
    encoders.put("main", new Encoder("main", "H264", 1920, 1080, 25, 50, 4096, "Main"));
    encoders.put("sub", new Encoder("sub", "H264", 640, 360, 15, 30, 512, "Baseline"));
    for (String control : LEVELS) {
      imaging.put(control, "50.0");
    }
    imaging.put("IrCutFilter", "AUTO");
    imaging.put("Sharpness", imaging.remove("Sharpness")); // the schema's order
  }

  OnvifSetup setup() {
    return setup;
  }

  Head head() {
    return head;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  /** RTSP address of a profile as the camera writes it. */
  String streamUri(String profile) {
    return streams.uri(profile.equals("sub") ? Profile.SUB : Profile.MAIN).toString();
  }

  synchronized Encoder encoder(String token) {
    return encoders.get(token);
  }

  synchronized List<Encoder> encoders() {
    return List.copyOf(encoders.values());
  }

  /** Replaces an encoder of the same token; false if there is none. */
  synchronized boolean set(Encoder encoder) {
    return encoders.replace(encoder.token(), encoder) != null;
  }

  synchronized Map<String, String> imaging() {
    return new LinkedHashMap<>(imaging);
  }

  synchronized void setImaging(String control, String value) {
    imaging.replace(control, value);
  }

  void keyPictureAsked() {
    keyPictures.incrementAndGet();
  }

  int keyPicturesAsked() {
    return keyPictures.get();
  }

  /** Time by its clock. */
  Instant now() {
    return clockSet ? clock.instant() : clock.instant().plus(setup.clockOffset());
  }

  void clockIsSet() {
    clockSet = true;
  }

  /** A MAC address of the locally administered kind that follows from the serial number. */
  String mac() {
    int hash = setup.serial().hashCode();
    return "02:00:%02x:%02x:%02x:%02x"
        .formatted(hash >>> 24, hash >>> 16 & 255, hash >>> 8 & 255, hash & 255);
  }
}
