package io.vedette.rtsp;

import java.nio.ByteBuffer;

/**
 * A {@code $} frame: an RTP or RTCP packet inside an RTSP connection (RFC 2326 10.12).
 *
 * @param channel 0 to 255; agreed in SETUP
 * @param packet a view into the splitter's buffer, good until the splitter is used again
 */
public record Interleaved(int channel, ByteBuffer packet) {
  /** Bytes before the packet: dollar, channel, length. */
  public static final int HEADER_BYTES = 4;

  /** Largest packet: a 16-bit length. */
  public static final int MAX_PACKET_BYTES = 0xffff;

  /** Appends the four bytes that go before a packet. */
  public static void writeHeader(ByteBuffer out, int channel, int packetBytes) {
    if (packetBytes > MAX_PACKET_BYTES) {
      throw new IllegalArgumentException("a frame holds 65535 bytes, not " + packetBytes);
    }
    out.put((byte) '$').put((byte) channel).putShort((short) packetBytes);
  }
}
