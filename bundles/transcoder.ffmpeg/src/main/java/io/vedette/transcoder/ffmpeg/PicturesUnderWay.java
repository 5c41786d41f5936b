package io.vedette.transcoder.ffmpeg;

import io.vedette.media.AccessUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Tells of each picture that comes out of ffmpeg which one that went in has its place and time: a
 * raw byte stream carries none. As many come out as go in, in the order of presentation; since
 * cameras take pictures in that order, the n-th to come out has the time of the n-th that came in.
 *
 * <p>Key pictures come out as key pictures, and so a picture that a decoder swallowed or made up
 * shifts no times beyond its group. Thread-safe.
 */
final class PicturesUnderWay {
  private final Deque<AccessUnit> underWay = new ArrayDeque<>(); // guarded by this

  /** Notes a picture that goes in. */
  synchronized void in(AccessUnit picture) {
    underWay.addLast(picture);
  }

  /**
   * The picture whose place the next one to come out has.
   *
   * @param key it came out as a key picture
   * @return empty if it has none: nothing that follows needs it, since that is a key picture
   */
  synchronized Optional<AccessUnit> out(boolean key) {
    while (key && !underWay.isEmpty() && !underWay.peekFirst().randomAccess()) {
      underWay.removeFirst(); // swallowed
    }
    if (underWay.isEmpty() || !key && underWay.peekFirst().randomAccess()) {
      return Optional.empty();
    }
    return Optional.of(underWay.removeFirst());
  }

  synchronized int count() {
    return underWay.size();
  }
}
