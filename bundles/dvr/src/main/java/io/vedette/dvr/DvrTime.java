package io.vedette.dvr;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDateTime;

/** The device's local time as {@code struct tm}: nine 32-bit integers, without a zone. */
public final class DvrTime {
  private static final int SIZE = 36;

  private DvrTime() {}

  /** Reads it; the day of the week and what follows are not looked at. */
  public static LocalDateTime parse(ByteBuffer in) throws DvrException {
    if (in.remaining() < SIZE) {
      throw new DvrException(DvrException.Kind.PROTOCOL, "time of " + in.remaining() + " bytes");
    }
    int second = Math.min(59, in.getInt()); // 60: a leap second
    int minute = in.getInt();
    int hour = in.getInt();
    int day = in.getInt();
    int month = in.getInt() + 1;
    int year = in.getInt() + 1900;
    try {
      return LocalDateTime.of(year, month, day, hour, minute, second);
    } catch (DateTimeException impossible) {
      throw new DvrException(
          DvrException.Kind.PROTOCOL, "impossible time: " + impossible.getMessage());
    }
  }

  /** Body of SET_TIME, or parameters of GET_TIME's reply. */
  public static ByteBuffer encode(LocalDateTime time) {
    ByteBuffer out = DvrMessage.bytes(SIZE);
    out.putInt(time.getSecond()).putInt(time.getMinute()).putInt(time.getHour());
    out.putInt(time.getDayOfMonth()).putInt(time.getMonthValue() - 1);
    out.putInt(time.getYear() - 1900).putInt(time.getDayOfWeek().getValue() % 7);
    return out.putInt(time.getDayOfYear() - 1).putInt(-1).flip(); // is daylight saving: unknown
  }
}
