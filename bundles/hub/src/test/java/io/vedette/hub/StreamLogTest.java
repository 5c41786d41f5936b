package io.vedette.hub;

import static io.vedette.hub.Units.RUN;
import static io.vedette.hub.Units.audio;
import static io.vedette.hub.Units.picture;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.LogEntry.Cause;
import io.vedette.api.stream.StreamHub.Start;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StreamLogTest {
  private final MemoryBudget budget = new MemoryBudget(64L << 20);
  private final StreamLog log = new StreamLog(budget);

  /** Pictures from, from+1, … to-1; each tenth is a key picture. */
  private void append(long from, long to) {
    append(from, to, 1000);
  }

  private void append(long from, long to, int sizeBytes) {
    for (long n = from; n < to; n++) {
      log.append(RUN, picture(n, n % 10 == 0, sizeBytes));
    }
  }

  private static String dump(LogEntry entry) {
    if (entry instanceof LogEntry.Unit u) {
      return (u.unit().randomAccess() ? "K" : "P") + u.unit().dts() / 3600;
    }
    return entry instanceof LogEntry.Gap g ? g.cause() + ":" + g.units() : String.valueOf(entry);
  }

  private static List<String> drain(LogCursor cursor) {
    List<String> out = new ArrayList<>();
    for (LogEntry e = cursor.poll(); e != null; e = cursor.poll()) {
      out.add(dump(e));
    }
    return out;
  }

  @Test
  void viewer_startsAtNewestKeyPictureAtOnce() {
    append(0, 23);
    assertThat(drain(log.read(Start.NEWEST_RANDOM_ACCESS))).containsExactly("K20", "P21", "P22");
  }

  @Test
  void viewer_ofAnEmptyLog_beginsWithTheNextKeyPicture() {
    LogCursor cursor = log.read(Start.NEWEST_RANDOM_ACCESS);
    append(5, 12);
    assertThat(drain(cursor)).containsExactly("K10", "P11");
  }

  @Test
  void audioIsNoPlaceToBegin() {
    log.append(RUN, audio(0));
    assertThat(drain(log.read(Start.NEWEST_RANDOM_ACCESS))).isEmpty();
    assertThat(drain(log.read(Start.OLDEST))).isEmpty();
  }

  @Test
  void recorder_startsAtOldestKeyPictureHeld() {
    append(0, 23);
    assertThat(drain(log.read(Start.OLDEST))).startsWith("K0", "P1").endsWith("P22").hasSize(23);
  }

  @Test
  void recorderThatWaits_loses_nothing_withinTheLimit() {
    LogCursor recorder = log.read(Start.OLDEST);
    append(0, 1);
    assertThat(dump(recorder.poll())).isEqualTo("K0");
    append(1, 1000);
    assertThat(drain(recorder)).hasSize(999).startsWith("P1").endsWith("P999");
  }

  @Test
  void recorderBeyondTheLimit_getsOneGap_andContinuesAtTheOldestKeyPicture() {
    LogCursor recorder = log.read(Start.OLDEST);
    append(0, 1, 1 << 20);
    recorder.poll();
    append(1, 101, 1 << 20); // 32 MiB hold 31 of them with their overhead: 70 … 100
    List<String> read = drain(recorder);
    assertThat(read).startsWith("READER_TOO_SLOW:69", "K70", "P71").endsWith("K100");
  }

  @Test
  void recordersOfAllStreamsTogether_holdNoMoreThanTheBudget() {
    StreamLog other = new StreamLog(budget);
    budget.add(60L << 20); // logs of others
    LogCursor recorder = log.read(Start.OLDEST);
    append(0, 1, 256 << 10);
    recorder.poll();
    append(1, 100, 256 << 10); // alone it would hold them all
    assertThat(budget.used()).isLessThan(69L << 20);
    assertThat(drain(recorder)).startsWith("READER_TOO_SLOW:69", "K70", "P71").endsWith("P99");
    other.close();
    log.close();
    assertThat(budget.used()).isEqualTo(60L << 20);
  }

  @Test
  void viewerTwoGopsLate_getsOneGap_andContinuesAtTheNewestKeyPicture() {
    append(0, 5);
    LogCursor viewer = log.read(Start.NEWEST_RANDOM_ACCESS);
    viewer.poll();
    append(5, 75);
    assertThat(drain(viewer))
        .containsExactly("READER_TOO_SLOW:69", "K70", "P71", "P72", "P73", "P74");
  }

  @Test
  void viewerOneGopLate_losesNothing() {
    append(0, 15);
    LogCursor viewer = log.read(Start.NEWEST_RANDOM_ACCESS);
    assertThat(dump(viewer.poll())).isEqualTo("K10");
    append(15, 29);
    assertThat(drain(viewer)).startsWith("P11").endsWith("P28").hasSize(18);
  }

  @Test
  void withoutReaders_onlyTwoGopsStay() {
    append(0, 1000);
    assertThat(drain(log.read(Start.OLDEST))).hasSizeLessThan(60).endsWith("P999");
  }

  @Test
  void gopLargerThanTheLimit_isCut_andNewViewersWait() {
    log.append(RUN, picture(0, true, 1 << 20));
    for (long n = 1; n < 60; n++) {
      log.append(RUN, picture(n, false, 1 << 20));
    }
    LogCursor viewer = log.read(Start.NEWEST_RANDOM_ACCESS);
    assertThat(viewer.poll()).isNull();
    log.append(RUN, picture(60, true, 1 << 20));
    assertThat(dump(viewer.poll())).isEqualTo("K60");
  }

  @Test
  void flush_isToldToEveryReader_alsoToOneThatHasReadAll() {
    append(0, 13);
    LogCursor upToDate = log.read(Start.NEWEST_RANDOM_ACCESS);
    LogCursor late = log.read(Start.NEWEST_RANDOM_ACCESS);
    drain(upToDate);
    late.poll();
    log.flush();
    append(50, 52);
    assertThat(drain(upToDate)).containsExactly("FLUSHED:0", "K50", "P51");
    assertThat(drain(late)).containsExactly("FLUSHED:2", "K50", "P51");
    assertThat(drain(log.read(Start.NEWEST_RANDOM_ACCESS))).containsExactly("K50", "P51");
  }

  @Test
  void lostUnitsAndEndOfRun_standInOrder() {
    append(0, 1);
    LogCursor cursor = log.read(Start.OLDEST);
    log.lost(7);
    append(10, 11);
    log.endRun(RUN, "the camera hung up");
    assertThat(drain(cursor))
        .containsExactly(
            "K0",
            Cause.LOST_ON_THE_WAY + ":7",
            "K10",
            new LogEntry.RunEnded(RUN, "the camera hung up").toString());
  }

  @Test
  void closedLog_isReadToItsEnd_thenEnded() throws InterruptedException {
    append(0, 2);
    LogCursor cursor = log.read(Start.OLDEST);
    log.close();
    assertThat(cursor.isEnded()).isFalse();
    assertThat(drain(cursor)).containsExactly("K0", "P1");
    assertThat(cursor.isEnded()).isTrue();
    assertThat(cursor.next(Duration.ofDays(1))).isNull();
    assertThat(log.read(Start.NEWEST_RANDOM_ACCESS).isEnded()).isFalse();
  }

  @Test
  void onAppend_isCalledAtOnceIfThereIsSomething_andThenPerAppend() {
    AtomicInteger calls = new AtomicInteger();
    append(0, 1);
    LogCursor cursor = log.read(Start.OLDEST);
    cursor.onAppend(calls::incrementAndGet);
    assertThat(calls).hasValue(1);
    append(1, 3);
    assertThat(calls).hasValue(3);
    cursor.close();
    append(3, 4);
    assertThat(calls).hasValue(3);
  }

  @Test
  void closedCursor_wakesABlockedReader() throws InterruptedException {
    LogCursor cursor = log.read(Start.OLDEST);
    Thread closer = new Thread(cursor::close);
    closer.start();
    assertThat(cursor.next(Duration.ofDays(1))).isNull();
    closer.join();
  }

  /** One writer at full speed, readers of both kinds: each sees rising units and explained gaps. */
  @Test
  void stress_everyUnitIsReadOrCountedInAGap() throws InterruptedException {
    final int units = 200_000;
    AtomicLong faults = new AtomicLong();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      LogCursor cursor = log.read(i % 2 == 0 ? Start.OLDEST : Start.NEWEST_RANDOM_ACCESS);
      Thread reader = new Thread(() -> faults.addAndGet(readAll(cursor, units)));
      reader.start();
      readers.add(reader);
    }
    for (long n = 0; n < units; n++) {
      log.append(RUN, picture(n, n % 25 == 0, 500));
    }
    log.close();
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(faults).hasValue(0);
  }

  private static long readAll(LogCursor cursor, int units) {
    long faults = 0;
    long expected = -1;
    boolean wantKey = true;
    try {
      while (!cursor.isEnded()) {
        LogEntry entry = cursor.next(Duration.ofSeconds(60));
        if (entry instanceof LogEntry.Unit u) {
          boolean inOrder = wantKey ? u.sequence() >= expected : u.sequence() == expected;
          faults += inOrder && (!wantKey || u.unit().randomAccess()) ? 0 : 1;
          expected = u.sequence() + 1;
          wantKey = false;
        } else if (entry instanceof LogEntry.Gap) {
          wantKey = true;
        } else if (!cursor.isEnded()) {
          faults++; // nothing for a minute
        }
      }
    } catch (InterruptedException e) {
      faults++;
    }
    return faults + (expected == units ? 0 : 1);
  }
}
