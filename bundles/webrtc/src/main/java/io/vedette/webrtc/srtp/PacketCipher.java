package io.vedette.webrtc.srtp;

/**
 * Encrypts and authenticates single packets with the session keys of one direction and one of RTP
 * and RTCP. Knows no sequence numbers: the caller gives the index and must never give the same one
 * for two different packets of an SSRC. Used by one thread.
 */
interface PacketCipher {
  /** Length of an RTCP header with SSRC: the part of SRTCP that stays readable. */
  int RTCP_HEADER_BYTES = 8;

  /** The bit that says that SRTCP is encrypted, beside its 31-bit index (RFC 3711 3.4). */
  int RTCP_ENCRYPTED = 1 << 31;

  /**
   * Seals an RTP packet in place; there must be room for the tag behind it.
   *
   * @param header bytes of RTP header with extension: authenticated, not encrypted
   * @param length of the packet
   * @param index roll-over counter and sequence number, 48 bits
   * @return the new length
   */
  int sealRtp(byte[] packet, int offset, int header, int length, long index);

  /** Seals an RTCP packet and appends tag and index. Returns the new length. */
  int sealRtcp(byte[] packet, int offset, int length, int index);

  /** Opens what {@link #sealRtp} made; returns the length of the plain packet. */
  int openRtp(byte[] packet, int offset, int header, int length, long index)
      throws UnauthenticPacketException;

  /** Opens what {@link #sealRtcp} made; the index is in the packet. Returns the plain length. */
  int openRtcp(byte[] packet, int offset, int length) throws UnauthenticPacketException;

  /** The index word at the end of SRTCP, with its E bit. */
  int rtcpIndexWord(byte[] packet, int offset, int length);
}
