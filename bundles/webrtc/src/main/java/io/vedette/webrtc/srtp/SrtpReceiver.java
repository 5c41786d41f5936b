package io.vedette.webrtc.srtp;

import java.nio.ByteBuffer;

/**
 * Opens the RTP packets of one direction: estimates the roll-over counter, refuses replays. For
 * viewers written in Java (benchmark, tests); a browser sends us none. Used by one thread.
 */
public final class SrtpReceiver {
  private final PacketCipher cipher;
  private final ReplayWindows windows = new ReplayWindows();

  public SrtpReceiver(SrtpKeys keys) {
    this.cipher = keys.rtpCipher();
  }

  /**
   * Opens a packet in place. After an exception the bytes are undefined.
   *
   * @return length of the plain packet
   */
  public int unprotect(byte[] packet, int offset, int length) throws UnauthenticPacketException {
    int header = RtpHeader.length(packet, offset, length);
    if (header < 0) {
      throw new UnauthenticPacketException("not an SRTP packet: " + length + " bytes");
    }
    int sequence = (packet[offset + 2] & 0xff) << 8 | packet[offset + 3] & 0xff;
    int ssrc = ByteBuffer.wrap(packet).getInt(offset + 8);
    ReplayWindow window = windows.of(ssrc);
    long index = index(sequence, window.newest());
    if (index < 0 || window.isReplay(index)) {
      throw new UnauthenticPacketException("SRTP replayed, sequence number " + sequence);
    }
    int plain = cipher.openRtp(packet, offset, header, length, index);
    windows.accept(ssrc, window, index);
    return plain;
  }

  /** The index with this sequence number that is nearest to the newest (RFC 3711 3.3.1). */
  private static long index(int sequence, long newest) {
    if (newest < 0) {
      return sequence;
    }
    return newest + (short) (sequence - (int) newest);
  }
}
