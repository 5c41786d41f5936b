package io.vedette.onvif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.onvif.OnvifException.Kind;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OnvifClientTest {
  private static final Optional<Login> LOGIN = Optional.of(new Login("admin", "pass<1>"));
  private static final String URI_ANSWER =
      "<GetStreamUriResponse><MediaUri><Uri>%s</Uri></MediaUri></GetStreamUriResponse>";

  private final ScriptedCamera camera = new ScriptedCamera();
  private final Instant ours = camera.clock.instant();

  private OnvifClient connected(Optional<Login> login) throws Exception {
    OnvifClient client = camera.answersTime(ours, ours).answersServices().client(login);
    client.connect();
    camera.asked("GetSystemDateAndTime");
    camera.asked("GetServices");
    return client;
  }

  private static String created(ScriptedCamera.Request request) {
    return request.envelope().anywhere("Created").orElseThrow().text();
  }

  @Test
  void tokenDigestIsThatOfTheSpecification() {
    // ONVIF Application Programmer's Guide 6.1.1.3.
    byte[] nonce = Base64.getDecoder().decode("LKqI6G/AikKCQrN0zqZFlg==");
    assertThat(UsernameToken.digest("userpassword", nonce, "2010-09-16T07:50:45Z"))
        .isEqualTo("tuOSpGlFlIXsozq4HFNeeGeFLEI=");
  }

  @Test
  void clockIsAskedWithoutLoginAndTheTokenBearsTheCamerasTime() throws Exception {
    camera.answersTime(ours.minusSeconds(86_400), ours.minusSeconds(86_400)).answersServices();
    OnvifClient client = camera.client(LOGIN);
    client.connect();
    assertThat(camera.asked("GetSystemDateAndTime").text()).doesNotContain("Security");
    ScriptedCamera.Request services = camera.asked("GetServices");
    assertThat(created(services)).isEqualTo("2026-11-24T07:00:00Z");
    assertThat(services.text()).contains("admin").doesNotContain("pass");
    assertThat(client.clockOffset()).isEqualTo(Duration.ofDays(-1));
  }

  @Test
  void localTimeThatPassesForUtcIsTriedOnce() throws Exception {
    Instant local = ours.plus(Duration.ofHours(8));
    camera.answersTime(ours, local).fails("NotAuthorized").answersServices();
    OnvifClient client = camera.client(LOGIN);
    client.connect();
    camera.asked("GetSystemDateAndTime");
    assertThat(created(camera.asked("GetServices"))).isEqualTo("2026-11-25T07:00:00Z");
    assertThat(created(camera.asked("GetServices"))).isEqualTo("2026-11-25T15:00:00Z");
    camera.askedNothingMore();
  }

  @Test
  void wrongPassword_isTriedOncePerTimeTold() throws Exception {
    camera.answersTime(ours, ours).fails("NotAuthorized");
    assertThatThrownBy(() -> camera.client(LOGIN).connect())
        .isInstanceOfSatisfying(
            OnvifException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAUTHORIZED))
        .hasMessage("the camera refuses user \"admin\" or the password");
    camera.asked("GetSystemDateAndTime");
    camera.asked("GetServices");
    camera.askedNothingMore();
  }

  @Test
  void clockThatJumpedAtARebootIsAskedAnew() throws Exception {
    OnvifClient client = connected(LOGIN);
    camera.fails("NotAuthorized").answersTime(Instant.EPOCH, Instant.EPOCH);
    camera.answers("<GetPresetsResponse/>");
    assertThat(new PtzService(client, "p").presets()).isEmpty();
    camera.asked("GetPresets");
    camera.asked("GetSystemDateAndTime");
    assertThat(created(camera.asked("GetPresets"))).isEqualTo("1970-01-01T00:00:00Z");
  }

  @Test
  void noLoginSet_saysSo() throws Exception {
    camera.answersTime(ours, ours).fails("NotAuthorized");
    assertThatThrownBy(() -> camera.client(Optional.empty()).connect())
        .hasMessage("the camera asks for a login and none is set");
  }

  @Test
  void oldCameraWithoutGetServicesTellsItsCapabilities() throws Exception {
    camera.answersTime(ours, ours).fails("ActionNotSupported");
    camera.answers(
        "<GetCapabilitiesResponse><Capabilities><Media><XAddr>http://1.2.3.4/m</XAddr></Media>"
            + "</Capabilities></GetCapabilitiesResponse>");
    OnvifClient client = camera.client(LOGIN);
    client.connect();
    assertThat(client.offers(Service.MEDIA)).isTrue();
    assertThat(client.offers(Service.PTZ)).isFalse();
  }

  @Test
  void somethingElseBehindThePort_isAskedOnce() {
    camera.answers("<html>login</html>");
    assertThatThrownBy(() -> camera.client(LOGIN).connect())
        .isInstanceOfSatisfying(
            OnvifException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PROTOCOL));
  }

  @Test
  void addressesTheCameraWritesAreTakenUnderTheDialledHost() throws Exception {
    OnvifClient client = connected(LOGIN);
    camera.answers(
        "<GetProfilesResponse><Profiles token='a\"b'><VideoEncoderConfiguration>"
            + "<Encoding>H264</Encoding></VideoEncoderConfiguration></Profiles></GetProfilesResponse>");
    MediaService media = new MediaService(client);
    List<MediaProfile> profiles = media.profiles();
    assertThat(camera.asked("GetProfiles").to())
        .isEqualTo(URI.create("http://10.0.0.7:8000/onvif/Media"));
    camera.answers(URI_ANSWER.formatted("rtsp://u:p@192.168.1.64:554/Streaming/101?a=1&amp;b= 2"));
    assertThat(media.streamUri(profiles.get(0)))
        .isEqualTo(URI.create("rtsp://10.0.0.7:554/Streaming/101?a=1&b=%202"));
    assertThat(camera.asked("GetStreamUri").envelope().anywhere("ProfileToken").get().text())
        .isEqualTo("a\"b");
    camera.answers(URI_ANSWER.formatted("http://192.168.1.64/x"));
    assertThatThrownBy(() -> media.streamUri(profiles.get(0))).isInstanceOf(OnvifException.class);
  }

  @Test
  void moveLeavesOutTheAxisThatStands() throws Exception {
    PtzService ptz = new PtzService(connected(LOGIN), "Profile_1");
    camera.answers("<ContinuousMoveResponse/>").answers("<ContinuousMoveResponse/>");
    ptz.move(-0.5, 0, 0, Duration.ofMillis(1500));
    XmlElement pan = camera.asked("ContinuousMove").envelope().anywhere("ContinuousMove").get();
    assertThat(pan.find("Velocity", "PanTilt").get().attribute("x")).isEqualTo("-0.5000");
    assertThat(pan.find("Velocity", "Zoom")).isEmpty();
    assertThat(pan.text("Timeout")).isEqualTo("PT1.500S");
    ptz.move(0, 0, 1, Duration.ofSeconds(1));
    XmlElement zoom = camera.asked("ContinuousMove").envelope().anywhere("ContinuousMove").get();
    assertThat(zoom.find("Velocity", "PanTilt")).isEmpty();
  }

  @Test
  void pullPointEchoesReferenceParametersAndRenewsAtHalfItsLife() throws Exception {
    OnvifClient client = connected(LOGIN);
    camera.answers(
        "<CreatePullPointSubscriptionResponse><SubscriptionReference><Address>"
            + "http://192.168.1.64:1024/event/7</Address><ReferenceParameters>"
            + "<q:Id xmlns:q='urn:q'>5</q:Id></ReferenceParameters></SubscriptionReference>"
            + "</CreatePullPointSubscriptionResponse>");
    PullPoint point = PullPoint.subscribe(client, camera.clock, new java.util.Random(2));
    camera.asked("CreatePullPointSubscription");

    camera.answers("<PullMessagesResponse/>");
    assertThat(point.pull(Duration.ofSeconds(50))).isEmpty();
    ScriptedCamera.Request pull = camera.asked("PullMessagesRequest");
    assertThat(pull.to()).isEqualTo(URI.create("http://10.0.0.7:8000/event/7"));
    assertThat(pull.text()).contains("<Id xmlns=\"urn:q\">5</Id>").contains("<a:To");

    camera.clock.advance(Duration.ofSeconds(60));
    camera.fails("ActionNotSupported"); // some refuse to renew: each pull prolongs it
    camera.answers("<PullMessagesResponse/>").answers("<PullMessagesResponse/>");
    point.pull(Duration.ofSeconds(50));
    camera.asked("RenewRequest");
    camera.asked("PullMessagesRequest");
    camera.clock.advance(Duration.ofSeconds(90));
    point.pull(Duration.ofSeconds(50));
    camera.asked("PullMessagesRequest");

    camera.answers("<UnsubscribeResponse/>");
    point.end(client);
    camera.asked("UnsubscribeRequest");
    camera.askedNothingMore();
  }

  @Test
  void secondMediaServiceThatIsAnnouncedOnly_givesWayToTheFirst() throws Exception {
    camera.answersTime(camera.clock.instant(), camera.clock.instant());
    camera.answers(
        """
        <GetServicesResponse><Service><Namespace>http://www.onvif.org/ver10/media/wsdl</Namespace>\
        <XAddr>http://10.0.0.7/m</XAddr></Service><Service>\
        <Namespace>http://www.onvif.org/ver20/media/wsdl</Namespace>\
        <XAddr>http://10.0.0.7/m2</XAddr></Service></GetServicesResponse>""");
    OnvifClient client = camera.client(Optional.empty());
    client.connect();
    MediaService media = new MediaService(client);
    assertThat(media.isSecond()).isTrue();
    camera.fails("ActionNotSupported");
    camera.answers(
        "<GetProfilesResponse><Profiles token='p'><VideoEncoderConfiguration token='v'>"
            + "<Encoding>H264</Encoding></VideoEncoderConfiguration></Profiles>"
            + "</GetProfilesResponse>");
    assertThat(media.profiles()).extracting(MediaProfile::token).containsExactly("p");
    assertThat(media.isSecond()).isFalse();
  }
}
