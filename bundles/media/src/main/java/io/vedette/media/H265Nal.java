package io.vedette.media;

import java.nio.ByteBuffer;

/**
 * Headers of H.265 NAL units (ISO/IEC 23008-2 7.3.1.2): {@code F | type, 6 bits | layer, 6 bits |
 * temporal id + 1, 3 bits}. Stateless.
 */
public final class H265Nal {
  public static final int HEADER_BYTES = 2;

  static final int RASL_N = 8;
  static final int RASL_R = 9;

  /** The random access pictures begin with BLA_W_LP and end with CRA. */
  private static final int BLA_W_LP = 16;

  private static final int CRA = 21;

  public static final int VPS = 32;
  public static final int SPS = 33;
  public static final int PPS = 34;
  public static final int ACCESS_UNIT_DELIMITER = 35;
  public static final int END_OF_SEQUENCE = 36;
  public static final int PREFIX_SEI = 39;
  public static final int SUFFIX_SEI = 40;

  private H265Nal() {}

  /** nal_unit_type of a unit's first byte. */
  public static int type(byte first) {
    return first >> 1 & 0x3f;
  }

  /** True for BLA, IDR and CRA pictures: decoding can start there. */
  public static boolean isRandomAccess(int type) {
    return type >= BLA_W_LP && type <= CRA;
  }

  /**
   * True for a whole header of layer 0 whose forbidden bit is 0 and whose temporal id is not the
   * forbidden one: what begins with a start code has that.
   */
  public static boolean isBaseLayer(ByteBuffer unit) {
    if (unit.remaining() < HEADER_BYTES) {
      return false;
    }
    int header = unit.getShort(unit.position());
    return (header & 0x81f8) == 0 && (header & 7) != 0;
  }
}
