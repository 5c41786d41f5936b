package io.vedette.dvr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages of the control connection, byte for byte. */
class MessagesTest {
  private static ByteBuffer body(String hex) {
    return new DvrMessage(false, 0, ByteBuffer.wrap(Wire.hex(hex))).body();
  }

  @Test
  void login_asInTheWorkedExample() {
    assertThat(Wire.hex(new DvrLogin("admin", "4321").message().encode()))
        .isEqualTo(
            "0103001f00000061646d696e00000000000000000000343332310000000000000000000000" + "00");
  }

  @Test
  void loginOfMoreThan14Bytes_isRefusedWithoutTellingIt() {
    assertThatThrownBy(() -> new DvrLogin("admin", "a-secret-of-16-b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("14")
        .hasMessageNotContaining("a-secret");
    assertThat(new DvrLogin("admin", "secret").toString()).doesNotContain("secret");
  }

  @Test
  void event_motionBeginsOnTheSecondCamera() throws Exception {
    String bytes = "000000000000000002000200000000000000000" + "0df070a1c022800" + "0000000000";
    assertThat(DvrEvent.parse(body(bytes)))
        .containsExactly(
            new DvrEvent(
                DvrEvent.Kind.MOTION,
                1,
                true,
                Optional.of(LocalDateTime.of(2015, 10, 28, 2, 40, 0))));
  }

  @Test
  void event_severalKindsInOneMessage_andExtendedInputs() throws Exception {
    ByteBuffer bytes = DvrMessage.bytes(32);
    bytes.putShort(0, (short) 0x8000).putShort(2, (short) 0x8000); // input 16 on
    bytes.putShort(4, (short) 1); // channel 1 has its signal back
    bytes.putInt(12, 0x80000000); // disk 32 works again
    bytes.put(27, (byte) 1).putShort(28, (short) 1).putShort(30, (short) 1);
    assertThat(DvrEvent.parse(bytes))
        .containsExactly(
            new DvrEvent(DvrEvent.Kind.ALARM_INPUT, 15, true, Optional.empty()),
            new DvrEvent(DvrEvent.Kind.VIDEO_LOSS, 0, false, Optional.empty()),
            new DvrEvent(DvrEvent.Kind.DISK_FAILURE, 31, false, Optional.empty()),
            new DvrEvent(DvrEvent.Kind.ALARM_INPUT, 16, true, Optional.empty()));
  }

  @Test
  void titles_areBig5_andAHalfCharacterIsLeftOut() throws Exception {
    List<CameraSlot> slots = new ArrayList<>(Collections.nCopies(16, new CameraSlot("", false)));
    slots.set(0, new CameraSlot("大門", true)); // front gate
    slots.set(1, new CameraSlot("停車場入口", true)); // ten bytes, of which eight fit
    ByteBuffer block = CameraSlot.encode(slots);
    block.put(4 + 2 * 28 + 1, (byte) 0xe9).put(4 + 2 * 28 + 2, (byte) 0x20); // é: not Big5
    block.put(4 + 3 * 28 + 1, (byte) 'A').put(4 + 3 * 28 + 2, (byte) 0xa4); // half of two bytes
    List<CameraSlot> read = CameraSlot.parse(block);
    assertThat(read.get(0)).isEqualTo(new CameraSlot("大門", true));
    assertThat(read.get(1).title()).isEqualTo("停車場入");
    assertThat(read.get(2).title()).isEqualTo("é");
    assertThat(read.get(3).title()).isEqualTo("A");
  }

  @Test
  void cameraBlockOfAnotherSize_isRefused() {
    assertThatThrownBy(() -> CameraSlot.parse(DvrMessage.bytes(451)))
        .isInstanceOf(DvrException.class)
        .hasMessageContaining("451");
  }

  @Test
  void time_isStructTm_bothWaysAlike() throws Exception {
    LocalDateTime time = LocalDateTime.of(2026, 11, 22, 6, 54, 30);
    ByteBuffer bytes = DvrTime.encode(time);
    assertThat(bytes.getInt(16)).isEqualTo(10);
    assertThat(bytes.getInt(20)).isEqualTo(126);
    assertThat(bytes.getInt(24)).isZero(); // a Sunday
    assertThat(DvrTime.parse(bytes)).isEqualTo(time);
  }

  @Test
  void systemInfo_bothWaysAlike() throws Exception {
    SystemInfo info = new SystemInfo("DM1604H4-HD04", "S/N 0815", 1, 0x0203, 16, 8);
    assertThat(SystemInfo.parse(info.encode())).isEqualTo(info);
  }

  @Test
  void systemInfo_mayBeLonger_notShorter() throws Exception {
    SystemInfo info = new SystemInfo("DM1604H4-HD04", "S/N 0815", 1, 0x0203, 16, 8);
    ByteBuffer longer = DvrMessage.bytes(80).put(info.encode()).clear();
    assertThat(SystemInfo.parse(longer)).isEqualTo(info);
    assertThatThrownBy(() -> SystemInfo.parse(DvrMessage.bytes(60)))
        .isInstanceOf(DvrException.class)
        .hasMessageContaining("60 bytes");
  }

  @Test
  void pesHead_asInTheWorkedExample() {
    ByteBuffer bytes = ByteBuffer.wrap(Wire.PACKET, 28 + FrameHead.BYTES, 85);
    PesHead head = PesHead.parse(bytes);
    assertThat(head).isEqualTo(new PesHead(0xe0, 90_000, 32));
    byte[] written = head.encode(53, 0, true).array();
    assertThat(written).isEqualTo(java.util.Arrays.copyOfRange(Wire.PACKET, 120, 152));
  }

  @Test
  void replies_areATableAndNoFormula() {
    assertThat(DvrId.reply(DvrId.LOGIN)).isEqualTo(0x52);
    assertThat(DvrId.reply(DvrId.PTZ_KEY)).isEqualTo(0x5d);
    assertThat(DvrId.reply(0x42)).isNotEqualTo(DvrId.EVENT);
  }

  @Test
  void control_cutAtEveryByte_andJoined() throws Exception {
    byte[] two =
        Wire.join(
            Wire.hex("00520004000000 00020100"),
            new DvrEvent(DvrEvent.Kind.MOTION, 3, true, Optional.empty())
                .message()
                .encode()
                .array());
    for (int cut = 0; cut <= two.length; cut++) {
      ControlSplitter splitter = new ControlSplitter();
      splitter.push(ByteBuffer.wrap(two, 0, cut));
      List<Integer> ids = new ArrayList<>();
      for (DvrMessage m = splitter.next(); m != null; m = splitter.next()) {
        ids.add(m.id());
      }
      splitter.push(ByteBuffer.wrap(two, cut, two.length - cut));
      for (DvrMessage m = splitter.next(); m != null; m = splitter.next()) {
        ids.add(m.id());
      }
      assertThat(ids).containsExactly(0x52, DvrId.EVENT);
    }
  }

  @Test
  void control_announcedLengthIsNotBelieved() {
    ControlSplitter splitter = new ControlSplitter();
    splitter.push(ByteBuffer.wrap(Wire.hex("00520000000080")));
    assertThatThrownBy(splitter::next).isInstanceOf(DvrException.class);
  }

  @Test
  void mutatedMessages_throwOnlyDvrException() {
    Random random = new Random(5);
    byte[] event = Wire.hex("00910020000000" + "00".repeat(32));
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = event.clone();
      for (int i = random.nextInt(8); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      ControlSplitter splitter = new ControlSplitter();
      splitter.push(ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1)));
      try {
        DvrMessage message = splitter.next();
        if (message != null) {
          DvrEvent.parse(message.body());
          DvrTime.parse(message.body());
        }
      } catch (DvrException expected) {
        assertThat(expected.getMessage()).isNotEmpty();
      }
    }
  }

