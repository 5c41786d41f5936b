package io.vedette.webrtc.ice;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes one STUN message (RFC 8489 5): attributes in the order of the calls, then {@link #sign},
 * then the FINGERPRINT by {@link #finish}. Used once, by one thread.
 */
public final class StunWriter {
  /** Our largest message, an error with a list of unknown attributes, has about 120 bytes. */
  private static final int CAPACITY = 512;

  private final ByteBuffer out = ByteBuffer.allocate(CAPACITY);

  /**
   * @param type for instance {@link StunMessage#BINDING_SUCCESS}
   * @param transactionId 12 bytes; those of the request in a response
   */
  public StunWriter(int type, byte[] transactionId) {
    if (transactionId.length != 12) {
      throw new IllegalArgumentException("transaction id of " + transactionId.length + " bytes");
    }
    out.putShort((short) type).putShort((short) 0).putInt(StunMessage.MAGIC_COOKIE);
    out.put(transactionId);
  }

  /** Adds any attribute; padded with zeros to a multiple of 4. */
  public StunWriter attribute(int type, byte[] value) {
    out.putShort((short) type).putShort((short) value.length).put(value);
    while (out.position() % 4 != 0) {
      out.put((byte) 0);
    }
    return this;
  }

  /** Adds XOR-MAPPED-ADDRESS (RFC 8489 14.2). */
  public StunWriter mappedAddress(InetSocketAddress address) {
    byte[] ip = address.getAddress().getAddress();
    ByteBuffer value = ByteBuffer.allocate(4 + ip.length);
    value.putShort((short) (ip.length == 4 ? 1 : 2));
    value.putShort((short) (address.getPort() ^ StunMessage.MAGIC_COOKIE >>> 16));
    for (int i = 0; i < ip.length; i++) {
      value.put((byte) (ip[i] ^ out.get(4 + i))); // cookie, then transaction id
    }
    return attribute(StunMessage.XOR_MAPPED_ADDRESS, value.array());
  }

  /** Adds ERROR-CODE (RFC 8489 14.8). */
  public StunWriter error(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    ByteBuffer value = ByteBuffer.allocate(4 + text.length);
    value.putShort((short) 0).put((byte) (code / 100)).put((byte) (code % 100)).put(text);
    return attribute(StunMessage.ERROR_CODE, value.array());
  }

  /** Adds UNKNOWN-ATTRIBUTES (RFC 8489 14.13). */
  public StunWriter unknownAttributes(List<Integer> types) {
    ByteBuffer value = ByteBuffer.allocate(2 * types.size());
    types.forEach(t -> value.putShort((short) (int) t));
    return attribute(StunMessage.UNKNOWN_ATTRIBUTES, value.array());
  }

  /** Adds MESSAGE-INTEGRITY over all that was written before. */
  public StunWriter sign(byte[] key) {
    return attribute(StunMessage.MESSAGE_INTEGRITY, integrity(out.array(), out.position(), key));
  }

  /** Adds FINGERPRINT and gives the datagram. */
  public ByteBuffer finish() {
    setLength(out.array(), out.position() + 8);
    CRC32 crc = new CRC32();
    crc.update(out.array(), 0, out.position());
    int fingerprint = (int) crc.getValue() ^ StunMessage.FINGERPRINT_XOR;
    out.putShort((short) StunMessage.FINGERPRINT).putShort((short) 4).putInt(fingerprint);
    return out.flip();
  }

  /**
   * HMAC-SHA1 of the message up to the attribute, with a header length that ends behind it (RFC
   * 8489 14.5): FINGERPRINT comes later and must not count.
   */
  static byte[] integrity(byte[] message, int attributeAt, byte[] key) {
    byte[] header = new byte[StunMessage.HEADER_BYTES];
    System.arraycopy(message, 0, header, 0, header.length);
    setLength(header, attributeAt + 24);
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      mac.update(header);
      mac.update(message, header.length, attributeAt - header.length);
      return mac.doFinal();
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static void setLength(byte[] message, int end) {
    ByteBuffer.wrap(message).putShort(2, (short) (end - StunMessage.HEADER_BYTES));
  }
}
