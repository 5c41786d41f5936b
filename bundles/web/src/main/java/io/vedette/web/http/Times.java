package io.vedette.web.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Times of the API: RFC 3339, written in UTC with milliseconds, read with any offset. */
public final class Times {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  private Times() {}

  /** {@code 2026-11-22T10:15:30.250Z}; parts of a millisecond are cut off. */
  public static String format(Instant instant) {
    return MILLIS.format(instant);
  }

  /**
   * Parses a time of 1970 to 9999.
   *
   * @throws Problem naming the field
   */
  public static Instant parse(String field, String text) {
    try {
      Instant instant = Instant.parse(text);
      if (!instant.isBefore(EARLIEST) && !instant.isAfter(LATEST)) {
        return instant;
      }
    } catch (DateTimeParseException e) {
      // told below
    }
    throw Problem.ofField(
        field, field + " must be a time such as 2026-11-22T10:15:30.250Z (RFC 3339)");
  }
}
