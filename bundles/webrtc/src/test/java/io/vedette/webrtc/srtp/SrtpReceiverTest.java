package io.vedette.webrtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replays, forgeries and damaged packets, RTP and RTCP. */
class SrtpReceiverTest {
  private static SrtpKeys keys(SrtpProfile profile) {
    return new SrtpKeys(profile, new byte[profile.keyBytes()], new byte[profile.saltBytes()]);
  }

  private static byte[] rtp(SrtpSender sender, int ssrc, long index) {
    byte[] packet = new byte[64];
    ByteBuffer.wrap(packet).putShort((short) 0x8066).putShort((short) index).putInt(8, ssrc);
    return Arrays.copyOf(packet, sender.protect(packet, 0, 40, index));
  }

  private static byte[] rtcp(SrtcpSender sender, int ssrc) {
    byte[] packet = new byte[64];
    ByteBuffer.wrap(packet).putInt(0x81c90007).putInt(ssrc);
    return Arrays.copyOf(packet, sender.protect(packet, 0, 32));
  }

  private static int open(SrtpReceiver receiver, byte[] packet) throws UnauthenticPacketException {
    return receiver.unprotect(packet.clone(), 0, packet.length);
  }

  private static int open(SrtcpReceiver receiver, byte[] packet) throws UnauthenticPacketException {
    return receiver.unprotect(packet.clone(), 0, packet.length);
  }

  @ParameterizedTest
  @EnumSource
  void takesLatePacketsOnceAndTooLateOnesNever(SrtpProfile profile) throws Exception {
    SrtpSender sender = new SrtpSender(keys(profile));
    SrtpReceiver receiver = new SrtpReceiver(keys(profile));
    byte[] late = rtp(sender, 1, 65_530);
    byte[] tooLate = rtp(sender, 1, 65_400);
    open(receiver, rtp(sender, 1, 65_529));
    open(receiver, rtp(sender, 1, 65_540)); // over the roll-over
    assertThat(open(receiver, late)).isEqualTo(40);
    assertThatThrownBy(() -> open(receiver, late)).hasMessageContaining("replayed");
    assertThatThrownBy(() -> open(receiver, tooLate)).hasMessageContaining("replayed");
  }

  @ParameterizedTest
  @EnumSource
  void eachSourceOfRtcpHasItsOwnNumbers(SrtpProfile profile) throws Exception {
    SrtcpReceiver receiver = new SrtcpReceiver(keys(profile));
    byte[] video = rtcp(new SrtcpSender(keys(profile)), 1);
    byte[] audio = rtcp(new SrtcpSender(keys(profile)), 2);
    assertThat(open(receiver, video)).isEqualTo(32);
    assertThat(open(receiver, audio)).isEqualTo(32);
    assertThatThrownBy(() -> open(receiver, video)).hasMessageContaining("replayed");
  }

  @ParameterizedTest
  @EnumSource
  void forgedPacketDoesNotMoveTheWindow(SrtpProfile profile) throws Exception {
    SrtpSender sender = new SrtpSender(keys(profile));
    SrtpReceiver receiver = new SrtpReceiver(keys(profile));
    open(receiver, rtp(sender, 1, 1));
    byte[] forged = rtp(sender, 1, 30_000);
    forged[20] ^= 1;
    assertThatThrownBy(() -> open(receiver, forged)).hasMessageContaining("wrong tag");
    assertThat(open(receiver, rtp(sender, 1, 2))).isEqualTo(40);
  }

  @Test
  void takesNoMoreThanSixteenSources() throws Exception {
    SrtpSender sender = new SrtpSender(keys(SrtpProfile.AEAD_AES_128_GCM));
    SrtpReceiver receiver = new SrtpReceiver(keys(SrtpProfile.AEAD_AES_128_GCM));
    for (int ssrc = 0; ssrc < 16; ssrc++) {
      open(receiver, rtp(sender, ssrc, 1));
    }
    assertThatThrownBy(() -> open(receiver, rtp(sender, 16, 1)))
        .hasMessageContaining("more than 16 sources");
  }

  @ParameterizedTest
  @EnumSource
  void mutatedPacketsAreRefused(SrtpProfile profile) {
    Random random = new Random(3);
    SrtpReceiver receiver = new SrtpReceiver(keys(profile));
    SrtcpReceiver control = new SrtcpReceiver(keys(profile));
    byte[] media = rtp(new SrtpSender(keys(profile)), 1, 77);
    byte[] report = rtcp(new SrtcpSender(keys(profile)), 1);
    for (int i = 0; i < 20_000; i++) {
      byte[] rtp = mutated(media, random);
      assertThatThrownBy(() -> receiver.unprotect(rtp, 0, rtp.length))
          .isInstanceOf(UnauthenticPacketException.class);
      byte[] rtcp = mutated(report, random);
      assertThatThrownBy(() -> control.unprotect(rtcp, 0, rtcp.length))
          .isInstanceOf(UnauthenticPacketException.class);
    }
  }

  private static byte[] mutated(byte[] packet, Random random) {
    byte[] copy = Arrays.copyOf(packet, packet.length - random.nextInt(packet.length));
    int at = random.nextInt(copy.length);
    copy[at] ^= (byte) (1 + random.nextInt(255));
    return copy;
  }
}
