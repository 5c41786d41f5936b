package io.vedette.access;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes events of sign-ins, few enough to read: the same once a minute, all together 20. What is
 * left out is counted and told with the next; the audit has each. Thread-safe.
 */
final class SignInNews {
  static final Duration SAME = Duration.ofMinutes(1);
  static final int MOST = 20;
  private static final int MAX_KNOWN = 1_000;

  private final Map<String, Instant> told = // guarded by this; the oldest first
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MAX_KNOWN;
        }
      };
  private final Deque<Instant> lately = new ArrayDeque<>(); // guarded by this
  private int untold; // guarded by this

  /**
   * Something that happened.
   *
   * @param what the whole sentence
   * @return what to tell; empty: not now
   */
  synchronized Optional<String> of(String what, Instant now) {
    while (!lately.isEmpty() && !lately.peekFirst().plus(SAME).isAfter(now)) {
      lately.removeFirst();
    }
    Instant before = told.get(what);
    if (lately.size() >= MOST || (before != null && before.plus(SAME).isAfter(now))) {
      untold++;
      return Optional.empty();
    }
    told.remove(what); // so that it is the newest
    told.put(what, now);
    lately.addLast(now);
    String text = untold == 0 ? what : what + " (and " + untold + " more before: see the audit)";
    untold = 0;
    return Optional.of(text);
  }
}
