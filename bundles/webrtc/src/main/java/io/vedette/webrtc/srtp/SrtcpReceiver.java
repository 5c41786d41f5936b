package io.vedette.webrtc.srtp;

import java.nio.ByteBuffer;

/** Opens the RTCP packets of one direction and refuses replays. Used by one thread. */
public final class SrtcpReceiver {
  private final SrtpProfile profile;
  private final PacketCipher cipher;

  /** libsrtp, which both browsers use, numbers the SRTCP of each SSRC on its own. */
  private final ReplayWindows windows = new ReplayWindows();

  public SrtcpReceiver(SrtpKeys keys) {
    this.profile = keys.profile();
    this.cipher = keys.rtcpCipher();
  }

  /**
   * Opens a compound packet in place. After an exception the bytes are undefined.
   *
   * @return length of the plain packet
   */
  public int unprotect(byte[] packet, int offset, int length) throws UnauthenticPacketException {
    if (length < PacketCipher.RTCP_HEADER_BYTES + profile.tagBytes() + 4) {
      throw new UnauthenticPacketException("SRTCP of " + length + " bytes is too short");
    }
    int index = cipher.rtcpIndexWord(packet, offset, length) & Integer.MAX_VALUE;
    int ssrc = ByteBuffer.wrap(packet).getInt(offset + 4);
    ReplayWindow window = windows.of(ssrc);
    if (window.isReplay(index)) {
      throw new UnauthenticPacketException("SRTCP replayed, index " + index);
    }
    int plain = cipher.openRtcp(packet, offset, length);
    windows.accept(ssrc, window, index);
    return plain;
  }
}
