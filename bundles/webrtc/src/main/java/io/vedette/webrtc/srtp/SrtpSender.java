package io.vedette.webrtc.srtp;

/**
 * Protects the RTP packets of one direction. Used by one thread.
 *
 * <p>To send a packet again, keep and send the bytes that came out: the same index with other
 * content would give the key stream away (RFC 3711 9.1).
 */
public final class SrtpSender {
  private final SrtpProfile profile;
  private final PacketCipher cipher;

  public SrtpSender(SrtpKeys keys) {
    this.profile = keys.profile();
    this.cipher = keys.rtpCipher();
  }

  /** Bytes that {@link #protect} adds. */
  public int overheadBytes() {
    return profile.tagBytes();
  }

  /**
   * Protects a packet in place.
   *
   * @param packet with room for {@link #overheadBytes} behind the packet
   * @param index the sequence number with its roll-over counter above it, 48 bits; begins with any
   *     16-bit number and rises by one per packet and SSRC
   * @return length of the protected packet
   */
  public int protect(byte[] packet, int offset, int length, long index) {
    int header = RtpHeader.length(packet, offset, length);
    if (header < 0) {
      throw new IllegalArgumentException("not an RTP packet: " + length + " bytes");
    }
    return cipher.sealRtp(packet, offset, header, length, index);
  }
}
