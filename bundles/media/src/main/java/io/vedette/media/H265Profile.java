package io.vedette.media;

import java.util.Locale;

/**
 * General profile, tier and level (ISO/IEC 23008-2 7.3.3).
 *
 * @param space 0; others are reserved
 * @param highTier else main tier
 * @param idc 1 main, 2 main 10, 3 still picture, …
 * @param compatibility 32 flags, that of profile 0 first
 * @param constraints the 48 bits between compatibility and level
 * @param level 30 times the level
 */
public record H265Profile(
    int space, boolean highTier, int idc, int compatibility, long constraints, int level) {
  private static final int CONSTRAINT_BYTES = 6;

  static H265Profile read(BitReader in) throws MalformedMediaException {
    int space = (int) in.bits(2);
    boolean highTier = in.flag();
    int idc = (int) in.bits(5);
    int compatibility = (int) in.bits(32);
    long constraints = in.bits(8 * CONSTRAINT_BYTES);
    return new H265Profile(space, highTier, idc, compatibility, constraints, (int) in.bits(8));
  }

  /** Codec string without the sample entry, ISO/IEC 14496-15 E.3: {@code 1.6.L93.B0}. */
  String rfc6381() {
    StringBuilder text = new StringBuilder();
    if (space > 0) {
      text.append((char) ('A' + space - 1));
    }
    text.append(idc).append('.').append(Integer.toHexString(Integer.reverse(compatibility)));
    text.append(highTier ? ".H" : ".L").append(level);
    // Byte by byte; zeros at the end are left out.
    for (long rest = constraints << 16; rest != 0; rest <<= 8) {
      text.append('.').append(Long.toHexString(rest >>> 56));
    }
    return text.toString().toUpperCase(Locale.ROOT);
  }
}
