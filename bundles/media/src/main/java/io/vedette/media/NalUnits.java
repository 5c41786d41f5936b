package io.vedette.media;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes NAL units of H.264 apart and together: Annex B start codes, 4-byte lengths, types.
 * Stateless; no method moves the buffer it is given.
 */
public final class NalUnits {
  /** Coded slice of a non-IDR picture. */
  public static final int SLICE = 1;

  /** Coded slice of an IDR picture. */
  public static final int IDR = 5;

  public static final int SEI = 6;
  public static final int SPS = 7;
  public static final int PPS = 8;
  public static final int ACCESS_UNIT_DELIMITER = 9;
  public static final int FILLER = 12;

  private NalUnits() {}

  /** nal_unit_type of a header byte (ISO/IEC 14496-10 7.3.1). */
  public static int h264Type(byte header) {
    return header & 0x1f;
  }

  /** nal_ref_idc of a header byte; 0: nothing refers to this unit. */
  public static int refIdc(byte header) {
    return header >> 5 & 3;
  }

  /** True for types 1 to 5: the unit holds a part of a picture. */
  public static boolean isSlice(int type) {
    return type >= SLICE && type <= IDR;
  }

  /**
   * Splits a payload with 4-byte lengths.
   *
   * @return slices of the payload, each from NAL header to end, in order; none is empty
   * @throws MalformedMediaException if a length does not fit
   */
  public static List<ByteBuffer> split(ByteBuffer lengthPrefixed) throws MalformedMediaException {
    List<ByteBuffer> units = new ArrayList<>(4);
    int at = lengthPrefixed.position();
    int end = lengthPrefixed.limit();
    while (at < end) {
      int length = end - at < 4 ? -1 : lengthPrefixed.getInt(at);
      if (length <= 0 || length > end - at - 4) {
        throw new MalformedMediaException(
            "NAL unit length "
                + length
                + " at byte "
                + (at - lengthPrefixed.position())
                + " of "
                + lengthPrefixed.remaining());
      }
      units.add(lengthPrefixed.slice(at + 4, length));
      at += 4 + length;
    }
    return units;
  }

  /**
   * Splits a byte stream with start codes (ISO/IEC 14496-10 annex B). Bytes before the first start
   * code count as a unit if there are any: cheap cameras put start codes between, but not before,
   * the units of an RTP payload.
   *
   * @return slices of the buffer without start codes and trailing zeros; empty units are left out
   */
  public static List<ByteBuffer> splitAnnexB(ByteBuffer bytes) {
    List<ByteBuffer> units = new ArrayList<>(4);
    int start = bytes.position();
    int end = bytes.limit();
    int at = start;
    while (at + 2 < end) {
      int third = bytes.get(at + 2);
      if (third > 1 || third < 0) {
        at += 3;
      } else if (third == 1 && bytes.get(at) == 0 && bytes.get(at + 1) == 0) {
        addTrimmed(units, bytes, start, at);
        start = at + 3;
        at = start;
      } else {
        at++;
      }
    }
    addTrimmed(units, bytes, start, end);
    return units;
  }

  private static void addTrimmed(List<ByteBuffer> units, ByteBuffer bytes, int from, int to) {
    int end = to;
    while (end > from && bytes.get(end - 1) == 0) {
      end--; // trailing_zero_8bits, or the first zero of a 4-byte start code
    }
    if (end > from) {
      units.add(bytes.slice(from, end - from));
    }
  }

  /** Joins units into one payload with 4-byte lengths; read-only, position 0. */
  public static ByteBuffer join(List<ByteBuffer> units) {
    int size = 0;
    for (ByteBuffer unit : units) {
      size += 4 + unit.remaining();
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    for (ByteBuffer unit : units) {
      out.putInt(unit.remaining()).put(unit.duplicate());
    }
    return out.flip().asReadOnlyBuffer();
  }

  /**
   * first_mb_in_slice and slice_type of a slice NAL unit (ISO/IEC 14496-10 7.3.3).
   *
   * @param unit of type 1, 2 or 5
   * @throws MalformedMediaException if the header ends early
   */
  public static SliceHeader sliceHeader(ByteBuffer unit) throws MalformedMediaException {
    BitReader in = new BitReader(unit, 1);
    long firstMacroblock = in.unsignedGolomb();
    int type = (int) (in.unsignedGolomb() % 5); // 5..9: the same, and all slices of the picture are
    return new SliceHeader(firstMacroblock, type);
  }

  /**
   * @param firstMacroblock 0: the slice begins a picture
   * @param type 0 P, 1 B, 2 I, 3 SP, 4 SI
   */
  public record SliceHeader(long firstMacroblock, int type) {
    /** True for a B slice: such a stream cannot be shown over WebRTC. */
    public boolean isB() {
      return type == 1;
    }
  }
}
