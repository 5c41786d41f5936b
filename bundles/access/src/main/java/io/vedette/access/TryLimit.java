package io.vedette.access;

import io.vedette.api.access.TooManyTriesException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts failed tries per key (a user, an address) over the last minute. Used under its owner's
 * lock. Knows the newest 10 000 keys: whoever uses more has more addresses than a LAN.
 */
final class TryLimit {
  static final int FAILURES = 5;
  static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MAX_KEYS = 10_000;

  private final Map<String, Deque<Instant>> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
          return size() > MAX_KEYS;
        }
      };

  /**
   * Refuses a try.
   *
   * @throws TooManyTriesException if the key failed 5 times within the minute before {@code now}
   */
  void check(String key, Instant now) throws TooManyTriesException {
    Deque<Instant> times = failures.get(key);
    if (times == null) {
      return;
    }
    while (!times.isEmpty() && !times.peekFirst().plus(WINDOW).isAfter(now)) {
      times.removeFirst();
    }
    if (times.isEmpty()) {
      failures.remove(key);
    } else if (times.size() >= FAILURES) {
      Duration wait = Duration.between(now, times.peekFirst().plus(WINDOW));
      throw new TooManyTriesException(wait.plusMillis(999).truncatedTo(ChronoUnit.SECONDS));
    }
  }

  /** Notes a failed try. */
  void failed(String key, Instant now) {
    failures.computeIfAbsent(key, k -> new ArrayDeque<>(FAILURES)).addLast(now);
  }
}
