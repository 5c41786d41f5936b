package io.vedette.webrtc.srtp;

/** Protects the RTCP packets of one direction. Used by one thread. */
public final class SrtcpSender {
  private final SrtpProfile profile;
  private final PacketCipher cipher;
  private int index; // 31 bits; at one report a second it lasts for 68 years

  public SrtcpSender(SrtpKeys keys) {
    this.profile = keys.profile();
    this.cipher = keys.rtcpCipher();
  }

  /** Bytes that {@link #protect} adds. */
  public int overheadBytes() {
    return profile.tagBytes() + 4;
  }

  /**
   * Protects a compound packet in place; there must be room for {@link #overheadBytes} behind it.
   *
   * @return length of the protected packet
   */
  public int protect(byte[] packet, int offset, int length) {
    if (length < PacketCipher.RTCP_HEADER_BYTES) {
      throw new IllegalArgumentException("not an RTCP packet: " + length + " bytes");
    }
    index = index + 1 & Integer.MAX_VALUE;
    return cipher.sealRtcp(packet, offset, length, index);
  }
}
