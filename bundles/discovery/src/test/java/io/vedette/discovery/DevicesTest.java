package io.vedette.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.discovery.FoundCamera;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DevicesTest {
  private final Devices devices = new Devices();

  private static FoundCamera camera(String driver, String address, String name, String... ids) {
    return new FoundCamera(driver, URI.create(address), name, "", "", "", Set.of(ids));
  }

  @Test
  void sameHostOrSameMacIsOneDevice() {
    devices.add("mdns", camera("rtsp", "rtsp://10.0.0.7/1", "AXIS", "00408cabcdef"));
    devices.add("ws-discovery", camera("onvif", "http://10.0.0.7/onvif/x", "", "some-uuid"));
    devices.add("mdns", camera("onvif", "http://10.0.0.99/onvif/x", "moved", "00408cabcdef"));
    devices.add("mdns", camera("rtsp", "rtsp://10.0.0.8/1", "other", "00408c000000"));
    assertThat(devices.all()).hasSize(2);
    Devices.Device first = devices.all().get(0);
    assertThat(first.camera().driver()).isEqualTo("onvif");
    assertThat(first.camera().name()).isEqualTo("AXIS"); // onvif told none
    assertThat(first.via()).containsExactly("mdns", "ws-discovery");
    assertThat(first.isAt(URI.create("rtsp://10.0.0.99:554/"))).isTrue();
    assertThat(first.isAt(URI.create("rtsp://10.0.0.8/"))).isFalse();
  }

  @Test
  void sightingThatJoinsTwoRows() {
    devices.add("mdns", camera("rtsp", "rtsp://10.0.0.7/1", "a", "mac"));
    devices.add("ws-discovery", camera("onvif", "http://10.0.0.8/", "b", "uuid"));
    devices.add("dvrip", camera("dvrip", "dvrip://10.0.0.9", "c", "mac", "uuid"));
    assertThat(devices.all()).hasSize(1);
    assertThat(devices.all().get(0).camera().driver()).isEqualTo("onvif");
  }

  @Test
  void addressThatACameraTellsIsBetterThanOneThatIsGuessed() {
    String told = "http://10.0.0.7:8000/onvif/x";
    for (boolean first : new boolean[] {true, false}) {
      Devices both = new Devices();
      if (first) {
        both.add("ws-discovery", camera("onvif", told, "a", "uuid"));
      }
      both.add("mdns", camera("onvif", "http://10.0.0.7/onvif/device_service", "b", "mac"));
      both.add("mdns", camera("onvif", "http://10.0.0.7/onvif/device_service", "b", "mac"));
      both.add("ws-discovery", camera("onvif", told, "a", "uuid"));
      assertThat(both.all().get(0).camera().address()).isEqualTo(URI.create(told));
    }
  }

  @Test
  void loopbackHasManyDevicesToldApartByTheirPorts() {
    devices.add("ws-discovery", camera("onvif", "http://127.0.0.1:8001/onvif", "a", "1"));
    devices.add("ws-discovery", camera("onvif", "http://127.0.0.1:8002/onvif", "b", "2"));
    assertThat(devices.all()).hasSize(2);
  }

  @Test
  void floodOfMadeUpDevicesIsCutOff() {
    for (int i = 0; i < 3000; i++) {
      devices.add("mdns", camera("rtsp", "rtsp://10.1." + i / 250 + "." + i % 250, "x", "m" + i));
    }
    assertThat(devices.all()).hasSize(1000);
  }

  @Test
  void identitiesAreMacsWithoutSeparatorsAndWholeNames() {
    assertThat(Identities.of("urn:uuid:ABC", "C4:2F:90:EB:7F:21", "  ", "HK-c42f90eb7f21"))
        .containsExactly("abc", "c42f90eb7f21", "c4:2f:90:eb:7f:21", "hk-c42f90eb7f21");
    assertThat(Identities.of("DS-2CD2032-I20150101AAWR500000000"))
        .containsExactly("ds-2cd2032-i20150101aawr500000000"); // no MAC in a long number
    assertThat(Identities.of("x".repeat(200))).isEmpty();
  }
}
