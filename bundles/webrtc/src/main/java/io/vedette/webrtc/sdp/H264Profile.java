package io.vedette.webrtc.sdp;

/**
 * Profiles of H.264 as far as payload types are told apart by them (RFC 6184 8.1, table 5). Both
 * browsers decode any of them whatever was negotiated; so the profile is a preference only.
 */
enum H264Profile {
  CONSTRAINED_BASELINE,
  BASELINE,
  MAIN,
  CONSTRAINED_HIGH,
  HIGH,
  OTHER;

  /**
   * @param profileIdc as in the SPS
   * @param constraints the byte of constraint flags, set0 in its highest bit
   */
  static H264Profile of(int profileIdc, int constraints) {
    boolean set0 = (constraints & 0x80) != 0;
    boolean set1 = (constraints & 0x40) != 0;
    return switch (profileIdc) {
      case 66 -> set1 ? CONSTRAINED_BASELINE : BASELINE;
      case 77 -> set0 ? CONSTRAINED_BASELINE : MAIN;
      case 88 -> set1 && set0 ? CONSTRAINED_BASELINE : OTHER;
      case 100 -> (constraints & 0x0c) == 0x0c ? CONSTRAINED_HIGH : HIGH;
      default -> OTHER;
    };
  }

  /** Of a profile-level-id, six hexadecimal digits; RFC 6184 8.1 gives the default. */
  static H264Profile of(String profileLevelId) {
    if (!profileLevelId.matches("[0-9A-Fa-f]{6}")) {
      return BASELINE;
    }
    int bits = Integer.parseInt(profileLevelId, 16);
    return of(bits >> 16, bits >> 8 & 0xff);
  }
}
