package io.vedette.testkit;

import io.vedette.media.AccessUnit;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.NalUnits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Tells by the size of a key picture which one of a clip it is, and so when a simulated camera sent
 * it: without decoding, and across everything that lies between. Immutable.
 */
public final class KeyPictures {
  private final MediaLoop loop;
  private final int[] sizes; // of the slices, by number in the loop; 0: no key picture

  /**
   * @throws IllegalArgumentException if two key pictures have the same size
   */
  public KeyPictures(Clip clip) {
    this.loop = MediaLoop.video(clip);
    this.sizes = clip.units().stream().mapToInt(KeyPictures::sliceBytes).toArray();
    int[] keys = Arrays.stream(sizes).filter(size -> size > 0).toArray();
    if (Arrays.stream(keys).distinct().count() < keys.length) {
      throw new IllegalArgumentException("two key pictures of the clip have the same size");
    }
  }

  private static int sliceBytes(AccessUnit unit) {
    if (!unit.randomAccess()) {
      return 0;
    }
    try {
      return NalUnits.split(unit.payload()).stream()
          .filter(nal -> NalUnits.isSlice(NalUnits.h264Type(nal.get(0))))
          .mapToInt(ByteBuffer::remaining)
          .sum();
    } catch (MalformedMediaException e) {
      throw new IllegalArgumentException("the clip was parsed before", e);
    }
  }

  /** When the newest such key picture was due, in ms since the epoch; empty if there is none. */
  public OptionalLong dueMillis(int sliceBytes, long nowMillis) {
    long newest = loop.firstFrom(nowMillis + 1) - 1;
    for (long number = newest; number > newest - sizes.length; number--) {
      if (sizes[(int) (number % sizes.length)] == sliceBytes) {
        return OptionalLong.of(loop.dueMillis(number));
      }
    }
    return OptionalLong.empty();
  }

  /** Size of the key picture with which what was sent at a time begins to be decoded. */
  public int sliceBytesAt(long epochMillis) {
    long number = loop.firstFrom(epochMillis + 1) - 1;
    while (sizes[(int) (number % sizes.length)] == 0) {
      number--;
    }
    return sizes[(int) (number % sizes.length)];
  }
}
