package io.vedette.webrtc.srtp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-128 in counter mode with HMAC-SHA1 cut to 80 bits (RFC 3711 4.1.1, 4.2). One thread. */
final class CounterModeCipher implements PacketCipher {
  private static final int TAG_BYTES = 10;

  private final Cipher cipher;
  private final Mac mac;
  private final SecretKeySpec key;
  private final byte[] salt;
  private final byte[] iv = new byte[16];
  private final byte[] word = new byte[4];
  private final byte[] digest = new byte[20];

  CounterModeCipher(byte[] key, byte[] salt, byte[] authKey) {
    this.key = new SecretKeySpec(key, "AES");
    this.salt = salt.clone();
    try {
      cipher = Cipher.getInstance("AES/CTR/NoPadding");
      mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(authKey, "HmacSHA1"));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /** The tag covers the packet and the roll-over counter, which is not sent (RFC 3711 4.2). */
  @Override
  public int sealRtp(byte[] packet, int offset, int header, int length, long index) {
    crypt(packet, offset + header, length - header, int32(packet, offset + 8), index);
    tag(packet, offset, length, (int) (index >>> 16));
    System.arraycopy(digest, 0, packet, offset + length, TAG_BYTES);
    return length + TAG_BYTES;
  }

  /** Layout of RFC 3711 3.4: header, encrypted body, index word, tag over all of them. */
  @Override
  public int sealRtcp(byte[] packet, int offset, int length, int index) {
    int body = offset + RTCP_HEADER_BYTES;
    crypt(packet, body, length - RTCP_HEADER_BYTES, int32(packet, offset + 4), index);
    int indexWord = index | RTCP_ENCRYPTED;
    ByteBuffer.wrap(packet).putInt(offset + length, indexWord);
    tag(packet, offset, length, indexWord);
    System.arraycopy(digest, 0, packet, offset + length + 4, TAG_BYTES);
    return length + 4 + TAG_BYTES;
  }

  @Override
  public int openRtp(byte[] packet, int offset, int header, int length, long index)
      throws UnauthenticPacketException {
    int plain = length - TAG_BYTES;
    if (plain < header) {
      throw new UnauthenticPacketException("SRTP of " + length + " bytes is too short");
    }
    tag(packet, offset, plain, (int) (index >>> 16));
    checkTag(packet, offset + plain);
    crypt(packet, offset + header, plain - header, int32(packet, offset + 8), index);
    return plain;
  }

  @Override
  public int openRtcp(byte[] packet, int offset, int length) throws UnauthenticPacketException {
    int plain = length - TAG_BYTES - 4;
    if (plain < RTCP_HEADER_BYTES) {
      throw new UnauthenticPacketException("SRTCP of " + length + " bytes is too short");
    }
    int indexWord = rtcpIndexWord(packet, offset, length);
    tag(packet, offset, plain, indexWord);
    checkTag(packet, offset + plain + 4);
    if ((indexWord & RTCP_ENCRYPTED) != 0) {
      int body = offset + RTCP_HEADER_BYTES;
      int index = indexWord & ~RTCP_ENCRYPTED;
      crypt(packet, body, plain - RTCP_HEADER_BYTES, int32(packet, offset + 4), index);
    }
    return plain;
  }

  @Override
  public int rtcpIndexWord(byte[] packet, int offset, int length) {
    return int32(packet, offset + length - TAG_BYTES - 4);
  }

  /** IV of RFC 3711 4.1.1: salt·2^16 xor SSRC·2^64 xor index·2^16. */
  private void crypt(byte[] packet, int at, int length, int ssrc, long index) {
    ByteBuffer wrapped = ByteBuffer.wrap(iv);
    wrapped.putInt(0, 0).putInt(4, ssrc).putLong(8, index << 16);
    for (int i = 0; i < salt.length; i++) {
      iv[i] ^= salt[i];
    }
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
      cipher.doFinal(packet, at, length, packet, at);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private void tag(byte[] packet, int offset, int length, int trailer) {
    ByteBuffer.wrap(word).putInt(0, trailer);
    mac.update(packet, offset, length);
    mac.update(word);
    try {
      mac.doFinal(digest, 0);
    } catch (ShortBufferException impossible) {
      throw new AssertionError(impossible); // HMAC-SHA1 gives 20 bytes
    }
  }

  private void checkTag(byte[] packet, int at) throws UnauthenticPacketException {
    int difference = 0;
    for (int i = 0; i < TAG_BYTES; i++) {
      difference |= packet[at + i] ^ digest[i]; // no early end: the time must not tell where
    }
    if (difference != 0) {
      throw new UnauthenticPacketException("SRTP or SRTCP with a wrong tag");
    }
  }

  private static int int32(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getInt(at);
  }
}
