package io.vedette.webrtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What we protect jitsi-srtp opens, and the other way round; across a roll-over, with loss. */
class JitsiOracleTest {
  private static final int SSRC = 0x1f3a5c7e;
  private final Random random = new Random(7);

  private final byte[] key = new byte[32];
  private final byte[] salt = new byte[14];

  private SrtpKeys keys(SrtpProfile profile) {
    random.nextBytes(key);
    random.nextBytes(salt);
    return new SrtpKeys(
        profile, Arrays.copyOf(key, profile.keyBytes()), Arrays.copyOf(salt, profile.saltBytes()));
  }

  private SrtpContextFactory jitsi(boolean sender, SrtpProfile profile) {
    boolean gcm = profile != SrtpProfile.AES128_CM_SHA1_80;
    SrtpPolicy policy =
        new SrtpPolicy(
            gcm ? SrtpPolicy.AESGCM_ENCRYPTION : SrtpPolicy.AESCM_ENCRYPTION,
            profile.keyBytes(),
            gcm ? SrtpPolicy.NULL_AUTHENTICATION : SrtpPolicy.HMACSHA1_AUTHENTICATION,
            gcm ? 0 : 20,
            profile.tagBytes(),
            profile.saltBytes());
    return new SrtpContextFactory(
        sender,
        Arrays.copyOf(key, profile.keyBytes()),
        Arrays.copyOf(salt, profile.saltBytes()),
        policy,
        policy,
        new LoggerImpl("jitsi"));
  }

  /** A packet with room behind it, as jitsi's interface wants it. */
  private static final class Packet implements ByteArrayBuffer {
    final byte[] bytes = new byte[1600];
    int length;

    @Override
    public byte[] getBuffer() {
      return bytes;
    }

    @Override
    public int getOffset() {
      return 0;
    }

    @Override
    public int getLength() {
      return length;
    }

    @Override
    public void setLength(int length) {
      this.length = length;
    }

    @Override
    public void setOffset(int offset) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isInvalid() {
      return false;
    }

    @Override
    public void readRegionToBuff(int offset, int length, byte[] to) {
      System.arraycopy(bytes, offset, to, 0, length);
    }

    @Override
    public void grow(int howMuch) {}

    @Override
    public void append(byte[] data, int count) {
      System.arraycopy(data, 0, bytes, length, count);
      length += count;
    }

    @Override
    public void shrink(int count) {
      length -= count;
    }

    byte[] content() {
      return Arrays.copyOf(bytes, length);
    }
  }

  private Packet rtp(int sequence) {
    Packet packet = new Packet();
    boolean extension = random.nextBoolean();
    ByteBuffer out = ByteBuffer.wrap(packet.bytes);
    out.put((byte) (extension ? 0x90 : 0x80)).put((byte) 102).putShort((short) sequence);
    out.putInt(random.nextInt()).putInt(SSRC);
    if (extension) {
      out.putShort((short) 0xbede).putShort((short) 1).putInt(0x42000000);
    }
    byte[] payload = new byte[random.nextInt(1200)];
    random.nextBytes(payload);
    out.put(payload);
    packet.length = out.position();
    return packet;
  }

  private Packet rtcp() {
    Packet packet = new Packet();
    int words = random.nextInt(20) + 1;
    ByteBuffer out = ByteBuffer.wrap(packet.bytes);
    out.put((byte) 0x81).put((byte) 205).putShort((short) words).putInt(SSRC);
    for (int i = 1; i < words; i++) {
      out.putInt(random.nextInt());
    }
    packet.length = out.position();
    return packet;
  }

  @ParameterizedTest
  @EnumSource
  void jitsiOpensOurRtp(SrtpProfile profile) throws Exception {
    SrtpSender ours = new SrtpSender(keys(profile));
    SrtpCryptoContext theirs = jitsi(false, profile).deriveContext(SSRC, 0);
    for (long index = 65_400; index < 66_200; index++) {
      Packet packet = rtp((int) index);
      byte[] plain = packet.content();
      packet.length = ours.protect(packet.bytes, 0, packet.length, index);
      if (random.nextInt(10) != 0) { // the others are lost
        assertThat(theirs.reverseTransformPacket(packet, false)).isEqualTo(SrtpErrorStatus.OK);
        assertThat(packet.content()).isEqualTo(plain);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void weOpenJitsisRtp(SrtpProfile profile) throws Exception {
    SrtpReceiver ours = new SrtpReceiver(keys(profile));
    SrtpCryptoContext theirs = jitsi(true, profile).deriveContext(SSRC, 0);
    for (int index = 65_400; index < 66_200; index++) {
      Packet packet = rtp(index);
      byte[] plain = packet.content();
      assertThat(theirs.transformPacket(packet)).isEqualTo(SrtpErrorStatus.OK);
      if (random.nextInt(10) != 0) {
        packet.length = ours.unprotect(packet.bytes, 0, packet.length);
        assertThat(packet.content()).isEqualTo(plain);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void jitsiOpensOurRtcp(SrtpProfile profile) throws Exception {
    SrtcpSender ours = new SrtcpSender(keys(profile));
    SrtcpCryptoContext theirs = jitsi(false, profile).deriveControlContext(SSRC);
    for (int i = 0; i < 300; i++) {
      Packet packet = rtcp();
      byte[] plain = packet.content();
      packet.length = ours.protect(packet.bytes, 0, packet.length);
      assertThat(theirs.reverseTransformPacket(packet)).isEqualTo(SrtpErrorStatus.OK);
      assertThat(packet.content()).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @EnumSource
  void weOpenJitsisRtcp(SrtpProfile profile) throws Exception {
    SrtcpReceiver ours = new SrtcpReceiver(keys(profile));
    SrtcpCryptoContext theirs = jitsi(true, profile).deriveControlContext(SSRC);
    for (int i = 0; i < 300; i++) {
      Packet packet = rtcp();
      byte[] plain = packet.content();
      assertThat(theirs.transformPacket(packet)).isEqualTo(SrtpErrorStatus.OK);
      packet.length = ours.unprotect(packet.bytes, 0, packet.length);
      assertThat(packet.content()).isEqualTo(plain);
    }
  }
}
