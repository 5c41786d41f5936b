package io.vedette.rtp;

import io.vedette.media.MalformedMediaException;
import java.nio.ByteBuffer;

/**
 * A view of one RTP packet (RFC 3550 5.1); copies nothing, so it is good only as long as the bytes
 * below it are.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * |                           timestamp                           |
 * |                             SSRC                              |
 * |                      CSRC, CC times                           |
 * |     profile's identifier      |  length in words  |  extension, if X
 * |  payload  …                              | padding, its length last, if P
 * </pre>
 */
public final class RtpPacket {
  /** Bytes of a header without CSRCs and extension. */
  public static final int HEADER_BYTES = 12;

  private static final int VERSION = 2;

  private final ByteBuffer bytes; // position 0 = first byte of the packet
  private final int extensionAt; // of the extension's identifier, or 0
  private final int payloadAt;
  private final int payloadEnd;

  private RtpPacket(ByteBuffer bytes, int extensionAt, int payloadAt, int payloadEnd) {
    this.bytes = bytes;
    this.extensionAt = extensionAt;
    this.payloadAt = payloadAt;
    this.payloadEnd = payloadEnd;
  }

  /**
   * Reads the packet between position and limit; moves neither.
   *
   * @throws MalformedMediaException if the version is not 2 or a length does not fit
   */
  public static RtpPacket parse(ByteBuffer packet) throws MalformedMediaException {
    ByteBuffer bytes = packet.slice();
    int size = bytes.limit();
    if (size < HEADER_BYTES) {
      throw new MalformedMediaException("RTP packet of " + size + " bytes");
    }
    int first = bytes.get(0);
    if ((first >> 6 & 3) != VERSION) {
      throw new MalformedMediaException("RTP version " + (first >> 6 & 3) + ", not 2");
    }
    int at = HEADER_BYTES + 4 * (first & 0x0f);
    int extensionAt = 0;
    if ((first & 0x10) != 0) {
      if (at + 4 > size) {
        throw new MalformedMediaException(
            "RTP extension at byte " + at + " of " + size + ", " + numbers(bytes));
      }
      extensionAt = at;
      at += 4 + 4 * (bytes.getShort(at + 2) & 0xffff);
    }
    int end = size;
    if ((first & 0x20) != 0) {
      int padding = bytes.get(size - 1) & 0xff;
      if (padding == 0) {
        padding = 1; // forbidden, but what else than its own length byte could it mean
      }
      end -= padding;
    }
    if (at > end) {
      throw new MalformedMediaException(
          "RTP payload from byte " + at + " to " + end + " of " + size + ", " + numbers(bytes));
    }
    return new RtpPacket(bytes, extensionAt, at, end);
  }

  /**
   * Writes a header without CSRCs and extension at {@code at}; does not move the buffer.
   *
   * @param timestamp its lower 32 bits count
   * @param ssrc its lower 32 bits count
   */
  public static void writeHeader(
      ByteBuffer out,
      int at,
      boolean marker,
      int payloadType,
      int sequence,
      long timestamp,
      long ssrc) {
    out.put(at, (byte) (VERSION << 6));
    out.put(at + 1, (byte) ((marker ? 0x80 : 0) | payloadType & 0x7f));
    out.putShort(at + 2, (short) sequence);
    out.putInt(at + 4, (int) timestamp);
    out.putInt(at + 8, (int) ssrc);
  }

  public boolean marker() {
    return bytes.get(1) < 0;
  }

  /** 0 to 127. */
  public int payloadType() {
    return bytes.get(1) & 0x7f;
  }

  /** 0 to 65535. */
  public int sequence() {
    return bytes.getShort(2) & 0xffff;
  }

  /** 0 to 2^32 - 1. */
  public long timestamp() {
    return bytes.getInt(4) & 0xffff_ffffL;
  }

  /** 0 to 2^32 - 1. */
  public long ssrc() {
    return bytes.getInt(8) & 0xffff_ffffL;
  }

  /** What the payload format defines, without padding; may be empty. A slice, position 0. */
  public ByteBuffer payload() {
    return bytes.slice(payloadAt, payloadEnd - payloadAt);
  }

  /** Identifier of the header extension, or -1 if there is none: 0xABAC is ONVIF's replay time. */
  public int extensionId() {
    return extensionAt == 0 ? -1 : bytes.getShort(extensionAt) & 0xffff;
  }

  /** Body of the header extension; empty if there is none. A slice, position 0. */
  public ByteBuffer extension() {
    return extensionAt == 0
        ? bytes.slice(0, 0)
        : bytes.slice(extensionAt + 4, 4 * (bytes.getShort(extensionAt + 2) & 0xffff));
  }

  /** Bytes of header and payload together. */
  public int sizeBytes() {
    return bytes.limit();
  }

  /** The same packet with bytes of its own, to be kept. */
  public RtpPacket copy() {
    ByteBuffer own = ByteBuffer.allocate(bytes.limit()).put(bytes.duplicate().position(0)).flip();
    return new RtpPacket(own, extensionAt, payloadAt, payloadEnd);
  }

  /** What finds the packet in a capture. */
  @Override
  public String toString() {
    return numbers(bytes) + (marker() ? " M" : "") + " " + (payloadEnd - payloadAt) + " bytes";
  }

  private static String numbers(ByteBuffer bytes) {
    return "seq="
        + (bytes.getShort(2) & 0xffff)
        + " ts="
        + (bytes.getInt(4) & 0xffff_ffffL)
        + " ssrc="
        + Integer.toHexString(bytes.getInt(8))
        + " pt="
        + (bytes.get(1) & 0x7f);
  }
}
