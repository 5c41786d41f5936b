package io.vedette.web.resource;

import io.vedette.api.camera.WeeklySchedule;
import io.vedette.api.camera.WeeklySchedule.Period;
import io.vedette.web.http.Fields;
import io.vedette.web.http.Json;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A weekly schedule as JSON: {@code [{"days":["mon"],"from":"08:00","to":"18:00"}]}. */
final class ScheduleJson {
  private static final String DAYS = "mon, tue, wed, thu, fri, sat, sun";
  private static final Pattern TIME = Pattern.compile("[0-9]{2}:[0-9]{2}");

  private ScheduleJson() {}

  static List<Json> write(WeeklySchedule schedule) {
    return schedule.periods().stream()
        .map(
            period ->
                Json.object()
                    .with("days", period.days().stream().sorted().map(ScheduleJson::id).toList())
                    .with("from", period.from().toString())
                    .with("to", period.to().toString()))
        .toList();
  }

  private static String id(DayOfWeek day) {
    return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
  }

  /** The schedule of a camera's record settings, if it is given. */
  static Optional<WeeklySchedule> read(Fields record) {
    Optional<List<Fields>> periods = record.objectsIfAny("schedule", "days", "from", "to");
    if (periods.isEmpty()) {
      return Optional.empty();
    }
    if (periods.get().isEmpty() || periods.get().size() > WeeklySchedule.MAX_PERIODS) {
      throw record.bad("schedule", "must hold 1 to " + WeeklySchedule.MAX_PERIODS + " periods");
    }
    return Optional.of(
        new WeeklySchedule(periods.get().stream().map(ScheduleJson::period).toList()));
  }

  private static Period period(Fields period) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String id : period.textsIfAny("days").orElse(List.of())) {
      days.add(
          Stream.of(DayOfWeek.values())
              .filter(day -> id(day).equals(id))
              .findFirst()
              .orElseThrow(() -> period.bad("days", "may hold " + DAYS + " only")));
    }
    if (days.isEmpty()) {
      throw period.bad("days", "must hold at least one of " + DAYS);
    }
    return new Period(days, time(period, "from"), time(period, "to"));
  }

  private static LocalTime time(Fields period, String key) {
    String text = period.text(key);
    try {
      if (TIME.matcher(text).matches()) {
        return LocalTime.parse(text);
      }
    } catch (DateTimeException e) {
      // told below
    }
    throw period.bad(key, "must be a time of day from 00:00 to 23:59");
  }
}
