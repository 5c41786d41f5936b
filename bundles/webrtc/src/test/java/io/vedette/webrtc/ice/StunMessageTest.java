package io.vedette.webrtc.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Vectors of RFC 5769, and what is not STUN. */
class StunMessageTest {
  private static final byte[] PASSWORD =
      "VOkJxbRl1RmTxUk/WvJxBt".getBytes(StandardCharsets.US_ASCII);

  // RFC 5769 2.1
  static final String REQUEST =
      "000100582112a442b7e7a701bc34d686fa87dfae8022001053"
          + "54554e207465737420636c69656e74002400046e0001ff80290008932ff9b151263b36"
          + "000600096576746a3a68367659202020"
          + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf";

  // RFC 5769 2.2
  private static final String IPV4_RESPONSE =
      "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220"
          + "002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7"
          + "80280004c07d4c96";

  // RFC 5769 2.3
  private static final String IPV6_RESPONSE =
      "010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220"
          + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
          + "00080014a382954e4be67bf11784c97c8292c275bfe3ed4180280004c8fb0b4c";

  // RFC 5769 2.4
  private static final String LONG_TERM =
      "000100602112a44278ad3433c6ad72c029da412e00060012e3839ee38388e383aae38383e382afe382b90000"
          + "0015001c662f2f3439396b39353464364f4c33346f4c394653547679363473410014000b"
          + "6578616d706c652e6f72670000080014f67024656dd64a3e02b8e0712e85c9a28ca89666";

  private static StunMessage parse(String hex) throws MalformedStunException {
    return StunMessage.parse(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  @Test
  void readsTheSampleRequest() throws Exception {
    StunMessage message = parse(REQUEST);
    assertThat(message.type()).isEqualTo(StunMessage.BINDING_REQUEST);
    assertThat(message.username()).contains("evtj:h6vY");
    assertThat(message.value(StunMessage.PRIORITY).orElseThrow().getInt()).isEqualTo(0x6e0001ff);
    assertThat(message.has(StunMessage.ICE_CONTROLLED)).isTrue();
    assertThat(message.isSignedWith(PASSWORD)).isTrue();
    assertThat(message.isSignedWith("another".getBytes(StandardCharsets.US_ASCII))).isFalse();
  }

  @Test
  void readsTheSampleResponses() throws Exception {
    StunMessage ipv4 = parse(IPV4_RESPONSE);
    assertThat(ipv4.type()).isEqualTo(StunMessage.BINDING_SUCCESS);
    assertThat(ipv4.mappedAddress()).contains(new InetSocketAddress("192.0.2.1", 32853));
    assertThat(ipv4.isSignedWith(PASSWORD)).isTrue();
    StunMessage ipv6 = parse(IPV6_RESPONSE);
    assertThat(ipv6.mappedAddress())
        .contains(new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32853));
    assertThat(ipv6.isSignedWith(PASSWORD)).isTrue();
  }

  @Test
  void readsTheLongTermRequest() throws Exception {
    byte[] key =
        MessageDigest.getInstance("MD5")
            .digest("マトリックス:example.org:TheMatrIX".getBytes(StandardCharsets.UTF_8));
    StunMessage message = parse(LONG_TERM);
    assertThat(message.username()).contains("マトリックス");
    assertThat(message.isSignedWith(key)).isTrue();
  }

  @Test
  void writesTheSampleResponsesUpToTheirPadding() {
    assertSameAttribute(IPV4_RESPONSE, "192.0.2.1");
    assertSameAttribute(IPV6_RESPONSE, "2001:db8:1234:5678:11:2233:4455:6677");
  }

  /**
   * The RFC pads SOFTWARE with a space, RFC 8489 14 demands zeros: so the signatures differ, the
   * masked address and the lengths must not.
   */
  private static void assertSameAttribute(String vector, String address) {
    byte[] id = HexFormat.of().parseHex("b7e7a701bc34d686fa87dfae");
    ByteBuffer out =
        new StunWriter(StunMessage.BINDING_SUCCESS, id)
            .attribute(StunMessage.SOFTWARE, "test vector".getBytes(StandardCharsets.US_ASCII))
            .mappedAddress(new InetSocketAddress(address, 32853))
            .sign(PASSWORD)
            .finish();
    byte[] written = new byte[out.remaining()];
    out.get(written);
    String hex = HexFormat.of().formatHex(written);
    int signature = vector.indexOf("00080014");
    assertThat(hex).hasSize(vector.length());
    assertThat(hex.substring(0, 70)).isEqualTo(vector.substring(0, 70));
    assertThat(hex.substring(72, signature)).isEqualTo(vector.substring(72, signature));
  }

  @Test
  void refusesWhatIsNotStun() {
    assertThatThrownBy(() -> parse("0001")).hasMessage("not STUN: 2 bytes");
    assertThatThrownBy(() -> parse(REQUEST.replace("2112a442", "2112a443")))
        .isInstanceOf(MalformedStunException.class);
    assertThatThrownBy(() -> parse(REQUEST.replace("00010058", "0001005c")))
        .hasMessageContaining("STUN length 92 in a datagram of 108 bytes");
    assertThatThrownBy(() -> parse(REQUEST.replace("80220010", "80220f10")))
        .hasMessageContaining("attribute 0x8022 of 3856 bytes at byte 20 of 108");
    assertThatThrownBy(() -> parse(REQUEST.replace("e57a3bcf", "e57a3bce")))
        .hasMessage("FINGERPRINT is wrong");
  }

  @Test
  void ignoresAttributesBehindTheSignature() throws Exception {
    byte[] id = new byte[12];
    ByteBuffer out =
        new StunWriter(StunMessage.BINDING_REQUEST, id)
            .sign(PASSWORD)
            .attribute(StunMessage.USE_CANDIDATE, new byte[0])
            .finish();
    assertThat(StunMessage.parse(out).has(StunMessage.USE_CANDIDATE)).isFalse();
  }

  @Test
  void survivesMutations() {
    byte[] good = HexFormat.of().parseHex(REQUEST);
    Random random = new Random(1);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = good.clone();
      for (int n = random.nextInt(6); n >= 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
      try {
        StunMessage message = StunMessage.parse(ByteBuffer.wrap(bytes, 0, length));
        message.username();
        message.mappedAddress();
        message.isSignedWith(PASSWORD);
      } catch (MalformedStunException expected) {
        assertThat(expected).hasMessageMatching("(?s).{5,200}");
      }
    }
  }
}
