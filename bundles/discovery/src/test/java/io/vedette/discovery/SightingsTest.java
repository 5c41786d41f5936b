package io.vedette.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vedette.api.discovery.FoundCamera;
import io.vedette.discovery.MdnsCameras.Service;
import io.vedette.onvif.WsDiscovery;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What devices tell → cameras. */
class SightingsTest {
  private static InetAddress ip(String literal) throws Exception {
    return InetAddress.getByName(literal);
  }

  private static Optional<FoundCamera> match(String sender, String... addresses) throws Exception {
    return WsFinder.camera(
        new WsDiscovery.Match(
            "urn:uuid:1",
            List.of(addresses),
            List.of("onvif://www.onvif.org/name/Yard", "onvif://www.onvif.org/hardware/DS-2"),
            true),
        ip(sender));
  }

  @Test
  void ofSeveralAddressesThatOfTheSender() throws Exception {
    FoundCamera camera =
        match("10.0.0.7", "http://[fe80::1]/onvif", "http://10.0.0.7:8000/onvif").orElseThrow();
    assertThat(camera.address()).isEqualTo(URI.create("http://10.0.0.7:8000/onvif"));
    assertThat(camera.driver()).isEqualTo("onvif");
    assertThat(camera.name()).isEqualTo("Yard");
    assertThat(camera.model()).isEqualTo("DS-2");
  }

  @Test
  void addressThatItNoLongerHas_isTakenAtTheSender() throws Exception {
    assertThat(match("10.0.0.7", "http://192.168.1.64:2020/onvif").orElseThrow().address())
        .isEqualTo(URI.create("http://10.0.0.7:2020/onvif"));
  }

  @Test
  void answersWithoutAUsableAddress() throws Exception {
    assertThat(match("10.0.0.7")).isEmpty();
    assertThat(match("10.0.0.7", "http:///onvif", "ftp://10.0.0.7/", "http://a:b@10.0.0.7/", "::"))
        .isEmpty();
  }

  @Test
  void axisByItsOwnType() throws Exception {
    FoundCamera camera =
        MdnsCameras.camera(
                new Service(
                    "axis-video",
                    "AXIS M1054 - 00408CABCDEF",
                    List.of(ip("fe80::1"), ip("10.0.0.7")),
                    80,
                    Map.of("macaddress", "00408CABCDEF")))
            .orElseThrow();
    assertThat(camera.address()).isEqualTo(URI.create("http://10.0.0.7/onvif/device_service"));
    assertThat(camera.vendor()).isEqualTo("AXIS");
    assertThat(camera.identities()).containsExactly("00408cabcdef");
  }

  @Test
  void rtspServerWithItsPath() throws Exception {
    FoundCamera camera =
        MdnsCameras.camera(
                new Service(
                    "rtsp", "door", List.of(ip("10.0.0.7")), 554, Map.of("path", "axis-media/x")))
            .orElseThrow();
    assertThat(camera.driver()).isEqualTo("rtsp");
    assertThat(camera.address()).isEqualTo(URI.create("rtsp://10.0.0.7:554/axis-media/x"));
  }

  @Test
  void webServersAreCamerasByTheirMakersNameAlone() throws Exception {
    List<InetAddress> at = List.of(ip("10.0.0.7"));
    Map<String, String> none = Map.of();
    assertThat(MdnsCameras.camera(new Service("http", "HP LaserJet", at, 80, none))).isEmpty();
    assertThat(MdnsCameras.camera(new Service("http", "Maxistore NAS", at, 80, none))).isEmpty();
    assertThat(MdnsCameras.camera(new Service("http", "HIKVISION DS-2CD - 7", at, 80, none)))
        .map(FoundCamera::vendor)
        .hasValue("HIKVISION");
  }

  @Test
  void serviceWithoutAddressWaitsForTheNext() {
    assertThat(MdnsCameras.camera(new Service("rtsp", "x", List.of(), 554, Map.of()))).isEmpty();
  }

  @Test
  void textThatComesLaterIsWaitedFor() throws Exception {
    List<InetAddress> at = List.of(ip("10.0.0.7"));
    Map<String, String> none = Map.of();
    List<String> found = new ArrayList<>();
    MdnsSightings sightings = new MdnsSightings(c -> found.add(c.address().toString()));
    Map<String, String> ours = Map.of("product", Responders.PRODUCT);
    sightings.resolved(new Service("rtsp", "another recorder", List.of(), 8554, none));
    sightings.resolved(new Service("rtsp", "another recorder", at, 8554, none));
    sightings.resolved(new Service("rtsp", "another recorder", at, 8554, ours));
    sightings.resolved(new Service("rtsp", "another recorder", at, 8554, none));
    sightings.resolved(new Service("rtsp", "door", at, 554, none));
    sightings.resolved(new Service("rtsp", "door", at, 554, Map.of("path", "live")));
    assertThat(found).containsExactly("rtsp://10.0.0.7:554/live");

    sightings.resolved(new Service("rtsp", "plain", List.of(), 8000, none));
    sightings.resolved(new Service("rtsp", "plain", at, 8000, none));
    sightings.resolved(new Service("rtsp", "plain", List.of(), 8000, none));
    sightings.end();
    assertThat(found).containsExactly("rtsp://10.0.0.7:554/live", "rtsp://10.0.0.7:8000");
  }

  @Test
  void nonsenseInNamesAndTextCostsNothing() throws Exception {
    Random random = new Random(5);
    List<InetAddress> at = List.of(ip("10.0.0.7"));
    String letters = "a0:/?#[]@%\\ \n\0\u00e9\ud83d-_.";
    for (int round = 0; round < 5_000; round++) {
      String one = text(random, letters);
      String two = text(random, letters);
      Service service =
          new Service("rtsp", one, at, random.nextInt(), Map.of("path", two, "macaddress", one));
      assertThatCode(() -> MdnsCameras.camera(service))
          .as("%s", service)
          .doesNotThrowAnyException();
      assertThatCode(() -> match("10.0.0.7", "http://" + one + "/" + two, two))
          .doesNotThrowAnyException();
    }
  }

  private static String text(Random random, String letters) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(20); n > 0; n--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}
