package io.vedette.testkit.soak;

import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import io.vedette.testkit.Deliveries;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What one camera delivered, by stream, and what it did when. Thread-safe. */
final class StreamBooks implements Deliveries {
  /**
   * Garbage may look like the head of a packet of 64 KiB, which swallows what follows, and the rest
   * of the group of pictures with it.
   */
  private static final long GARBLED_MILLIS = 6_000;

  private final Map<Profile, Book> books = new EnumMap<>(Profile.class);
  private final List<Done> deeds = new ArrayList<>(); // by time; guarded by this

  private record Done(long atMillis, Deed.Kind kind) {}

  /** One stream. */
  private static final class Book {
    final PictureNumbers numbers;
    final long first; // number of bit 0
    final BitSet delivered = new BitSet();
    int dropped;

    Book(PictureNumbers numbers, long nowMillis) {
      this.numbers = numbers;
      this.first = numbers.at(nowMillis);
    }
  }

  StreamBooks(Map<Profile, PictureNumbers> numbers, long nowMillis) {
    numbers.forEach((profile, one) -> books.put(profile, new Book(one, nowMillis)));
  }

  @Override
  public synchronized void delivered(Profile profile, AccessUnit picture) {
    Book book = books.get(profile);
    book.delivered.set((int) (book.numbers.of(picture) - book.first));
  }

  @Override
  public synchronized void dropped(Profile profile, AccessUnit picture) {
    books.get(profile).dropped++;
  }

  /** The camera does something now. */
  synchronized void does(Deed.Kind kind, long atMillis) {
    deeds.add(new Done(atMillis, kind));
  }

  private boolean isExcused(long dueMillis) {
    return deeds.stream()
        .filter(done -> done.kind() == Deed.Kind.GARBLE)
        .anyMatch(
            done ->
                dueMillis > done.atMillis() - 1_000
                    && dueMillis < done.atMillis() + GARBLED_MILLIS);
  }

  /** What the camera did last before, and first after a time. */
  private String around(long millis) {
    String before = "";
    for (Done done : deeds) {
      double seconds = Math.abs(millis - done.atMillis()) / 1e3;
      if (done.atMillis() > millis) {
        return "%s; %.1f s before %s".formatted(before, seconds, done.kind());
      }
      before = "; %.1f s after %s".formatted(seconds, done.kind());
    }
    return before;
  }

  /** Compares with what is on disk and in the timeline; the cameras are silent by now. */
  synchronized void compare(Profile profile, Recorded recorded, Verdict verdict) {
    Book book = books.get(profile);
    BitSet onDisk = new BitSet();
    for (long number : recorded.pictures()) {
      if (number < book.first || !book.delivered.get((int) (number - book.first))) {
        verdict.neverSent(recorded.name(), book.numbers.dueMillis(number));
      } else if (onDisk.get((int) (number - book.first))) {
        verdict.twice(recorded.name(), book.numbers.dueMillis(number));
      } else {
        onDisk.set((int) (number - book.first));
      }
    }
    verdict.recorded(onDisk.cardinality());
    verdict.delivered(book.delivered.cardinality());
    verdict.dropped(book.dropped);
    BitSet missing = (BitSet) book.delivered.clone();
    missing.andNot(onDisk);
    for (int bit = missing.nextSetBit(0); bit >= 0; bit = missing.nextSetBit(bit + 1)) {
      if (isExcused(book.numbers.dueMillis(book.first + bit))) {
        missing.clear(bit);
        verdict.excused();
      }
    }
    for (int from = missing.nextSetBit(0); from >= 0; ) {
      int to = missing.nextClearBit(from);
      long firstDue = book.numbers.dueMillis(book.first + from);
      long lastDue = book.numbers.dueMillis(book.first + to - 1);
      verdict.lost(recorded.name(), to - from, firstDue, lastDue, around(firstDue));
      from = missing.nextSetBit(to);
    }
    compareGaps(book, recorded, verdict);
  }

  /** Within a gap nothing was delivered, or what was is excused; a long silence is a gap. */
  private static void compareGaps(Book book, Recorded recorded, Verdict verdict) {
    for (Recorded.Gap gap : recorded.gaps()) {
      verdict.gap(recorded.name(), gap);
    }
    long last = -1;
    for (int bit = book.delivered.nextSetBit(0);
        bit >= 0;
        bit = book.delivered.nextSetBit(bit + 1)) {
      long due = book.numbers.dueMillis(book.first + bit);
      if (last >= 0 && due - last > Verdict.SILENCE_MILLIS) {
        verdict.silence(recorded, last, due);
      }
      last = due;
    }
  }
}
