package io.vedette.transcoder.ffmpeg;

import io.vedette.media.AccessUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Tells of each picture that comes out of ffmpeg which one that went in has its place and time: a
 * raw byte stream carries none. As many come out as go in, in the order of presentation; since
 * cameras take pictures in that order, the n-th to come out has the time of the n-th that came in.
 *
 * <p>Key pictures come out as key pictures, and so a picture that a decoder swallowed or made up
 * shifts no times beyond its group. Before the first picture after a jump come those that the
 * decoder still held back, which nobody waits for; one of them may be a key picture. Thread-safe.
 */
final class PicturesUnderWay {
  private final int heldBack;
  private final Deque<Place> underWay = new ArrayDeque<>(); // guarded by this
  private final Deque<Boolean> newestKeys = new ArrayDeque<>(); // as many; guarded by this

  /**
   * @param picture null: nobody waits for it
   */
  private record Place(AccessUnit picture, boolean key) {}

  /**
   * @param heldBack pictures that the decoder holds back
   */
  PicturesUnderWay(int heldBack) {
    this.heldBack = heldBack;
  }

  /**
   * Notes a picture that goes in.
   *
   * @param keys of each picture whose bytes go in with it, in decoding order, whether it is a key
   *     picture; several: it was jumped to, and the decoder needs them to give it
   */
  synchronized void in(AccessUnit picture, List<Boolean> keys) {
    if (keys.size() > 1) {
      newestKeys.forEach(key -> underWay.addLast(new Place(null, key)));
      newestKeys.clear();
    }
    underWay.addLast(new Place(picture, picture.randomAccess()));
    newestKeys.addAll(keys);
    while (newestKeys.size() > heldBack) {
      newestKeys.removeFirst();
    }
  }

  /**
   * The picture whose place the next one to come out has.
   *
   * @param key it came out as a key picture
   * @return empty if it has none: it is not wanted, and nothing that follows and is wanted needs it
   */
  synchronized Optional<AccessUnit> out(boolean key) {
    while (key && !underWay.isEmpty() && !underWay.peekFirst().key()) {
      underWay.removeFirst(); // swallowed
    }
    if (underWay.isEmpty() || !key && underWay.peekFirst().key()) {
      return Optional.empty();
    }
    return Optional.ofNullable(underWay.removeFirst().picture());
  }

  synchronized int count() {
    return underWay.size();
  }
}
