package io.vedette.api.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.camera.WeeklySchedule.Period;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WeeklyScheduleTest {
  /** 2026-11-23 is a Monday. */
  private static LocalDateTime at(int dayOfNovember, String time) {
    return LocalDateTime.parse("2026-11-" + dayOfNovember + "T" + time);
  }

  private static WeeklySchedule of(String from, String to, DayOfWeek... days) {
    return new WeeklySchedule(
        List.of(new Period(Set.of(days), LocalTime.parse(from), LocalTime.parse(to))));
  }

  @Test
  void officeHours_includeTheirBegin_notTheirEnd() {
    WeeklySchedule office = of("08:00", "18:00", DayOfWeek.MONDAY, DayOfWeek.TUESDAY);
    assertThat(office.isOn(at(23, "08:00:00"))).isTrue();
    assertThat(office.isOn(at(23, "07:59:59.999"))).isFalse();
    assertThat(office.isOn(at(24, "17:59:59.999"))).isTrue();
    assertThat(office.isOn(at(24, "18:00"))).isFalse();
    assertThat(office.isOn(at(25, "12:00"))).isFalse();
  }

  @Test
  void night_belongsToTheDayOnWhichItBegins() {
    WeeklySchedule night = of("22:00", "06:00", DayOfWeek.SUNDAY);
    assertThat(night.isOn(at(22, "23:00"))).isTrue();
    assertThat(night.isOn(at(23, "05:59"))).isTrue();
    assertThat(night.isOn(at(23, "22:30"))).isFalse();
    assertThat(night.isOn(at(22, "05:00"))).isFalse();
  }

  @Test
  void midnightToMidnight_isTheWholeDay() {
    WeeklySchedule day = of("00:00", "00:00", DayOfWeek.MONDAY);
    assertThat(day.isOn(at(23, "00:00"))).isTrue();
    assertThat(day.isOn(at(23, "23:59:59.999"))).isTrue();
    assertThat(day.isOn(at(24, "00:00"))).isFalse();
  }

  @Test
  void text_comesBack() {
    WeeklySchedule schedule =
        new WeeklySchedule(
            List.of(
                new Period(
                    Set.of(DayOfWeek.TUESDAY, DayOfWeek.MONDAY),
                    LocalTime.of(8, 0),
                    LocalTime.of(18, 30)),
                new Period(Set.of(DayOfWeek.SUNDAY), LocalTime.of(22, 0), LocalTime.of(6, 0))));
    assertThat(schedule.toString()).isEqualTo("MONDAY,TUESDAY 08:00-18:30\nSUNDAY 22:00-06:00");
    assertThat(WeeklySchedule.parse(schedule.toString())).isEqualTo(schedule);
    assertThat(WeeklySchedule.parse("")).isEqualTo(WeeklySchedule.NEVER);
    assertThatThrownBy(() -> WeeklySchedule.parse("MONDAY")).isInstanceOf(RuntimeException.class);
  }
}
