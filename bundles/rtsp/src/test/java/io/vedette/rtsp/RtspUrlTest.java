package io.vedette.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtspUrlTest {
  private static RtspUrl url(String text) {
    return RtspUrl.parse(text);
  }

  @Test
  void ordinaryAddress_hasItsParts() {
    RtspUrl url = url("rtsp://cam.local:8554/live/ch1?channel=1&subtype=0");
    assertThat(url)
        .isEqualTo(
            new RtspUrl(
                false,
                "cam.local",
                8554,
                "cam.local:8554",
                "/live/ch1?channel=1&subtype=0",
                Optional.empty()));
    assertThat(url.requestUri()).isEqualTo("rtsp://cam.local:8554/live/ch1?channel=1&subtype=0");
  }

  @Test
  void usualPorts_areLeftOutOfRequests() {
    assertThat(url("rtsp://h:554/x").requestUri()).isEqualTo("rtsp://h/x");
    assertThat(url("rtsps://h/x").port()).isEqualTo(322);
    assertThat(url("rtsp://h").requestUri()).isEqualTo("rtsp://h");
    assertThat(url("rtsp://h?x=1").requestUri()).isEqualTo("rtsp://h/?x=1");
  }

  @Test
  void passwordsWithSeparators_areTakenWhole() {
    record Case(String text, String user, String password, String host, String path) {}
    for (Case one :
        new Case[] {
          new Case("rtsp://admin:pass@h/x", "admin", "pass", "h", "/x"),
          new Case("rtsp://admin:p@ss@h/x", "admin", "p@ss", "h", "/x"),
          new Case("rtsp://admin:p:a:s@h/x", "admin", "p:a:s", "h", "/x"),
          new Case("rtsp://admin:p/a?s@h/x", "admin", "p/a?s", "h", "/x"),
          new Case("rtsp://admin@h/x", "admin", "", "h", "/x"),
          new Case("rtsp://admin:@h/x@y", "admin", "", "h", "/x@y"),
        }) {
      RtspUrl url = url(one.text);
      assertThat(url.login()).as(one.text).hasValue(new Login(one.user, one.password));
      assertThat(url.host()).as(one.text).isEqualTo(one.host);
      assertThat(url.path()).as(one.text).isEqualTo(one.path);
      assertThat(url.toString()).doesNotContain("admin");
    }
  }

  @Test
  void signInThePath_isNoLogin() {
    assertThat(url("rtsp://h:8554/a@b").login()).isEmpty();
    assertThat(url("rtsp://[::1]:8554/a@b").login()).isEmpty();
  }

  @Test
  void ipv6_withAndWithoutBrackets() {
    assertThat(url("rtsp://[fe80::1]:8554/x").host()).isEqualTo("fe80::1");
    assertThat(url("rtsp://[fe80::1]:8554/x").port()).isEqualTo(8554);
    assertThat(url("rtsp://::ffff:1.2.3.4/x/").host()).isEqualTo("::ffff:1.2.3.4");
    assertThat(url("rtsp://::ffff:1.2.3.4/x/").requestUri())
        .isEqualTo("rtsp://[::ffff:1.2.3.4]/x/");
  }

  @Test
  void missingOrDoubledScheme_isForgiven() {
    assertThat(url("192.168.1.10:554/stream0/").requestUri())
        .isEqualTo("rtsp://192.168.1.10/stream0/");
    assertThat(url("rtsp://rtsp://h/x").requestUri()).isEqualTo("rtsp://h/x");
  }

  @Test
  void unusableAddresses_areRefusedWithoutTheirPassword() {
    for (String text : new String[] {"", "rtsp://", "rtsp:///x", "rtsp://h:99999/", "http://h/"}) {
      assertThatThrownBy(() -> url(text)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> url("rtsp://admin:secret@h:x1/")).message().doesNotContain("secret");
  }

  @Test
  void control_isAppendedNotResolved() {
    RtspUrl url = url("rtsp://10.0.0.7/cam?channel=1&proto=Onvif");
    String base = url.onOurHost("rtsp://10.0.0.7:554/cam?channel=1&proto=Onvif/");
    assertThat(url.join(base, "trackID=0"))
        .isEqualTo("rtsp://10.0.0.7/cam?channel=1&proto=Onvif/trackID=0");
    assertThat(url.join("rtsp://10.0.0.7/x", "trackID=0")).isEqualTo("rtsp://10.0.0.7/x/trackID=0");
    assertThat(url.join("rtsp://10.0.0.7/x", "/trackID=0"))
        .isEqualTo("rtsp://10.0.0.7/x/trackID=0");
    assertThat(url.join("rtsp://10.0.0.7/x", "?ctl=0")).isEqualTo("rtsp://10.0.0.7/x?ctl=0");
    assertThat(url.join("rtsp://10.0.0.7/x/", "*")).isEqualTo("rtsp://10.0.0.7/x/");
    assertThat(url.join("rtsp://10.0.0.7/x/", "")).isEqualTo("rtsp://10.0.0.7/x/");
  }

  @Test
  void blanksInControl_areEscaped() {
    RtspUrl url = url("rtsp://10.0.0.7/x");
    assertThat(url.join("rtsp://10.0.0.7/x", "track\t1 \u0000"))
        .isEqualTo("rtsp://10.0.0.7/x/track%201%20%20");
    assertThat(url.onOurHost("/a b")).isEqualTo("rtsp://10.0.0.7/a%20b");
  }

  @Test
  void whatTheCameraCallsItself_isReplacedByOurName() {
    RtspUrl url = url("rtsp://door.example.org:9554/s1");
    assertThat(url.onOurHost("rtsp://192.168.0.20:554/s1/"))
        .isEqualTo("rtsp://door.example.org:9554/s1/");
    assertThat(url.onOurHost("192.168.0.20:554/s1/")).isEqualTo("rtsp://door.example.org:9554/s1/");
    assertThat(url.onOurHost("/s1/")).isEqualTo("rtsp://door.example.org:9554/s1/");
    assertThat(url.onOurHost("rtsp://")).isEqualTo("rtsp://door.example.org:9554/s1");
    // Samsung writes the login into its control URLs.
    assertThat(url.join("x", "rtsp://admin:secret@192.168.0.20/s1/track1"))
        .isEqualTo("rtsp://door.example.org:9554/s1/track1");
  }

  @Test
  void anyText_isReadOrRefused() {
    Random random = new Random(8);
    String alphabet = "rtsp:/@?[]%. 1a";
    for (int round = 0; round < 50_000; round++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "rtsp://" : "");
      for (int i = random.nextInt(20); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        RtspUrl url = RtspUrl.parse(text.toString());
        assertThat(url.host()).isNotEmpty();
        new RtspRequest("OPTIONS", url.requestUri(), RtspHeaders.of(), "");
      } catch (IllegalArgumentException expected) {
        assertThat(expected.getMessage()).contains("RTSP address");
      }
    }
  }
}
