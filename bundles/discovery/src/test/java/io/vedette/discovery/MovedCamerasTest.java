package io.vedette.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.camera.Camera;
import io.vedette.api.camera.CameraControl;
import io.vedette.api.camera.CameraRegistry;
import io.vedette.api.discovery.FoundCamera;
import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.Credentials;
import io.vedette.api.driver.DeviceInfo;
import io.vedette.api.event.Event;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cameras that came back elsewhere, at real sockets of the loopback interface. */
class MovedCamerasTest {
  private static final String MAC = "00408cabcdef";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  private final Map<String, Camera> cameras = new TreeMap<>();
  private final List<Event> events = new ArrayList<>();
  private String serial = "00:40:8C:AB:CD:EF";
  private boolean connected = true;
  private KnownDevices known;
  private MovedCameras moved;
  private int oldPort; // nobody listens there

  @BeforeEach
  void aCameraThatToldWhoItIs() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      oldPort = free.getLocalPort();
    }
    add("door", oldPort, 1);
    known = new KnownDevices(control(), folder.resolve("identities.properties"));
    moved = new MovedCameras(registry(), known, events::add, Clock.systemUTC());
  }

  private void add(String id, int port, int channel) {
    CameraAddress address =
        new CameraAddress(
            URI.create("http://127.0.0.1:" + port + "/onvif/device_service?a=%20b"),
            Optional.of(URI.create("rtsp://127.0.0.1:8554/sub")),
            Optional.of(new Credentials("admin", "s3cret")),
            channel);
    cameras.put(
        id,
        new Camera(
            id,
            id,
            "onvif",
            address,
            true,
            Camera.RecordSettings.DEFAULT,
            Camera.Retention.UNLIMITED));
  }

  private void learn() throws InterruptedException {
    connected = true;
    known.learn(List.copyOf(cameras.values()), PATIENCE);
    connected = false;
    known.learn(List.copyOf(cameras.values()), PATIENCE);
  }

  private void find(String driver, int port, String identity) throws Exception {
    Devices devices = new Devices();
    URI address = URI.create("http://127.0.0.1:" + port + "/onvif/device_service");
    devices.add("mdns", new FoundCamera(driver, address, "", "", "", "", Set.of(identity)));
    moved.follow(devices.all());
  }

  private int portOf(String id) {
    return cameras.get(id).address().main().getPort();
  }

  @Test
  void sameMacElsewhere_nobodyAtTheOldAddress_isFollowedWithAllItsChannels() throws Exception {
    add("yard", oldPort, 2);
    learn();
    find("onvif", 81, MAC);
    CameraAddress now = cameras.get("door").address();
    assertThat(now.main()).isEqualTo(URI.create("http://127.0.0.1:81/onvif/device_service?a=%20b"));
    assertThat(now.sub()).hasValue(URI.create("rtsp://127.0.0.1:8554/sub"));
    assertThat(now.credentials()).hasValue(new Credentials("admin", "s3cret"));
    assertThat(portOf("yard")).isEqualTo(81);
    assertThat(cameras.get("yard").address().channel()).isEqualTo(2);
    assertThat(events).hasSize(2);
    assertThat(events.get(0).camera()).hasValue("door");
    assertThat(events.get(0).text())
        .isEqualTo("moved from 127.0.0.1:" + oldPort + " to 127.0.0.1:81");
  }

  @Test
  void somebodyAnswersAtTheOldAddress_isLeft() throws Exception {
    try (ServerSocket there = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      add("door", there.getLocalPort(), 1);
      learn();
      find("onvif", 81, MAC);
      assertThat(portOf("door")).isEqualTo(there.getLocalPort());
    }
    find("onvif", 81, MAC);
    assertThat(portOf("door")).isEqualTo(81);
  }

  @Test
  void connectedCamera_isLeft() throws Exception {
    known.learn(List.copyOf(cameras.values()), PATIENCE);
    find("onvif", 81, MAC);
    assertThat(portOf("door")).isEqualTo(oldPort);
    assertThat(known.misses(List.copyOf(cameras.values()))).isFalse();
  }

  @Test
  void anotherDevice_isLeft() throws Exception {
    learn();
    find("onvif", 81, "00408c000000");
    assertThat(portOf("door")).isEqualTo(oldPort);
    assertThat(known.misses(List.copyOf(cameras.values()))).isTrue();
  }

  @Test
  void numberThatEveryFirmwareTells_isNoProof() throws Exception {
    serial = "1";
    learn();
    find("onvif", 81, "1");
    assertThat(portOf("door")).isEqualTo(oldPort);
  }

  @Test
  void placeOfAnotherCameraWithTheSameNumber_isLeft() throws Exception {
    add("twin", 81, 1);
    learn();
    find("onvif", 81, MAC);
    assertThat(portOf("door")).isEqualTo(oldPort);
    assertThat(events).isEmpty();
  }

  @Test
  void foundByAnotherDriver_keepsItsPort() throws Exception {
    FoundCamera rtsp =
        new FoundCamera("rtsp", URI.create("rtsp://10.0.0.9:554/x"), "", "", "", "", Set.of(MAC));
    assertThat(MovedCameras.addressAt(rtsp, cameras.get("door")).main())
        .isEqualTo(URI.create("http://10.0.0.9:" + oldPort + "/onvif/device_service?a=%20b"));
  }

  private CameraControl control() {
    return new FakeControl(
        camera -> {
          if (!connected) {
            throw new CameraException(CameraException.Kind.UNREACHABLE, "away");
          }
          return new DeviceInfo("AXIS", "M1054", "1", serial);
        });
  }

  private CameraRegistry registry() {
    return new CameraRegistry() {
      @Override
      public List<Camera> cameras() {
        return List.copyOf(cameras.values());
      }

      @Override
      public Optional<Camera> find(String id) {
        return Optional.ofNullable(cameras.get(id));
      }

      @Override
      public void add(Camera camera) {
        cameras.put(camera.id(), camera);
      }

      @Override
      public boolean update(Camera camera) {
        return cameras.replace(camera.id(), camera) != null;
      }

      @Override
      public boolean remove(String id) {
        return cameras.remove(id) != null;
      }

      @Override
      public Map<Profile, StreamStatus> status(String id) {
        return Map.of();
      }

      @Override
      public List<DriverInfo> drivers() {
        return List.of();
      }
    };
  }
}
