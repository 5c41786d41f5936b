package io.vedette.dvrip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.dvrip.DvripException.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A control session against a scripted device, by manual time. */
class DvripClientTest {
  private static final Instant WALL = Instant.parse("2026-11-22T06:54:30Z");

  private final DvripClient client = client();
  private final DvripSplitter splitter = new DvripSplitter();
  private final List<Integer> heard = new ArrayList<>();
  private final List<Json> asked = new ArrayList<>();
  private final Map<Integer, Integer> codes = new HashMap<>(); // by id; 100 otherwise
  private final List<Integer> ignored = new ArrayList<>();
  private String clock = "2026-11-22 06:54:30";
  private long nanos;

  DvripClientTest() throws DvripException {}

  static DvripClient client() throws DvripException {
    return new DvripClient(
        new DvripLogin("admin", "s3cret"),
        new DvripClient.Settings(LoginFlavour.CLASSIC, ZoneOffset.UTC, true),
        0);
  }

  private static void fails(Kind kind, String said, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(DvripException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(said);
  }

  private void talk() throws DvripException {
    client.tick(nanos, WALL.plusNanos(nanos));
    for (ByteBuffer out = client.output(nanos); out != null; out = client.output(nanos)) {
      splitter.push(out);
      for (DvripPacket packet = splitter.next(); packet != null; packet = splitter.next()) {
        heard.add(packet.id());
        asked.add(packet.json());
        if (!ignored.contains(packet.id())) {
          Object reply = reply(packet);
          client.received(
              DvripPacket.message(0x1a, packet.sequence(), packet.id() + 1, reply).encode());
        }
      }
      client.tick(nanos, WALL.plusNanos(nanos));
    }
  }

  private Object reply(DvripPacket packet) {
    int code = codes.getOrDefault(packet.id(), 100);
    return switch (packet.id()) {
      case DvripId.LOGIN ->
          Json.object("AliveInterval", 20, "ChannelNum", 4, "Ret", code, "SessionID", "0x0000001A");
      case DvripId.SYSTEM_INFO ->
          Json.object(
              "Ret",
              code,
              "SystemInfo",
              Json.object(
                  "SerialNo",
                  "a0b1",
                  "HardWare",
                  "XM530",
                  "SoftWareVersion",
                  "V4.03",
                  "VideoInChannel",
                  4));
      case DvripId.CHANNEL_TITLE -> Json.object("ChannelTitle", List.of("Gate", "大門"), "Ret", code);
      case DvripId.GET_TIME -> Json.object("OPTimeQuery", clock, "Ret", code);
      default -> Json.object("Ret", code);
    };
  }

  private void pass(Duration time) throws DvripException {
    long end = nanos + time.toNanos();
    while (nanos < end) {
      nanos += 500_000_000L;
      talk();
    }
  }

  @Test
  void signsIn_andLearnsWhatTheDeviceIs() throws Exception {
    talk();
    assertThat(client.isReady()).isTrue();
    assertThat(heard)
        .startsWith(DvripId.LOGIN, DvripId.SYSTEM_INFO, DvripId.CHANNEL_TITLE, DvripId.GUARD);
    assertThat(client.channels()).isEqualTo(4);
    assertThat(client.title(1)).isEqualTo("大門");
    assertThat(client.title(3)).isEmpty();
    assertThat(client.model() + client.firmware() + client.serial()).isEqualTo("XM530V4.03a0b1");
    assertThat(asked.get(1).get("SessionID").text()).contains("0x0000001A");
    assertThat(asked.get(0).toString()).doesNotContain("s3cret");
  }

  @Test
  void wrongPassword_andLockedUser_areRefusals() throws Exception {
    codes.put(DvripId.LOGIN, 203);
    fails(Kind.REFUSED, "refused", this::talk);
    assertThat(heard).containsExactly(DvripId.LOGIN);
  }

  @Test
  void lockedUser_isSaid() {
    codes.put(DvripId.LOGIN, 205);
    fails(Kind.REFUSED, "locked", this::talk);
  }

  @Test
  void deviceThatTakesNoHash_isSaid_withWhatToDo() {
    codes.put(DvripId.LOGIN, 124);
    fails(Kind.FAILED, "Plain login", this::talk);
  }

  @Test
  void fullDevice_isNoRefusalOfThePassword() {
    codes.put(DvripId.LOGIN, 207);
    fails(Kind.FAILED, "no further login", this::talk);
  }

  @Test
  void whatTheModelDoesNotHave_endsNothing() throws Exception {
    codes.put(DvripId.SYSTEM_INFO, 102);
    codes.put(DvripId.CHANNEL_TITLE, 103);
    codes.put(DvripId.GUARD, 107);
    codes.put(DvripId.GET_TIME, 101);
    talk();
    assertThat(client.isReady()).isTrue();
    assertThat(client.channels()).isEqualTo(4);
  }

  @Test
  void silence_endsTheSession() throws Exception {
    ignored.add(DvripId.SYSTEM_INFO);
    fails(Kind.TIMEOUT, "SystemInfo", () -> pass(Duration.ofSeconds(11)));
  }

  @Test
  void keepsAliveABitEarly_andWithoutAnswerTheSessionIsDead() throws Exception {
    talk();
    heard.clear();
    pass(Duration.ofSeconds(55));
    assertThat(heard).containsExactly(DvripId.KEEP_ALIVE, DvripId.KEEP_ALIVE, DvripId.KEEP_ALIVE);
    ignored.add(DvripId.KEEP_ALIVE);
    fails(Kind.TIMEOUT, "KeepAlive", () -> pass(Duration.ofSeconds(40)));
  }

  @Test
  void alarms() throws Exception {
    talk();
    Object info = Json.object("Channel", 2, "Event", "VideoMotion", "Status", "Start");
    client.received(
        DvripPacket.message(1, 0, DvripId.ALARM, Json.object("AlarmInfo", info)).encode());
    Object other = Json.object("Channel", 2, "Event", "NewFirmware", "Status", "Start");
    client.received(
        DvripPacket.message(1, 0, DvripId.ALARM, Json.object("AlarmInfo", other)).encode());
    assertThat(client.nextAlarm()).isEqualTo(new DvripAlarm(DvripAlarm.Kind.MOTION, 2, true));
    assertThat(client.nextAlarm()).isNull();
  }

  @Test
  void clockThatIsWrong_isPutRight() throws Exception {
    clock = "2026-11-22 06:40:00";
    talk();
    assertThat(client.clockOffset()).contains(Duration.ZERO);
    assertThat(asked.get(heard.indexOf(DvripId.SET_TIME)).get("OPTimeSetting").text())
        .contains("2026-11-22 06:54:30");
  }

  @Test
  void clockThatCannotBeSet_isTold() throws Exception {
    clock = "2026-11-22 06:40:00";
    codes.put(DvripId.SET_TIME, 107);
    talk();
    assertThat(client.clockOffset()).contains(Duration.ofSeconds(-870));
  }

  @Test
  void repliesThatNobodyAskedFor_areIgnored() throws Exception {
    talk();
    client.received(DvripPacket.message(1, 0, 1411, Json.object("Ret", 103)).encode());
    talk();
    assertThat(client.isReady()).isTrue();
  }

  @Test
  void refusalOfARequest_isTheAskersMatter() throws Exception {
    talk();
    codes.put(DvripId.PTZ, 118);
    List<String> said = new ArrayList<>();
    client.ask(
        DvripId.PTZ,
        PtzCommand.move(1, "DirectionUp", 5, true),
        new DvripClient.OnReply() {
          @Override
          public void accepted(Json reply) {
            said.add("accepted");
          }

          @Override
          public void refused(DvripException why) {
            said.add(why.getMessage());
          }
        });
    talk();
    assertThat(said).containsExactly("request OPPTZControl: refused with code 118");
    assertThat(asked.get(asked.size() - 1).toString())
        .contains("\"Command\":\"DirectionUp\"", "\"Preset\":65535", "\"Channel\":1");
  }
}
