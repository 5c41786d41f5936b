package io.vedette.webrtc.srtp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AEAD_AES_128_GCM and AEAD_AES_256_GCM (RFC 7714). Used by one thread. */
final class GcmCipher implements PacketCipher {
  private static final int TAG_BYTES = 16;

  private final Cipher cipher;
  private final SecretKeySpec key;
  private final byte[] salt;
  private final byte[] iv = new byte[12];
  private final byte[] word = new byte[4];

  GcmCipher(byte[] key, byte[] salt) {
    this.key = new SecretKeySpec(key, "AES");
    this.salt = salt.clone();
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  @Override
  public int sealRtp(byte[] packet, int offset, int header, int length, long index) {
    try {
      start(Cipher.ENCRYPT_MODE, int32(packet, offset + 8), index);
      cipher.updateAAD(packet, offset, header);
      int body = offset + header;
      return header + cipher.doFinal(packet, body, length - header, packet, body);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /** Layout of RFC 7714 9: header, encrypted body, tag, index word. */
  @Override
  public int sealRtcp(byte[] packet, int offset, int length, int index) {
    try {
      start(Cipher.ENCRYPT_MODE, int32(packet, offset + 4), index);
      ByteBuffer.wrap(word).putInt(0, index | RTCP_ENCRYPTED);
      cipher.updateAAD(packet, offset, RTCP_HEADER_BYTES);
      cipher.updateAAD(word);
      int body = offset + RTCP_HEADER_BYTES;
      int sealed = cipher.doFinal(packet, body, length - RTCP_HEADER_BYTES, packet, body);
      System.arraycopy(word, 0, packet, body + sealed, 4);
      return RTCP_HEADER_BYTES + sealed + 4;
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Override
  public int openRtp(byte[] packet, int offset, int header, int length, long index)
      throws UnauthenticPacketException {
    if (length < header + TAG_BYTES) {
      throw new UnauthenticPacketException("SRTP of " + length + " bytes is too short");
    }
    try {
      start(Cipher.DECRYPT_MODE, int32(packet, offset + 8), index);
      cipher.updateAAD(packet, offset, header);
      int body = offset + header;
      return header + cipher.doFinal(packet, body, length - header, packet, body);
    } catch (AEADBadTagException forged) {
      throw new UnauthenticPacketException("SRTP with a wrong tag, index " + index);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Override
  public int openRtcp(byte[] packet, int offset, int length) throws UnauthenticPacketException {
    if (length < RTCP_HEADER_BYTES + TAG_BYTES + 4) {
      throw new UnauthenticPacketException("SRTCP of " + length + " bytes is too short");
    }
    int indexWord = rtcpIndexWord(packet, offset, length);
    ByteBuffer.wrap(word).putInt(0, indexWord);
    boolean encrypted = (indexWord & RTCP_ENCRYPTED) != 0;
    int plain = length - 4 - TAG_BYTES;
    int open = encrypted ? RTCP_HEADER_BYTES : plain; // RFC 7714 10.2: all is AAD without E
    try {
      start(Cipher.DECRYPT_MODE, int32(packet, offset + 4), indexWord & ~RTCP_ENCRYPTED);
      cipher.updateAAD(packet, offset, open);
      cipher.updateAAD(word);
      cipher.doFinal(packet, offset + open, length - 4 - open, packet, offset + open);
      return plain;
    } catch (AEADBadTagException forged) {
      throw new UnauthenticPacketException("SRTCP with a wrong tag");
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Override
  public int rtcpIndexWord(byte[] packet, int offset, int length) {
    return int32(packet, offset + length - 4);
  }

  /** IV of RFC 7714 8.1 and 9.1: 0 0, SSRC, 48 bits of index; all xored with the salt. */
  private void start(int mode, int ssrc, long index) throws GeneralSecurityException {
    ByteBuffer.wrap(iv).putShort(0, (short) 0).putInt(2, ssrc).putShort(6, (short) (index >>> 32));
    ByteBuffer.wrap(iv).putInt(8, (int) index);
    for (int i = 0; i < iv.length; i++) {
      iv[i] ^= salt[i];
    }
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, iv));
  }

  private static int int32(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getInt(at);
  }
}
