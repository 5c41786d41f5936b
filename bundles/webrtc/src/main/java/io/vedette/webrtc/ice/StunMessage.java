package io.vedette.webrtc.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A received STUN message (RFC 8489 5 and 14). Immutable; keeps a copy of the datagram for the
 * check of its MESSAGE-INTEGRITY. A message that parses is not yet to be believed: only {@link
 * #isSignedWith} tells that its sender knows the password.
 */
public final class StunMessage {
  /** Types of the method Binding (RFC 8489 18.1, 18.2). */
  public static final int BINDING_REQUEST = 0x0001;

  public static final int BINDING_INDICATION = 0x0011;
  public static final int BINDING_SUCCESS = 0x0101;
  public static final int BINDING_ERROR = 0x0111;

  /** Attributes of RFC 8489 14 and RFC 8445 16.1. */
  public static final int USERNAME = 0x0006;

  public static final int MESSAGE_INTEGRITY = 0x0008;
  public static final int ERROR_CODE = 0x0009;
  public static final int UNKNOWN_ATTRIBUTES = 0x000a;
  public static final int XOR_MAPPED_ADDRESS = 0x0020;
  public static final int PRIORITY = 0x0024;
  public static final int USE_CANDIDATE = 0x0025;
  public static final int SOFTWARE = 0x8022;
  public static final int FINGERPRINT = 0x8028;
  public static final int ICE_CONTROLLED = 0x8029;
  public static final int ICE_CONTROLLING = 0x802a;

  static final int MAGIC_COOKIE = 0x2112a442;
  static final int HEADER_BYTES = 20;
  static final int FINGERPRINT_XOR = 0x5354554e;
  private static final int INTEGRITY_BYTES = 20;

  /** Browsers send at most a dozen; more is an attack on our time. */
  private static final int MAX_ATTRIBUTES = 32;

  private final byte[] datagram;
  private final List<Attribute> attributes;
  private final int integrityAt; // offset of the MESSAGE-INTEGRITY attribute, -1 without

  private record Attribute(int type, int offset, int length) {}

  private StunMessage(byte[] datagram, List<Attribute> attributes, int integrityAt) {
    this.datagram = datagram;
    this.attributes = attributes;
    this.integrityAt = integrityAt;
  }

  /** True if the datagram is STUN by the first byte, length and cookie (RFC 7983 7, RFC 8489 5). */
  public static boolean looksLikeStun(ByteBuffer datagram) {
    int at = datagram.position();
    return datagram.remaining() >= HEADER_BYTES
        && (datagram.get(at) & 0xfc) == 0
        && datagram.getInt(at + 4) == MAGIC_COOKIE;
  }

  /**
   * Parses one datagram without moving it. Attributes after MESSAGE-INTEGRITY other than
   * FINGERPRINT are left out, for nobody vouches for them (RFC 8489 14.5).
   *
   * @throws MalformedStunException if lengths do not fit or the FINGERPRINT is wrong
   */
  public static StunMessage parse(ByteBuffer datagram) throws MalformedStunException {
    if (!looksLikeStun(datagram)) {
      throw new MalformedStunException("not STUN: " + datagram.remaining() + " bytes");
    }
    byte[] bytes = new byte[datagram.remaining()];
    datagram.duplicate().get(bytes);
    int length = uint16(bytes, 2);
    if (length % 4 != 0 || length != bytes.length - HEADER_BYTES) {
      throw new MalformedStunException(
          "STUN length " + length + " in a datagram of " + bytes.length + " bytes");
    }
    List<Attribute> attributes = new ArrayList<>();
    int integrityAt = -1;
    for (int at = HEADER_BYTES; at < bytes.length; ) {
      int type = uint16(bytes, at);
      int size = uint16(bytes, at + 2); // length is a multiple of 4, so these 4 bytes are there
      if (size > bytes.length - at - 4 || attributes.size() == MAX_ATTRIBUTES) {
        throw new MalformedStunException(
            "STUN attribute %#06x of %d bytes at byte %d of %d"
                .formatted(type, size, at, bytes.length));
      }
      if (type == FINGERPRINT) {
        checkFingerprint(bytes, at, size);
      }
      if (integrityAt < 0) {
        attributes.add(new Attribute(type, at + 4, size));
      }
      if (type == MESSAGE_INTEGRITY && integrityAt < 0) {
        if (size != INTEGRITY_BYTES) {
          throw new MalformedStunException("MESSAGE-INTEGRITY of " + size + " bytes");
        }
        integrityAt = at;
      }
      at += 4 + (size + 3 & ~3);
    }
    return new StunMessage(bytes, attributes, integrityAt);
  }

  private static void checkFingerprint(byte[] bytes, int at, int size)
      throws MalformedStunException {
    if (size != 4 || at + 8 != bytes.length) {
      throw new MalformedStunException("FINGERPRINT is not the last attribute, or not 4 bytes");
    }
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, at);
    if (((int) crc.getValue() ^ FINGERPRINT_XOR) != ByteBuffer.wrap(bytes).getInt(at + 4)) {
      throw new MalformedStunException("FINGERPRINT is wrong");
    }
  }

  private static int uint16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  /** Class and method, for instance {@link #BINDING_REQUEST}. */
  public int type() {
    return uint16(datagram, 0);
  }

  /** The 12 bytes that a response repeats. */
  public byte[] transactionId() {
    byte[] id = new byte[12];
    System.arraycopy(datagram, 8, id, 0, 12);
    return id;
  }

  /** True if the attribute is there. */
  public boolean has(int attribute) {
    return find(attribute).isPresent();
  }

  /** Value of an attribute without its padding; of the first if it is there twice. */
  public Optional<ByteBuffer> value(int attribute) {
    return find(attribute)
        .map(a -> ByteBuffer.wrap(datagram, a.offset, a.length).slice().asReadOnlyBuffer());
  }

  private Optional<Attribute> find(int attribute) {
    return attributes.stream().filter(a -> a.type == attribute).findFirst();
  }

  /** {@code receiver's ufrag:sender's ufrag} of a check (RFC 8445 7.2.2). */
  public Optional<String> username() {
    return value(USERNAME).map(v -> StandardCharsets.UTF_8.decode(v).toString());
  }

  /** XOR-MAPPED-ADDRESS of a response (RFC 8489 14.2); empty if it is missing or broken. */
  public Optional<InetSocketAddress> mappedAddress() {
    return value(XOR_MAPPED_ADDRESS).flatMap(this::unmask);
  }

  private Optional<InetSocketAddress> unmask(ByteBuffer value) {
    int family = value.remaining() < 4 ? 0 : value.get(1);
    int size = family == 1 ? 4 : family == 2 ? 16 : -1;
    if (value.remaining() != 4 + size) {
      return Optional.empty();
    }
    int port = (value.getShort(2) ^ MAGIC_COOKIE >>> 16) & 0xffff;
    byte[] address = new byte[size];
    for (int i = 0; i < size; i++) {
      address[i] = (byte) (value.get(4 + i) ^ datagram[4 + i]); // cookie, then transaction id
    }
    try {
      return Optional.of(new InetSocketAddress(InetAddress.getByAddress(address), port));
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible); // only for a length other than 4 and 16
    }
  }

  /**
   * Comprehension-required attributes (types below 0x8000) that are not in {@code known}; a request
   * that has some is refused with 420 (RFC 8489 6.3.1).
   */
  public List<Integer> unknownRequired(List<Integer> known) {
    return attributes.stream()
        .map(Attribute::type)
        .filter(t -> t < 0x8000 && !known.contains(t))
        .distinct()
        .toList();
  }

  /**
   * Checks MESSAGE-INTEGRITY with the short-term key (RFC 8489 9.1.3).
   *
   * @param key the receiver's password as UTF-8 for a request, likewise for its response
   * @return false also if the attribute is missing
   */
  public boolean isSignedWith(byte[] key) {
    if (integrityAt < 0) {
      return false;
    }
    byte[] signed = StunWriter.integrity(datagram, integrityAt, key);
    byte[] claimed = new byte[INTEGRITY_BYTES];
    System.arraycopy(datagram, integrityAt + 4, claimed, 0, INTEGRITY_BYTES);
    return MessageDigest.isEqual(signed, claimed);
  }
}
