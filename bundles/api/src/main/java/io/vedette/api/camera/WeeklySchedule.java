package io.vedette.api.camera;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hours of a week, in local time of the recorder. Immutable.
 *
 * @param periods any of which is enough; none: never
 */
public record WeeklySchedule(List<Period> periods) {
  /** At no time. */
  public static final WeeklySchedule NEVER = new WeeklySchedule(List.of());

  /** At any time. */
  public static final WeeklySchedule ALWAYS =
      new WeeklySchedule(
          List.of(
              new Period(EnumSet.allOf(DayOfWeek.class), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT)));

  /** More than two a day for each day of the week would be a mistake. */
  public static final int MAX_PERIODS = 28;

  public WeeklySchedule {
    periods = List.copyOf(periods);
    if (periods.size() > MAX_PERIODS) {
      throw new IllegalArgumentException("more than " + MAX_PERIODS + " periods");
    }
  }

  /**
   * A time of day on some days.
   *
   * @param days on which it begins, at least one
   * @param from inclusive
   * @param to exclusive; at or before {@code from}: on the next day, so 00:00 to 00:00 is all day
   */
  public record Period(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    public Period {
      if (days.isEmpty()) {
        throw new IllegalArgumentException("a period without days");
      }
      days = Set.copyOf(days);
    }

    boolean covers(LocalDateTime at) {
      LocalTime time = at.toLocalTime();
      DayOfWeek day = at.getDayOfWeek();
      if (from.isBefore(to)) {
        return days.contains(day) && !time.isBefore(from) && time.isBefore(to);
      }
      return (days.contains(day) && !time.isBefore(from))
          || (days.contains(day.minus(1)) && time.isBefore(to));
    }

    /** {@code MONDAY,TUESDAY 08:00-18:00}. */
    @Override
    public String toString() {
      String names =
          EnumSet.copyOf(days).stream().map(DayOfWeek::name).collect(Collectors.joining(","));
      return names + " " + from + "-" + to;
    }

    private static Period parse(String text) {
      String[] words = text.split("[ -]", -1);
      if (words.length != 3) {
        throw new IllegalArgumentException("not a period: " + text);
      }
      Set<DayOfWeek> days =
          Stream.of(words[0].split(",", -1)).map(DayOfWeek::valueOf).collect(Collectors.toSet());
      return new Period(days, LocalTime.parse(words[1]), LocalTime.parse(words[2]));
    }
  }

  /** True within one of the periods. */
  public boolean isOn(LocalDateTime at) {
    return periods.stream().anyMatch(period -> period.covers(at));
  }

  /** The periods as text for storage, one a line. */
  @Override
  public String toString() {
    return periods.stream().map(Period::toString).collect(Collectors.joining("\n"));
  }

  /**
   * Reads {@link #toString} back.
   *
   * @throws IllegalArgumentException if it is none, or java.time.DateTimeException
   */
  public static WeeklySchedule parse(String text) {
    return text.isEmpty() ? NEVER : new WeeklySchedule(text.lines().map(Period::parse).toList());
  }
}
