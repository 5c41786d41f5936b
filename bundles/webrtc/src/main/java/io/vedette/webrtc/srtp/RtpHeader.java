package io.vedette.webrtc.srtp;

/** Where the payload of an RTP packet begins (RFC 3550 5.1, 5.3.1); nothing else. */
final class RtpHeader {
  private RtpHeader() {}

  /** Bytes of header with CSRCs and extension, or -1 if the packet is shorter or not RTP. */
  static int length(byte[] packet, int offset, int length) {
    if (length < 12 || (packet[offset] & 0xc0) != 0x80) {
      return -1;
    }
    int header = 12 + 4 * (packet[offset] & 0x0f);
    if ((packet[offset] & 0x10) != 0) {
      if (length < header + 4) {
        return -1;
      }
      int words = (packet[offset + header + 2] & 0xff) << 8 | packet[offset + header + 3] & 0xff;
      header += 4 + 4 * words;
    }
    return length < header ? -1 : header;
  }
}
