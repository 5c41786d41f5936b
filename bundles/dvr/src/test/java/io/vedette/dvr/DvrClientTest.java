package io.vedette.dvr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.dvr.DvrException.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A session against a scripted DVR, by manual time. */
class DvrClientTest {
  private static void fails(Kind kind, String said, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(DvrException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(said);
  }

  @Test
  void asksInTheOrderThatDevicesKnow() throws Exception {
    ScriptedDvr dvr = new ScriptedDvr().talk();
    assertThat(dvr.heard).startsWith(DvrId.LOGIN, DvrId.SYSTEM_INFO, DvrId.GET_BLOCK, DvrId.POLL);
    assertThat(dvr.client.isReady()).isTrue();
    assertThat(dvr.client.info().software()).isEqualTo(2);
    assertThat(dvr.client.channels()).isEqualTo(4);
    assertThat(dvr.client.slot(1)).isEqualTo(new CameraSlot("Yard", true));

    dvr.heard.clear();
    dvr.client.arm();
    assertThat(dvr.client.wantsData()).isTrue(); // at once, without waiting for the reply
    dvr.talk();
    assertThat(dvr.heard).containsExactly(DvrId.EXTRA_STREAM, DvrId.STREAM_CONNECT);
    assertThat(dvr.client.isStreaming()).isFalse();
    dvr.client.dataOpened();
    dvr.client.open(2);
    dvr.talk();
    assertThat(dvr.client.isStreaming()).isTrue();
    assertThat(dvr.heard).last().isEqualTo(DvrId.LIVE_CHANNELS);
    assertThat(Wire.hex(dvr.bodies.get(dvr.bodies.size() - 1))).isEqualTo("0400000000000000");
  }

  @Test
  void kindOfStream_isTheFirstOf32Bytes() throws Exception {
    DvrSettings main = ScriptedDvr.SETTINGS;
    for (boolean extra : new boolean[] {false, true}) {
      ScriptedDvr dvr =
          new ScriptedDvr(new DvrSettings(extra, main.stall(), main.zone(), false)).streaming();
      ByteBuffer body = dvr.bodies.get(dvr.heard.indexOf(DvrId.EXTRA_STREAM));
      assertThat(Wire.hex(body)).isEqualTo((extra ? "01" : "00") + "00".repeat(31));
    }
  }

  @Test
  void statusPoll_isVersion2Dot1() throws Exception {
    ScriptedDvr dvr = new ScriptedDvr().talk();
    assertThat(Wire.hex(dvr.bodies.get(dvr.heard.indexOf(DvrId.POLL)))).isEqualTo("020000000100");
  }

  @Test
  void settingsBlock_isThatOfTheCameras_andNoOther() throws Exception {
    ScriptedDvr dvr = new ScriptedDvr().talk();
    assertThat(Wire.hex(dvr.bodies.get(dvr.heard.indexOf(DvrId.GET_BLOCK)))).isEqualTo("0d000000");
    assertThat(dvr.heard).containsOnlyOnce(DvrId.GET_BLOCK);
  }

  @Test
  void wrongPassword_isRefused() throws Exception {
    ScriptedDvr dvr = new ScriptedDvr();
    dvr.refuses.add(DvrId.LOGIN);
    fails(Kind.REFUSED, "password", dvr::talk);
    assertThat(dvr.heard).containsExactly(DvrId.LOGIN);
  }

  @Test
  void silence_endsTheSession() throws Exception {
    ScriptedDvr dvr = new ScriptedDvr();
    dvr.ignores.add(DvrId.SYSTEM_INFO);
    fails(Kind.TIMEOUT, "system information", () -> dvr.pass(Duration.ofSeconds(6)));
  }

  @Test
  void unknownStatusOfAReply_endsTheSession() throws Exception {
    ScriptedDvr dvr = new ScriptedDvr();
    dvr.client.output(dvr.nanos);
    DvrMessage odd = DvrMessage.reply(DvrId.LOGIN, 7, DvrMessage.bytes(0));
    fails(Kind.PROTOCOL, "status 7", () -> dvr.send(odd));
  }

  @Test
  void repliesThatNobodyAskedFor_areIgnored() throws Exception {
    ScriptedDvr dvr = new ScriptedDvr().talk();
    dvr.send(DvrMessage.reply(DvrId.LIVE_CHANNELS, DvrMessage.OK, DvrMessage.bytes(0)));
    dvr.send(new DvrMessage(false, 0x99, DvrMessage.bytes(3)));
    dvr.talk();
    assertThat(dvr.client.isReady()).isTrue();
  }

  @Test
  void pollsEvery20s_andWithoutAnswerTheSessionIsDead() throws Exception {
    ScriptedDvr dvr = new ScriptedDvr().talk();
    dvr.heard.clear();
    dvr.pass(Duration.ofSeconds(61));
    assertThat(dvr.heard).containsExactly(DvrId.POLL, DvrId.POLL, DvrId.POLL);
    dvr.ignores.add(DvrId.POLL);
    fails(Kind.TIMEOUT, "polling", () -> dvr.pass(Duration.ofSeconds(40)));
  }

  @Test
  void channelsComeAndGo_whileOthersRun() throws Exception {
    ScriptedDvr dvr = new ScriptedDvr().streaming();
    ChannelReader door = dvr.client.open(0);
    dvr.talk();
    dvr.picture(0, Wire.KEY, 0);
    dvr.picture(0, Wire.DELTA, 6000);
    ChannelReader yard = dvr.client.open(1);
    dvr.talk();
    assertThat(Wire.hex(dvr.bodies.get(dvr.bodies.size() - 1))).startsWith("03000000");
    dvr.picture(1, Wire.KEY, 500);
    assertThat(door.next().randomAccess()).isTrue();
    assertThat(door.next().dts()).isEqualTo(6000);
    dvr.client.close(door);
    assertThat(door.isClosed()).isTrue();
    dvr.talk();
    assertThat(Wire.hex(dvr.bodies.get(dvr.bodies.size() - 1))).startsWith("02000000");
    assertThat(yard.next().dts()).isZero();
    assertThat(dvr.acknowledged).isEqualTo(3);
  }

  @Test
  void twoReadersOfOneChannel_bothGetIt_fromAKeyPictureOn() throws Exception {
    ScriptedDvr dvr = new ScriptedDvr().streaming();
    ChannelReader first = dvr.client.open(0);
    dvr.picture(0, Wire.KEY, 0);
    ChannelReader second = dvr.client.open(0);
    dvr.picture(0, Wire.DELTA, 6000);
    dvr.picture(0, Wire.KEY, 12_000);
    assertThat(first.next().dts()).isZero();
    assertThat(first.next().dts()).isEqualTo(6000);
    assertThat(first.next().dts()).isEqualTo(12_000);
    assertThat(second.next().dts()).isZero();
    assertThat(second.lostUnits()).isZero();
  }

  @Test
  void fiveSecondsWithoutPackets_areAStall() throws Exception {
    ScriptedDvr dvr = new ScriptedDvr().streaming();
    dvr.client.open(0);
    dvr.talk();
    dvr.picture(0, Wire.KEY, 0);
    dvr.pass(Duration.ofSeconds(4));
    fails(Kind.TIMEOUT, "no stream packet", () -> dvr.pass(Duration.ofSeconds(2)));
  }

  @Test
  void withoutSignalNothingIsExpected() throws Exception {
    ScriptedDvr dvr = new ScriptedDvr();
    dvr.videoLoss = 1;
    dvr.streaming();
    assertThat(dvr.client.hasSignal(0)).isFalse();
    dvr.client.open(0);
    dvr.pass(Duration.ofMinutes(1));
    dvr.videoLoss = 0;
    fails(Kind.TIMEOUT, "no stream packet", () -> dvr.pass(Duration.ofMinutes(1)));
  }

  @Test
  void events_andVideoLossByPoll_areToldOnce() throws Exception {
    ScriptedDvr dvr = new ScriptedDvr().talk();
    DvrEvent motion =
        new DvrEvent(
            DvrEvent.Kind.MOTION, 2, true, Optional.of(LocalDateTime.of(2026, 1, 2, 3, 4, 5)));
    dvr.send(motion.message());
    assertThat(dvr.client.nextEvent()).isEqualTo(motion);
    dvr.videoLoss = 2;
    dvr.pass(Duration.ofSeconds(21));
    DvrEvent loss = new DvrEvent(DvrEvent.Kind.VIDEO_LOSS, 1, true, Optional.empty());
    assertThat(dvr.client.nextEvent()).isEqualTo(loss);
    dvr.send(loss.message());
    assertThat(dvr.client.nextEvent()).isNull();
  }

  @Test
  void clockThatIsWrong_isPutRight() throws Exception {
    ScriptedDvr dvr = new ScriptedDvr();
    dvr.clock = dvr.clock.minusMinutes(7);
    dvr.pass(Duration.ofSeconds(1));
    assertThat(dvr.client.clockOffset()).contains(Duration.ZERO);
    int at = dvr.heard.indexOf(DvrId.SET_TIME);
    assertThat(DvrTime.parse(dvr.bodies.get(at)).getMinute()).isEqualTo(54);
  }

  @Test
  void clockIsLeftAlone_unlessAskedFor() throws Exception {
    DvrSettings s = ScriptedDvr.SETTINGS;
    ScriptedDvr dvr = new ScriptedDvr(new DvrSettings(false, s.stall(), s.zone(), false));
    dvr.clock = dvr.clock.minusMinutes(7);
    dvr.pass(Duration.ofSeconds(1));
    assertThat(dvr.heard).contains(DvrId.GET_TIME).doesNotContain(DvrId.SET_TIME);
    assertThat(dvr.client.clockOffset().orElseThrow()).isLessThan(Duration.ofMinutes(-6));
  }

  @Test
  void ptzKey_thatIsRefused_endsNothing() throws Exception {
    ScriptedDvr dvr = new ScriptedDvr().talk();
    dvr.refuses.add(DvrId.PTZ_KEY);
    dvr.client.ptzKey(3, 0x0102, true);
    dvr.talk();
    assertThat(Wire.hex(dvr.bodies.get(dvr.bodies.size() - 1))).isEqualTo("010201030000000000");
  }

  @Test
  void goodbye_isADisconnect() throws Exception {
    ScriptedDvr dvr = new ScriptedDvr().streaming();
    dvr.client.disconnect();
    assertThat(dvr.client.isOver()).isFalse();
    dvr.talk();
    assertThat(dvr.heard).last().isEqualTo(DvrId.STREAM_DISCONNECT);
    assertThat(dvr.client.isOver()).isTrue();
  }

  @Test
  void refusedStream_isSaid() throws Exception {
    ScriptedDvr dvr = new ScriptedDvr().talk();
    dvr.refuses.add(DvrId.STREAM_CONNECT);
    dvr.client.arm();
    fails(Kind.FAILED, "connecting the stream", dvr::talk);
  }
}
