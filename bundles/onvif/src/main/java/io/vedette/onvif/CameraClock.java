package io.vedette.onvif;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** The answer to GetSystemDateAndTime. */
final class CameraClock {
  private CameraClock() {}

  /** What it calls UTC, or empty if it does not say or says nonsense. */
  static Optional<LocalDateTime> utc(XmlElement response) {
    return time(response, "UTCDateTime");
  }

  /** What it calls local time. */
  static Optional<LocalDateTime> local(XmlElement response) {
    return time(response, "LocalDateTime");
  }

  private static Optional<LocalDateTime> time(XmlElement response, String which) {
    return response
        .find("SystemDateAndTime", which)
        .flatMap(
            time -> {
              try {
                return Optional.of(
                    LocalDateTime.of(
                        number(time, "Date", "Year"),
                        number(time, "Date", "Month"),
                        number(time, "Date", "Day"),
                        number(time, "Time", "Hour"),
                        number(time, "Time", "Minute"),
                        Math.min(59, number(time, "Time", "Second")))); // leap seconds
              } catch (DateTimeException | NumberFormatException nonsense) {
                return Optional.empty();
              }
            });
  }

  private static int number(XmlElement time, String... path) {
    return Integer.parseInt(time.text(path));
  }

  /** SetSystemDateAndTime to UTC by hand; the camera keeps its time zone. */
  static String set(java.time.Instant now) {
    LocalDateTime utc = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
    return """
        <tds:SetSystemDateAndTime><tds:DateTimeType>Manual</tds:DateTimeType>\
        <tds:DaylightSavings>false</tds:DaylightSavings><tds:UTCDateTime>\
        <tt:Time><tt:Hour>%d</tt:Hour><tt:Minute>%d</tt:Minute><tt:Second>%d</tt:Second></tt:Time>\
        <tt:Date><tt:Year>%d</tt:Year><tt:Month>%d</tt:Month><tt:Day>%d</tt:Day></tt:Date>\
        </tds:UTCDateTime></tds:SetSystemDateAndTime>"""
        .formatted(
            utc.getHour(),
            utc.getMinute(),
            utc.getSecond(),
            utc.getYear(),
            utc.getMonthValue(),
            utc.getDayOfMonth());
  }
}
