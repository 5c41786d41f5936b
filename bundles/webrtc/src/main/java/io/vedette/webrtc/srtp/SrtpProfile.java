package io.vedette.webrtc.srtp;

import java.util.Optional;

/** Protection profiles of DTLS-SRTP (RFC 5764 4.1.2, RFC 7714 14.2), best first. */
public enum SrtpProfile {
  AEAD_AES_128_GCM(7, 16, 12, 16),
  AEAD_AES_256_GCM(8, 32, 12, 16),
  AES128_CM_SHA1_80(1, 16, 14, 10);

  private final int id;
  private final int keyBytes;
  private final int saltBytes;
  private final int tagBytes;

  SrtpProfile(int id, int keyBytes, int saltBytes, int tagBytes) {
    this.id = id;
    this.keyBytes = keyBytes;
    this.saltBytes = saltBytes;
    this.tagBytes = tagBytes;
  }

  /** The profile of a number in the use_srtp extension; empty if we do not have it. */
  public static Optional<SrtpProfile> of(int id) {
    for (SrtpProfile profile : values()) {
      if (profile.id == id) {
        return Optional.of(profile);
      }
    }
    return Optional.empty();
  }

  /** Number in the use_srtp extension. */
  public int id() {
    return id;
  }

  /** Bytes of the master key and of the session key. */
  public int keyBytes() {
    return keyBytes;
  }

  /** Bytes of the master salt and of the session salt. */
  public int saltBytes() {
    return saltBytes;
  }

  /** Bytes that SRTP adds to a packet. SRTCP adds 4 more. */
  public int tagBytes() {
    return tagBytes;
  }

  /** Bytes that the DTLS exporter must give: two keys and two salts. */
  public int materialBytes() {
    return 2 * (keyBytes + saltBytes);
  }
}
