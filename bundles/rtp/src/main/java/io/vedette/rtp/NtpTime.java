package io.vedette.rtp;

import java.time.Instant;

/** NTP timestamps as RTCP carries them (RFC 3550 4): seconds since 1900 and 2^-32 fractions. */
public final class NtpTime {
  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

  private NtpTime() {}

  /** Of a wall time between 1900 and 2036; later ones wrap, as NTP does. */
  public static long of(Instant time) {
    long fraction = ((long) time.getNano() << 32) / 1_000_000_000L;
    return time.getEpochSecond() + SECONDS_1900_TO_1970 << 32 | fraction;
  }

  /** The wall time of a timestamp between 1968 and 2104 (RFC 4330 3). */
  public static Instant toInstant(long ntp) {
    long seconds = ntp >>> 32;
    if (seconds < 0x8000_0000L) {
      seconds += 0x1_0000_0000L; // era 1 begins in 2036
    }
    long nanos = (ntp & 0xffff_ffffL) * 1_000_000_000L >>> 32;
    return Instant.ofEpochSecond(seconds - SECONDS_1900_TO_1970, nanos);
  }
}
