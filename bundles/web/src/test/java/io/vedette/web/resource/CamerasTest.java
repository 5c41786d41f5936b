package io.vedette.web.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.vedette.api.access.Accounts.User;
import io.vedette.api.access.Role;
import io.vedette.api.camera.Camera;
import io.vedette.api.camera.WeeklySchedule;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.Credentials;
import io.vedette.api.driver.EncoderSettings;
import io.vedette.api.driver.Imaging;
import io.vedette.api.event.Event;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamStatus;
import io.vedette.media.G711Config;
import io.vedette.media.Track;
import io.vedette.web.live.TestStream;
import io.vedette.web.resource.TestServer.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CamerasTest {
  private static final String DOOR =
      "{'name': 'Front door', 'driver': 'rtsp', 'address': 'rtsp://10.0.0.7/1'}";

  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Answer post(String json) throws Exception {
    return server.as("admin", "POST", "/api/v1/cameras", json);
  }

  private Answer put(String json) throws Exception {
    return server.as("admin", "PUT", "/api/v1/cameras/front-door", json);
  }

  /** The door with something more, or other. */
  private static String door(String more) {
    return DOOR.replace("}", ", " + more + "}");
  }

  private static String at(String address) {
    return DOOR.replace("rtsp://10.0.0.7/1", address);
  }

  private Camera door() {
    return server.cameras.cameras.get("front-door");
  }

  @Test
  void createdCameraHasTheDefaults() throws Exception {
    Answer answer = post(DOOR);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo("/api/v1/cameras/front-door");
    String json =
        "{'id':'front-door','name':'Front door','driver':'rtsp','address':'rtsp://10.0.0.7/1',"
            + "'channel':1,'enabled':true,'record':{'mode':'continuous','streams':['main','sub'],"
            + "'preSeconds':10,'postSeconds':20},'retention':{}}";
    assertThat(answer.text().replace('"', '\'')).isEqualTo(json);
    assertThat(server.as("viewer", "GET", "/api/v1/cameras/front-door").text())
        .isEqualTo(answer.text());
    assertThat(server.as("viewer", "GET", "/api/v1/cameras").text())
        .isEqualTo("[" + answer.text() + "]");
    assertThat(server.accounts.audit).hasSize(1);
  }

  @Test
  void everyFieldIsKept() throws Exception {
    post(
        door(
            "'id': 'd', 'subAddress': 'rtsp://10.0.0.7/2', 'username': 'u', 'password': 'p',"
                + " 'channel': 2, 'enabled': false, 'retention': {'days': 30, 'gigabytes': 500},"
                + " 'record': {'mode': 'off', 'streams': ['sub'], 'preSeconds': 1,"
                + " 'postSeconds': 2}"));

    assertThat(server.as("viewer", "GET", "/api/v1/cameras/d").text().replace('"', '\''))
        .isEqualTo(
            "{'id':'d','name':'Front door','driver':'rtsp','address':'rtsp://10.0.0.7/1',"
                + "'subAddress':'rtsp://10.0.0.7/2','username':'u','channel':2,'enabled':false,"
                + "'record':{'mode':'off','streams':['sub'],'preSeconds':1,'postSeconds':2},"
                + "'retention':{'days':30,'gigabytes':500}}");
    assertThat(server.cameras.cameras.get("d").address().credentials())
        .contains(new Credentials("u", "p"));
  }

  @Test
  void idIsDerivedFromTheName() throws Exception {
    assertThat(post(DOOR.replace("Front door", " Été / Hof 2! ")).object().get("id").getAsString())
        .isEqualTo("ete-hof-2");
    assertThat(idOf("Größe Tür 1")).isEqualTo("grosse-tur-1");
    assertThat(idOf("ÆRØ Łódź İstanbul ıŞık ½")).isEqualTo("aero-lodz-istanbul-isik-1-2");
    assertThat(idOf("ab ".repeat(33))).matches(Camera.ID);
    assertThat(idOf("ß".repeat(33))).isEqualTo("s".repeat(64));
    assertThat(post(DOOR.replace("Front door", "Größe Tür 1")).problem()).isEqualTo("409 id");
  }

  private String idOf(String name) throws Exception {
    return post(DOOR.replace("Front door", name)).object().get("id").getAsString();
  }

  @Test
  void nameWithoutLatinLettersGetsANumber_thatNoCameraHadBefore() throws Exception {
    assertThat(idOf("大门")).isEqualTo("camera-1");
    assertThat(idOf("大门")).isEqualTo("camera-2");
    server.as("admin", "DELETE", "/api/v1/cameras/camera-1");
    assertThat(idOf("!")).isEqualTo("camera-1");
    server.as("admin", "DELETE", "/api/v1/cameras/camera-1");
    server.parts.events =
        (from, to, wanted, limit) ->
            wanted.cameras().contains("camera-1")
                ? List.of(
                    new Event(
                        TestServer.NOW,
                        Event.Kind.CAMERA,
                        Event.Phase.BEGAN,
                        Optional.of("camera-1"),
                        ""))
                : List.of();
    assertThat(idOf("!")).isEqualTo("camera-3");
  }

  @Test
  void takenIds() throws Exception {
    post(DOOR);

    assertThat(post(DOOR).problem()).isEqualTo("409 id");
  }

  @Test
  void malformedFieldsAreNamed() throws Exception {
    assertThat(post("{'name': 'x', 'driver': 'rtsp'}").problem()).isEqualTo("400 address");
    assertThat(post(DOOR.replace("Front door", " ")).problem()).isEqualTo("400 name");
    assertThat(post(DOOR.replace("Front door", "a\\u0007")).problem()).isEqualTo("400 name");
    assertThat(post(door("'id': 'A B'")).problem()).isEqualTo("400 id");
    assertThat(post(door("'id': '../etc'")).problem()).isEqualTo("400 id");
    assertThat(post(door("'colour': 'red'")).problem()).isEqualTo("400 colour");
    assertThat(post(door("'enabled': 'yes'")).problem()).isEqualTo("400 enabled");
    assertThat(post(door("'channel': 0")).problem()).isEqualTo("400 channel");
    assertThat(post(door("'record': {'mode': 'x'}")).problem()).isEqualTo("400 record.mode");
    assertThat(post(door("'record': {'streams': []}")).problem()).isEqualTo("400 record.streams");
    assertThat(post(door("'record': {'streams': ['third']}")).problem())
        .isEqualTo("400 record.streams");
    assertThat(post(door("'retention': {'days': -1}")).problem()).isEqualTo("400 retention.days");
    assertThat(post(door("'retention': {'weeks': 1}")).problem()).isEqualTo("400 retention.weeks");
  }

  @Test
  void addressesThatAreNone() throws Exception {
    for (String address :
        List.of(
            "",
            "10.0.0.7",
            "rtsp:",
            "rtsp://",
            "rtsp:///1",
            "rtsp://a b/1",
            "rtsp://h:99999/",
            "rtsp://h:0/",
            "rtsp://h:port/",
            "http://10.0.0.7/",
            "file:///etc/passwd",
            "rtsp://" + "a".repeat(3000))) {
      assertThat(post(at(address)).problem()).as(address).isEqualTo("400 address");
    }
    assertThat(post(door("'subAddress': 'http://10.0.0.7/2'")).problem())
        .isEqualTo("400 subAddress");
  }

  @Test
  void whatThisVersionCannotIsImpossible() throws Exception {
    assertThat(post(DOOR.replace("'rtsp'", "'onvif'")).problem()).isEqualTo("422 driver");
  }

  @Test
  void recordModesAndSchedule() throws Exception {
    post(door("'record': {'mode': 'events', 'preSeconds': 5}"));
    assertThat(door().record().mode()).isEqualTo(Camera.Mode.EVENTS);
    assertThat(door().record().schedule()).isEqualTo(WeeklySchedule.NEVER);
    String weekly =
        "{'mode': 'schedule', 'schedule': [{'days': ['mon', 'sun'], 'from': '22:00', 'to': '06:00'}]}";
    Answer answer = put(door("'record': " + weekly));
    assertThat(answer.text())
        .contains(
            "\"schedule\":[{\"days\":[\"mon\",\"sun\"],\"from\":\"22:00\",\"to\":\"06:00\"}]");
    assertThat(door().record().schedule().toString()).isEqualTo("MONDAY,SUNDAY 22:00-06:00");
    put(door("'record': {'mode': 'schedule'}"));
    assertThat(door().record().schedule()).isEqualTo(WeeklySchedule.ALWAYS);
  }

  @Test
  void schedulesThatAreNone() throws Exception {
    String good = "{'days': ['mon'], 'from': '08:00', 'to': '18:00'}";
    assertThat(schedule("[]")).isEqualTo("400 record.schedule");
    assertThat(schedule("'always'")).isEqualTo("400 record.schedule");
    assertThat(schedule("[" + (good + ",").repeat(28) + good + "]"))
        .isEqualTo("400 record.schedule");
    assertThat(schedule("[" + good.replace("'mon'", "'monday'") + "]"))
        .isEqualTo("400 record.schedule.0.days");
    assertThat(schedule("[" + good.replace("'mon'", "") + "]"))
        .isEqualTo("400 record.schedule.0.days");
    assertThat(schedule("[" + good + "," + good.replace("18:00", "24:00") + "]"))
        .isEqualTo("400 record.schedule.1.to");
    assertThat(schedule("[" + good.replace("'from'", "'form'") + "]"))
        .isEqualTo("400 record.schedule.0.form");
  }

  private String schedule(String json) throws Exception {
    return post(door("'record': {'mode': 'schedule', 'schedule': " + json + "}")).problem();
  }

  @Test
  void credentialsInTheAddressAreMovedOut() throws Exception {
    Answer answer = post(at("rtsp://ad%6Din:p@s:s%2f+@10.0.0.7:554/1?x=a@b"));

    assertThat(answer.text()).doesNotContain("p@s").contains("\"rtsp://10.0.0.7:554/1?x=a@b\"");
    assertThat(door().address().credentials()).contains(new Credentials("admin", "p@s:s/+"));
  }

  @Test
  void credentialsThatContradictAreRefusedAndNotRepeated() throws Exception {
    String both = at("rtsp://admin:secret@10.0.0.7/1").replace("}", ", 'username': 'u'}");
    Answer answer = post(both);

    assertThat(answer.problem()).isEqualTo("400 address");
    assertThat(answer.text()).doesNotContain("secret");
    String two =
        at("rtsp://a:b@10.0.0.7/1").replace("}", ", 'subAddress': 'rtsp://a:c@10.0.0.7/2'}");
    assertThat(post(two).problem()).isEqualTo("400 subAddress");
  }

  @Test
  void passwordStaysWhenAChangeHasNone() throws Exception {
    post(door("'username': 'u', 'password': 'p'"));

    assertThat(put(door("'username': 'u', 'enabled': false")).status()).isEqualTo(200);
    assertThat(door().address().credentials()).contains(new Credentials("u", "p"));
    assertThat(door().enabled()).isFalse();

    put(door("'username': 'u', 'password': 'q'"));
    assertThat(door().address().credentials()).contains(new Credentials("u", "q"));

    put(DOOR);
    assertThat(door().address().credentials()).isEmpty();
  }

  @Test
  void whatGetGivesPutTakes() throws Exception {
    post(door("'username': 'u', 'password': 'p'"));
    JsonObject camera = server.as("admin", "GET", "/api/v1/cameras/front-door").object();
    Camera before = door();

    assertThat(put(camera.toString()).object()).isEqualTo(camera);
    assertThat(door()).isEqualTo(before);
  }

  @Test
  void changesOfWhatIsNotThereOrMustStay() throws Exception {
    assertThat(put(DOOR).problem()).isEqualTo("404 -");
    post(DOOR);
    assertThat(put(door("'id': 'other'")).problem()).isEqualTo("400 id");
  }

  @Test
  void aCameraCanBeChangedWhileItsDriverIsAway() throws Exception {
    post(DOOR);
    server.cameras.drivers = List.of();

    assertThat(put(door("'enabled': false")).status()).isEqualTo(200);
    assertThat(put(at("rtsp://10.0.0.8/1")).problem()).isEqualTo("422 driver");
  }

  @Test
  void deleteKeepsTheRecordingsUnlessTold() throws Exception {
    post(DOOR);
    assertThat(server.as("admin", "DELETE", "/api/v1/cameras/front-door?recordings=all").problem())
        .isEqualTo("400 recordings");
    assertThat(server.as("admin", "DELETE", "/api/v1/cameras/front-door").status()).isEqualTo(204);
    assertThat(server.recordings.deleted).isEmpty();
    assertThat(server.as("admin", "DELETE", "/api/v1/cameras/front-door").problem())
        .isEqualTo("404 -");

    post(DOOR);
    server.as("admin", "DELETE", "/api/v1/cameras/front-door?recordings=delete");
    assertThat(server.recordings.deleted).containsExactly("front-door");
  }

  @Test
  void rolesDecide() throws Exception {
    assertThat(server.as("operator", "POST", "/api/v1/cameras", DOOR).problem()).isEqualTo("403 -");
    assertThat(server.as("viewer", "DELETE", "/api/v1/cameras/front-door").problem())
        .isEqualTo("403 -");
  }

  @Test
  void aUserSeesOnlyTheCamerasAllowed() throws Exception {
    post(DOOR);
    post(DOOR.replace("Front door", "Yard"));
    server.accounts.users.put("eve", new User("eve", Role.ADMIN, Optional.of(Set.of("yard"))));

    assertThat(asEve("/api/v1/cameras").json().getAsJsonArray()).hasSize(1);
    assertThat(asEve("/api/v1/cameras/yard").status()).isEqualTo(200);
    assertThat(asEve("/api/v1/cameras/front-door").problem()).isEqualTo("403 -");
    assertThat(asEve("/api/v1/cameras/front-door/status").problem()).isEqualTo("403 -");
    assertThat(asEve("/api/v1/cameras/nowhere").problem()).isEqualTo("403 -");
  }

  private Answer asEve(String path) throws Exception {
    return server.send(
        server
            .request("GET", path, BodyPublishers.noBody())
            .header("Cookie", "vedette_session=session-of-eve"));
  }

  @Test
  void statusOfEachStream() throws Exception {
    post(DOOR);
    Track audio = new Track(1, 8000, new G711Config(G711Config.Law.MU, 1));
    server.cameras.status.put(
        Profile.SUB,
        new StreamStatus(
            StreamStatus.State.UNAUTHORIZED,
            Instant.parse("2026-11-25T09:00:00.5Z"),
            List.of(),
            12.5, // of the run before
            400,
            0,
            0,
            Optional.of("401 from 10.0.0.7")));
    server.cameras.status.put(
        Profile.MAIN,
        new StreamStatus(
            StreamStatus.State.LIVE,
            Instant.parse("2026-11-25T09:00:00Z"),
            List.of(TestStream.H264_1080P, audio),
            24.96,
            4012,
            3,
            7,
            Optional.of(Duration.ofMillis(-3600_250)),
            Optional.empty()));

    assertThat(
            server
                .as("viewer", "GET", "/api/v1/cameras/front-door/status")
                .text()
                .replace('"', '\''))
        .isEqualTo(
            "{'streams':{'main':{'state':'live','codec':'h264','width':1920,'height':1080,"
                + "'fps':25.0,'bitrateKbps':4012,'audio':'pcmu','since':'2026-11-25T09:00:00.000Z',"
                + "'reconnects':3,'lostUnits':7,'clockOffsetSeconds':-3600.25,'recording':true},"
                + "'sub':{'state':'unauthorized','codec':null,'width':null,'height':null,'fps':0.0,'bitrateKbps':0,'audio':'none',"
                + "'since':'2026-11-25T09:00:00.500Z','reconnects':0,'lostUnits':0,"
                + "'lastError':'401 from 10.0.0.7','recording':false}}}");
  }

  @Test
  void ptzMovesStopsAndGoes() throws Exception {
    post(DOOR);
    String path = "/api/v1/cameras/front-door/ptz";
    String move = "{'pan': 0.5, 'zoom': -1, 'seconds': 2.5}";

    assertThat(server.as("operator", "POST", path, move).status()).isEqualTo(204);
    assertThat(server.as("operator", "POST", path, "{'stop': true}").status()).isEqualTo(204);
    assertThat(server.as("operator", "POST", path, "{'preset': 'gate'}").status()).isEqualTo(204);
    assertThat(server.as("operator", "POST", path, "{'pan': 0, 'tilt': 0}").status())
        .isEqualTo(204);
    assertThat(server.control.told)
        .containsExactly(
            "front-door move 0.5 0.0 -1.0 PT2.5S",
            "front-door stop",
            "front-door go gate",
            "front-door stop");
    assertThat(server.as("operator", "GET", path).text())
        .isEqualTo("{\"movable\":true,\"presets\":[\"gate\"]}");
  }

  @Test
  void ptzThatIsRefused() throws Exception {
    post(DOOR);
    String path = "/api/v1/cameras/front-door/ptz";

    assertThat(server.as("operator", "POST", path, "{'pan': 2}").problem()).isEqualTo("400 pan");
    assertThat(server.as("operator", "POST", path, "{'pan': 1, 'stop': true}").problem())
        .isEqualTo("400 -");
    for (String nothing : List.of("", "{}", "{'seconds': 1}", "{'stop': false}")) {
      assertThat(server.as("operator", "POST", path, nothing).problem()).isEqualTo("400 -");
    }
    assertThat(server.as("viewer", "POST", path, "{'pan': 0.5}").problem()).isEqualTo("403 -");
    assertThat(server.as("operator", "POST", path, "{'preset': 'attic'}").problem())
        .isEqualTo("422 -");
    server.control.fault = new CameraException(CameraException.Kind.UNREACHABLE, "cable cut");
    assertThat(server.as("operator", "POST", path, "{'pan': 0.5}").problem()).isEqualTo("503 -");
  }

  @Test
  void imaging_showsWhatTheCameraHas_andChangesWhatIsNamed() throws Exception {
    post(DOOR);
    String path = "/api/v1/cameras/front-door/imaging";

    assertThat(server.as("operator", "GET", path).problem()).isEqualTo("422 -");
    server.control.imaging =
        new Imaging(
            Map.of(
                Imaging.Level.CONTRAST, new Imaging.Value(30, 0, 100),
                Imaging.Level.BRIGHTNESS, new Imaging.Value(0.5, -1, 1)),
            Optional.of(Imaging.IrCutFilter.AUTO),
            Set.of(Imaging.IrCutFilter.AUTO, Imaging.IrCutFilter.ON));
    assertThat(server.as("operator", "GET", path).text().replace('"', '\''))
        .isEqualTo(
            "{'brightness':{'value':0.5,'min':-1.0,'max':1.0},"
                + "'contrast':{'value':30.0,'min':0.0,'max':100.0},"
                + "'irCutFilter':{'value':'auto','values':['on','auto']}}");
    assertThat(server.as("operator", "PUT", path, "{'contrast': 40}").problem()).isEqualTo("403 -");
    assertThat(server.as("admin", "PUT", path, "{'contrast': 101}").problem())
        .isEqualTo("400 contrast");
    assertThat(server.as("admin", "PUT", path, "{'sharpness': 50}").problem())
        .isEqualTo("400 sharpness");
    assertThat(server.as("admin", "PUT", path, "{'irCutFilter': 'off'}").problem())
        .isEqualTo("400 irCutFilter");
    assertThat(server.as("admin", "PUT", path, "{'contrast': 40, 'irCutFilter': 'on'}").text())
        .contains("\"value\":0.5", "\"value\":40.0", "\"value\":\"on\"");
  }

  @Test
  void reportTellsWhatHurts_andCorrectsWhatTheCameraTakes() throws Exception {
    post(DOOR);
    String path = "/api/v1/cameras/front-door/report";

    assertThat(server.as("operator", "GET", path).problem()).isEqualTo("422 -");
    server.control.encoders.add(
        new EncoderSettings(Profile.MAIN, "h265", 1920, 1080, 25, 4096, 250));
    server.control.encoders.add(new EncoderSettings(Profile.SUB, "h264", 640, 360, 15, 512, 60));
    String before = server.as("operator", "GET", path).text().replace('"', '\'');
    assertThat(before)
        .contains("{'stream':'main','setting':'codec','is':'h265','should':'h264'")
        .contains("'setting':'keyPictures','is':'each 10.0 s','should':'each 2.0 s'")
        .contains("{'stream':'sub','setting':'keyPictures','is':'each 4.0 s'")
        .contains("{'setting':'clock','is':'90 s slow'");
    assertThat(server.as("operator", "POST", path + "/corrections").problem()).isEqualTo("403 -");
    String after = server.as("admin", "POST", path + "/corrections").text().replace('"', '\'');
    assertThat(after)
        .doesNotContain("'stream':'main'")
        .contains("'stream':'sub'")
        .contains("'refused':['keyPictures: not with me']");
    assertThat(server.control.told).contains("front-door clock");
  }

  @Test
  void driversThatAreInstalled() throws Exception {
    assertThat(server.as("viewer", "GET", "/api/v1/drivers").text().replace('"', '\''))
        .isEqualTo(
            "[{'name':'clockwork','schemes':['clockwork'],'settings':{'type':'object',"
                + "'properties':{},'required':[],'additionalProperties':false}},"
                + "{'name':'rtsp','schemes':['rtsp','rtsps'],'pid':'io.vedette.source.rtsp',"
                + "'settings':{'type':'object','title':'RTSP cameras','properties':{"
                + "'verifyTls':{'type':'boolean','title':'Check TLS certificates',"
                + "'description':'Only good ones','default':false}},"
                + "'required':[],'additionalProperties':false}}]");
  }

  @Test
  void withoutTheHubItSaysSo() throws Exception {
    server.parts.cameras = null;

    assertThat(server.as("viewer", "GET", "/api/v1/cameras").problem()).isEqualTo("503 -");
  }
}
