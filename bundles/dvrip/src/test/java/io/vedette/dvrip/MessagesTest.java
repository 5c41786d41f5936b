package io.vedette.dvrip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets, JSON, hash, discovery: byte for byte. */
class MessagesTest {
  private static Json json(String text) throws DvripException {
    return Json.parse(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @ParameterizedTest
  @CsvSource({
    "'', tlJwpbo6",
    "admin, 6QNMIQGe",
    "12345, 6V0Y4HLF",
    "pass1, FBmlZR6Q",
    "tluafed, OxhlwSG8"
  })
  void hashOfThePassword(String password, String hash) {
    assertThat(new DvripLogin("admin", password).hash()).isEqualTo(hash);
  }

  @Test
  void login_asOtherClientsSendIt() throws Exception {
    DvripLogin login = new DvripLogin("admin", "");
    ByteBuffer bytes =
        DvripPacket.message(0, 0, DvripId.LOGIN, LoginFlavour.CLASSIC.request(login)).encode();
    byte[] expected =
        Wire.join(
            Wire.hex("ff01000000000000000000000000e80358000000"),
            ("{\"EncryptType\":\"MD5\",\"LoginType\":\"DVRIP-Web\",\"PassWord\":\"tlJwpbo6\","
                    + "\"UserName\":\"admin\"}\n\0")
                .getBytes(StandardCharsets.US_ASCII));
    assertThat(Wire.bytes(bytes)).isEqualTo(expected);
    assertThat(login.toString()).doesNotContain("tlJwpbo6");
  }

  @Test
  void plainLogin_holdsThePasswordItself() {
    assertThat(Json.write(LoginFlavour.PLAIN.request(new DvripLogin("admin", "pass1"))))
        .isEqualTo(
            "{\"EncryptType\":\"NONE\",\"LoginType\":\"DVRIP-Web\",\"PassWord\":\"pass1\","
                + "\"UserName\":\"admin\"}");
  }

  @Test
  void bothVersionsOfTheHeader_areTaken() throws Exception {
    for (int version = 0; version <= 1; version++) {
      DvripSplitter splitter = new DvripSplitter();
      splitter.push(
          new DvripPacket(version, 0x1a, 7, 2, 0, DvripId.MONITOR_DATA, ByteBuffer.allocate(3))
              .encode());
      DvripPacket packet = splitter.next();
      assertThat(packet.version()).isEqualTo(version);
      assertThat(packet.session()).isEqualTo(0x1a);
      assertThat(packet.channel()).isEqualTo(2);
    }
  }

  @Test
  void keepAlive_asInTheWorkedExample() throws Exception {
    Object json = Json.object("Name", "KeepAlive", "SessionID", "0x0000001A");
    byte[] bytes = Wire.bytes(DvripPacket.message(0x1a, 1, DvripId.KEEP_ALIVE, json).encode());
    assertThat(bytes)
        .startsWith(Wire.hex("ff0100001a000000010000000000ee032f000000"))
        .hasSize(20 + 47);
  }

  @Test
  void claim_hasTheLengthOfOtherClients() throws Exception {
    DvripClient client = DvripClientTest.client();
    assertThat(Json.write(client.monitor(0, "Main", "Claim")))
        .isEqualTo(
            "{\"Name\":\"OPMonitor\",\"OPMonitor\":{\"Action\":\"Claim\",\"Parameter\":"
                + "{\"Channel\":0,\"CombinMode\":\"NONE\",\"StreamType\":\"Main\","
                + "\"TransMode\":\"TCP\"}},\"SessionID\":\"0x00000000\"}")
        .hasSize(160);
  }

  @Test
  void json_asDevicesWriteIt() throws Exception {
    Json reply =
        json(
            "{ \"AliveInterval\" : 20, \"DeviceType \" : \"DVR\", \"Ret\" : 100,"
                + " \"SessionID\" : \"0x0000001A\", \"List\":[true,null,-1.5e1] }\n\0");
    assertThat(reply.get("DeviceType").text()).contains("DVR");
    assertThat(reply.get("Ret").number()).contains(100L);
    assertThat(reply.get("SessionID").number()).contains(26L);
    assertThat(reply.get("List").elements().get(2).number()).contains(-15L);
    assertThat(reply.get("Missing").get("Deeper").text()).isEmpty();
    assertThat(reply.get("DeviceType").number()).isEmpty();
  }

  @Test
  void json_endsAsItLikes_andHoldsControlBytes() throws Exception {
    for (String end : List.of("", "\n", "\0", "\n\0", "\n\0\0", "\\", "\n\0rubbish")) {
      assertThat(json("{\"a\":\"x\u0007y\"}" + end).get("a").text()).contains("x\u0007y");
    }
  }

  @Test
  void json_inGbk() throws Exception {
    byte[] gbk = "{\"Name\":\"大门\"}".getBytes(Charset.forName("GBK"));
    assertThat(Json.parse(ByteBuffer.wrap(gbk)).get("Name").text()).contains("大门");
  }

  @Test
  void json_thatIsNone() {
    for (String bad :
        List.of("", "{", "{\"a\"", "{\"a\":}", "[1 2]", "x", "{1:2}", "\"abc", "[".repeat(500))) {
      assertThatThrownBy(() -> json(bad)).isInstanceOf(DvripException.class);
    }
  }

  @Test
  void json_escapes() throws Exception {
    String text = "say \"\\\u0001\u00e9";
    String written = Json.write(Json.object("a", text, "b", List.of(), "c", true));
    assertThat(written).isEqualTo("{\"a\":\"say \\\"\\\\\\u0001\u00e9\",\"b\":[],\"c\":true}");
    assertThat(json("{\"a\":\"\\u0041\\n\\/\\u00\"}").get("a").text()).contains("A\n/u00");
  }

  @Test
  void packets_cutAtEveryByte() throws Exception {
    byte[] two =
        Wire.join(Wire.media(Wire.delta(Wire.DELTA)), Wire.media(Wire.audio(0x0e, 2, 160)));
    for (int cut = 0; cut <= two.length; cut++) {
      DvripSplitter splitter = new DvripSplitter();
      List<Integer> sizes = new ArrayList<>();
      for (ByteBuffer part :
          List.of(ByteBuffer.wrap(two, 0, cut), ByteBuffer.wrap(two, cut, two.length - cut))) {
        splitter.push(part);
        for (DvripPacket p = splitter.next(); p != null; p = splitter.next()) {
          sizes.add(p.payload().remaining());
        }
      }
      assertThat(sizes).containsExactly(8 + Wire.DELTA.length, 168);
    }
  }

  @Test
  void announcedLengthIsNotBelieved() {
    DvripSplitter splitter = new DvripSplitter();
    splitter.push(ByteBuffer.wrap(Wire.hex("ff01000000000000000000000000e90300000080")));
    assertThatThrownBy(splitter::next)
        .isInstanceOf(DvripException.class)
        .hasMessageContaining("2147483648");
  }

  @Test
  void otherProtocols_areToldApart() {
    DvripSplitter splitter = new DvripSplitter();
    splitter.push(
        ByteBuffer.wrap("HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.US_ASCII)));
    assertThatThrownBy(splitter::next).isInstanceOf(DvripException.class);
  }

  @Test
  void mutatedMessages_throwOnlyDvripException() {
    byte[] good =
        ("{\"AlarmInfo\":{\"Channel\":3,\"Event\":\"VideoMotion\",\"Status\":\"Start\"},"
                + "\"Name\":\"AlarmInfo\",\"SessionID\":\"0x0000001A\",\"L\":[1,2,{\"a\":null}]}")
            .getBytes(StandardCharsets.US_ASCII);
    Random random = new Random(9);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = good.clone();
      for (int i = random.nextInt(6); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
      }
      try {
        DvripAlarm.parse(Json.parse(ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length + 1))));
      } catch (DvripException expected) {
        assertThat(expected.getMessage()).isNotEmpty();
      }
    }
  }

  @Test
  void discovery_requestAndAnswer() {
    assertThat(Wire.bytes(DvripDiscovery.request()))
        .isEqualTo(Wire.hex("ff00000000000000000000000000fa0500000000"));
    DvripDiscovery found =
        new DvripDiscovery("192.168.1.10", 34567, "Shop", "a0b1c2d3", "00:12:16:aa:bb:cc", 8);
    ByteBuffer answer = found.encode(new byte[] {(byte) 192, (byte) 168, 1, 10});
    assertThat(new String(Wire.bytes(answer), StandardCharsets.ISO_8859_1)).contains("0x0A01A8C0");
    assertThat(DvripDiscovery.parse(answer)).contains(found);
    assertThat(DvripDiscovery.parse(DvripDiscovery.request())).isEmpty();
    assertThat(DvripDiscovery.parse(ByteBuffer.wrap(new byte[3]))).isEmpty();
  }

  @Test
  void mutatedDiscoveryAnswers_areNothing_orHaveAnAddress() {
    byte[] good =
        Wire.bytes(
            new DvripDiscovery("192.168.1.10", 34567, "Shop", "a0b1c2d3", "00:12:16:aa:bb:cc", 8)
                .encode(new byte[] {(byte) 192, (byte) 168, 1, 10}));
    Random random = new Random(11);
    int found = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = good.clone();
      for (int i = random.nextInt(6); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
      for (DvripDiscovery one :
          DvripDiscovery.parse(ByteBuffer.wrap(bytes, 0, length)).stream().toList()) {
        assertThat(one.host()).matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
        assertThat(one.port()).isBetween(1, 65_535);
        found++;
      }
    }
    assertThat(found).isPositive();
  }

  @Test
  void discoveryAnswerWithAPortThatIsNone_isNothing() {
    DvripDiscovery odd = new DvripDiscovery("10.0.0.1", 70_000, "", "", "", 1);
    assertThat(DvripDiscovery.parse(odd.encode(new byte[] {10, 0, 0, 1}))).isEmpty();
  }

  @Test
  void addresses() {
    assertThat(DvripAddress.of(URI.create("dvrip://10.0.0.8")))
        .isEqualTo(new DvripAddress("10.0.0.8", 34567));
    assertThat(DvripAddress.of(URI.create("dvrip://[fe80::1]:99")).toString())
        .isEqualTo("[fe80::1]:99");
    for (String bad : List.of("dvr://h", "dvrip:h", "dvrip://h:0", "dvrip://h:70000")) {
      assertThatThrownBy(() -> DvripAddress.of(URI.create(bad)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
