package io.vedette.media;

import java.nio.ByteBuffer;

/**
 * Where decoding can begin in H.264 that has no IDR pictures: at a recovery point (ISO/IEC 14496-10
 * D.2.8), from which on, or some pictures later, everything is right. Encoders with gradual refresh
 * send nothing else for hours.
 *
 * <p>Browsers begin at IDR pictures only, and a refresh shows smear until it is through. So these
 * count only after the patience for an IDR is at its end. Used by one thread.
 */
final class RecoveryPoints {
  /** 10 s of 25 pictures/s: longer than the distance of key pictures of "smart" codecs. */
  static final int PATIENCE_PICTURES = 250;

  private static final int RECOVERY_POINT = 6; // payloadType

  private int withoutIdr; // pictures, up to the patience
  private boolean announced; // for the next picture
  private boolean atPoint; // the picture that is being read

  /** Takes an SEI unit. */
  void supplement(ByteBuffer unit) {
    announced |= holdsRecoveryPoint(unit);
  }

  /** An IDR picture is here. */
  void idr() {
    withoutIdr = 0;
    announced = false;
    atPoint = false;
  }

  /** Takes a slice of another picture; true if decoding can, or has to, begin at it. */
  boolean slice(ByteBuffer unit) {
    boolean first = unit.remaining() > 1 && unit.get(unit.position() + 1) < 0; // ue(v) of 0 is 1
    if (first) {
      atPoint = announced;
      announced = false;
      withoutIdr = Math.min(withoutIdr + 1, PATIENCE_PICTURES);
    }
    return atPoint && withoutIdr == PATIENCE_PICTURES;
  }

  private static boolean holdsRecoveryPoint(ByteBuffer unit) {
    BitReader in = new BitReader(unit, 1);
    try {
      while (true) {
        long type = number(in);
        long size = number(in);
        if (type == RECOVERY_POINT) {
          return true;
        }
        for (long i = 0; i < size; i++) {
          in.bits(8);
        }
      }
    } catch (MalformedMediaException end) {
      return false;
    }
  }

  /** 7.3.2.3.1: every ff adds 255. */
  private static long number(BitReader in) throws MalformedMediaException {
    long number = 0;
    long next = in.bits(8);
    while (next == 0xff) {
      number += 0xff;
      next = in.bits(8);
    }
    return number + next;
  }
}
