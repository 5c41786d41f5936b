package io.vedette.webrtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Vectors of RFC 3711 B.3, RFC 7714 16 and 17, and the packet of libsrtp's own test. */
class SrtpVectorsTest {
  private static final String MASTER_KEY = "e1f97a0d3e018be0d64fa32c06de4139";
  private static final String MASTER_SALT = "0ec675ad498afeebb6960b3aabe6";

  private static final String GCM_SALT = "517569642070726f2071756f"; // "Quid pro quo"
  private static final String KEY_128 = "000102030405060708090a0b0c0d0e0f";
  private static final String KEY_256 = KEY_128 + "101112131415161718191a1b1c1d1e1f";
  private static final String RTP =
      "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e69732064697669736120696e2070617274657320"
          + "74726573";
  private static final String RTCP =
      "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeef"
          + "deadbeefdeadbeef";

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] withRoom(String hex) {
    byte[] packet = bytes(hex);
    return Arrays.copyOf(packet, packet.length + 32);
  }

  private static String hex(byte[] packet, int length) {
    return HexFormat.of().formatHex(packet, 0, length);
  }

  @Test
  void derivesTheKeysOfRfc3711() {
    SrtpKeys keys =
        new SrtpKeys(SrtpProfile.AES128_CM_SHA1_80, bytes(MASTER_KEY), bytes(MASTER_SALT));
    assertThat(hex(keys.derive(SrtpKeys.RTP_KEY, 16), 16))
        .isEqualTo("c61e7a93744f39ee10734afe3ff7a087");
    assertThat(hex(keys.derive(SrtpKeys.RTP_SALT, 14), 14))
        .isEqualTo("30cbbc08863d8c85d49db34a9ae1");
    assertThat(hex(keys.derive(SrtpKeys.RTP_AUTH, 20), 20))
        .isEqualTo("cebe321f6ff7716b6fd4ab49af256a156d38baa4");
  }

  @Test
  void protectsLibsrtpsReferencePacket() throws Exception {
    SrtpKeys keys =
        new SrtpKeys(SrtpProfile.AES128_CM_SHA1_80, bytes(MASTER_KEY), bytes(MASTER_SALT));
    String plain = "800f1234decafbadcafebabe" + "ab".repeat(16);
    byte[] packet = withRoom(plain);
    int length = new SrtpSender(keys).protect(packet, 0, 28, 0x1234);
    assertThat(hex(packet, length))
        .isEqualTo("800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb");
    assertThat(hex(packet, new SrtpReceiver(keys).unprotect(packet, 0, length))).isEqualTo(plain);
  }

  @Test
  void sealsAndOpensRtpAsRfc7714Does() throws Exception {
    assertRtp(
        new GcmCipher(bytes(KEY_128), bytes(GCM_SALT)),
        "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36"
            + "de3adf8833899d7f27beb16a9152cf765ee4390cce");
    assertRtp(
        new GcmCipher(bytes(KEY_256), bytes(GCM_SALT)),
        "8040f17b8041f8d35501a0b232b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1b"
            + "a63799b87b7aa3db36dfffd6b0f9bb7878d7a76c13");
  }

  private static void assertRtp(GcmCipher cipher, String expected) throws Exception {
    byte[] packet = withRoom(RTP);
    int length = cipher.sealRtp(packet, 0, 12, RTP.length() / 2, 0xf17b);
    assertThat(hex(packet, length)).isEqualTo(expected);
    assertThat(hex(packet, cipher.openRtp(packet, 0, 12, length, 0xf17b))).isEqualTo(RTP);
  }

  @Test
  void sealsAndOpensRtcpAsRfc7714Does() throws Exception {
    assertRtcp(
        new GcmCipher(bytes(KEY_128), bytes(GCM_SALT)),
        "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686"
            + "303ded0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4");
    assertRtcp(
        new GcmCipher(bytes(KEY_256), bytes(GCM_SALT)),
        "81c8000d4d617273d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50a2eaa5c1110555be8415f658c6"
            + "1de0476f1b6fad1d1eb30c4446839f57ff6f6cb26ac3be800005d4");
  }

  private static void assertRtcp(GcmCipher cipher, String expected) throws Exception {
    byte[] packet = withRoom(RTCP);
    int length = cipher.sealRtcp(packet, 0, RTCP.length() / 2, 0x5d4);
    assertThat(hex(packet, length)).isEqualTo(expected);
    assertThat(hex(packet, cipher.openRtcp(packet, 0, length))).isEqualTo(RTCP);
  }

  @Test
  void opensRtcpThatIsSignedButNotEncrypted() throws Exception {
    GcmCipher cipher = new GcmCipher(bytes(KEY_128), bytes(GCM_SALT)); // RFC 7714 17.3
    byte[] packet = bytes(RTCP + "841dd9683dd78ec92ae58790125f62b3000005d4");
    assertThat(hex(packet, cipher.openRtcp(packet, 0, packet.length))).isEqualTo(RTCP);
  }
}
