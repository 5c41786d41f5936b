package io.vedette.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedDevicesTest {
  private static final CameraSetup PLAIN = CameraSetup.of(Clip.Scene.HALL);
  private static final List<CameraSetup> TWO =
      List.of(PLAIN, PLAIN.withCredentials("eve", "a b:@"));

  /** Lines of two that listen, without their port numbers. */
  private static List<String> lines(SimulatedDevices devices, DeviceFamily family)
      throws IOException {
    List<String> lines = devices.add(family, TWO);
    for (String line : lines) {
      URI uri = URI.create(line.split(" ")[0]);
      new Socket(uri.getHost(), uri.getPort()).close();
    }
    return lines.stream().map(line -> line.replaceAll("([:=])\\d+", "$1PORT")).toList();
  }

  @Test
  void everyFamilyTellsAddressesThatCanBePasted() throws Exception {
    String eve = "eve:a%20b%3A%40@127.0.0.1:PORT";
    try (SimulatedDevices devices = new SimulatedDevices(InetAddress.getLoopbackAddress(), 0)) {
      assertThat(lines(devices, DeviceFamily.RTSP))
          .containsExactly(
              "rtsp://127.0.0.1:PORT/main rtsp://127.0.0.1:PORT/sub",
              "rtsp://%1$s/main rtsp://%1$s/sub".formatted(eve));
      assertThat(lines(devices, DeviceFamily.ONVIF))
          .containsExactly(
              "http://127.0.0.1:PORT/onvif/device_service",
              "http://" + eve + "/onvif/device_service");
      assertThat(lines(devices, DeviceFamily.DVR))
          .containsExactly(
              "dvr://admin:admin@127.0.0.1:PORT?data=PORT", "dvr://" + eve + "?data=PORT");
      assertThat(lines(devices, DeviceFamily.DVRIP))
          .containsExactly("dvrip://admin:admin@127.0.0.1:PORT", "dvrip://" + eve);
    }
  }
}
