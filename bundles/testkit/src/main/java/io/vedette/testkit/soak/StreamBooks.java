package io.vedette.testkit.soak;

import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import io.vedette.testkit.Deliveries;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What one camera delivered, by stream, and when it garbled. Thread-safe. */
final class StreamBooks implements Deliveries {
  /**
   * Garbage may look like the head of a packet of 64 KiB, which swallows what follows, and the rest
   * of the group of pictures with it.
   */
  private static final long GARBLED_MILLIS = 6_000;

  private final Map<Profile, Book> books = new EnumMap<>(Profile.class);
  private final List<Long> garbled = new ArrayList<>(); // guarded by this

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

  synchronized void garbles(long atMillis) {
    garbled.add(atMillis);
  }

  /** Compares with what is on disk and in the timeline; the cameras are silent by now. */
  synchronized void compare(Profile profile, Recorded recorded, Verdict verdict) {
    Book book = books.get(profile);
    BitSet onDisk = new BitSet();
    for (long number : recorded.pictures()) {
      if (number < book.first || !book.delivered.get((int) (number - book.first))) {
        verdict.neverSent(recorded.name(), book.numbers.dueMillis(number));
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
      long due = book.numbers.dueMillis(book.first + bit);
      if (garbled.stream().anyMatch(at -> due > at - 1_000 && due < at + GARBLED_MILLIS)) {
        verdict.excused();
      } else {
        verdict.lost(recorded.name(), due);
      }
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
