package io.vedette.testkit.soak;

import io.vedette.testkit.SimulatedCamera;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * What a camera does at a time.
 *
 * @param atMillis since the soak began
 * @param camera its number
 */
record Deed(long atMillis, int camera, Kind kind) {
  private static final int GARBAGE_BYTES = 300;

  /** What cameras do. */
  enum Kind {
    /** Connections break, nobody listens. */
    VANISH,
    COME_BACK,
    /** It is there again, but answers nothing. */
    COME_BACK_MUTE,
    SPEAK,
    /** Pictures stop, the rest goes on. */
    STALL,
    GO_ON,
    /** Bytes without meaning between two packets. */
    GARBLE
  }

  /** All deeds until an end, by time. They follow from the seed alone. */
  static List<Deed> plan(long seed, int cameras, long millis) {
    List<Deed> all = new ArrayList<>();
    for (int camera = 0; camera < cameras; camera++) {
      Random random = new Random(seed * 1000 + camera);
      long at = 15_000L + random.nextInt(30_000); // it is recorded first
      while (at < millis) {
        at = fail(all, camera, at, random) + 15_000 + random.nextInt(45_000);
      }
    }
    all.removeIf(deed -> deed.atMillis >= millis);
    all.sort(Comparator.comparingLong(Deed::atMillis));
    return all;
  }

  /** Adds one fault and its end; returns when that is. */
  private static long fail(List<Deed> all, int camera, long at, Random random) {
    long time = 1_000L + random.nextInt(20_000);
    switch (random.nextInt(4)) {
      case 0 -> {
        all.add(new Deed(at, camera, Kind.VANISH));
        all.add(new Deed(at + time, camera, Kind.COME_BACK));
      }
      case 1 -> {
        all.add(new Deed(at, camera, Kind.VANISH));
        all.add(new Deed(at + 500, camera, Kind.COME_BACK_MUTE));
        all.add(new Deed(at + 500 + time, camera, Kind.SPEAK));
      }
      case 2 -> {
        all.add(new Deed(at, camera, Kind.STALL));
        all.add(new Deed(at + time, camera, Kind.GO_ON));
      }
      default -> {
        all.add(new Deed(at, camera, Kind.GARBLE));
        return at;
      }
    }
    return at + time;
  }

  /** Does it. */
  void to(SimulatedCamera camera) {
    switch (kind) {
      case VANISH -> camera.vanish();
      case COME_BACK -> camera.comeBack();
      case COME_BACK_MUTE -> {
        camera.mute(true);
        camera.comeBack();
      }
      case SPEAK -> camera.mute(false);
      case STALL -> camera.stall(true);
      case GO_ON -> camera.stall(false);
      case GARBLE -> camera.garbage(GARBAGE_BYTES);
    }
  }
}