  /** What a device answers to the questions at the begin, of any length and content. */
  @Test
  void repliesOfAnyBytes_throwOnlyDvrException() {
    Random random = new Random(6);
    int understood = 0;
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = new byte[random.nextInt(3) == 0 ? random.nextInt(520) : 452];
      random.nextBytes(bytes);
      ByteBuffer body = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      for (Parser parser :
          List.<Parser>of(DvrLogin::parse, SystemInfo::parse, CameraSlot::parse, DvrTime::parse)) {
        try {
          parser.parse(body.duplicate().order(ByteOrder.LITTLE_ENDIAN));
          understood++;
        } catch (DvrException expected) {
          assertThat(expected.getMessage()).isNotEmpty();
        }
      }
    }
    assertThat(understood).isPositive();
  }

  private interface Parser {
    Object parse(ByteBuffer body) throws DvrException;
  }

  @Test
  void addresses() {
    assertThat(DvrAddress.of(URI.create("dvr://10.0.0.9")))
        .isEqualTo(new DvrAddress("10.0.0.9", 670, 680));
    assertThat(DvrAddress.of(URI.create("dvr://dvr.lan:1670?data=1680")))
        .isEqualTo(new DvrAddress("dvr.lan", 1670, 1680));
    assertThat(DvrAddress.of(URI.create("dvr://[fe80::1]:670")).toString())
        .isEqualTo("[fe80::1]:670");
    for (String bad :
        List.of("rtsp://h", "dvr:h", "dvr://h?date=1", "dvr://h:0", "dvr://h?data=0")) {
      assertThatThrownBy(() -> DvrAddress.of(URI.create(bad)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
