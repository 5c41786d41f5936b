package io.vedette.rtp;

/** Search for start codes (ISO/IEC 14496-10 annex B). */
final class AnnexB {
  private AnnexB() {}

  /**
   * True if 00 00 01 stands in the range, as it never does inside a NAL unit. Looks at every third
   * byte only, unless that may belong to a start code: every byte of every picture goes through
   * here.
   */
  static boolean holdsStartCode(byte[] bytes, int from, int to) {
    int at = from + 2;
    while (at < to) {
      byte third = bytes[at];
      if (third > 1 || third < 0) {
        at += 3;
      } else if (third == 1) {
        if (bytes[at - 1] == 0 && bytes[at - 2] == 0) {
          return true;
        }
        at += 3;
      } else {
        at++;
      }
    }
    return false;
  }
}
