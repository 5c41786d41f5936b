package io.vedette.testkit.soak;

import io.vedette.media.AccessUnit;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.NalUnits;
import io.vedette.testkit.Clip;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/**
 * Tells which picture of a camera some bytes are: what is in them says which one of the loop, the
 * wall time which round. Pictures are numbered since the epoch, as {@link
 * io.vedette.testkit.MediaLoop} does it.
 */
final class PictureNumbers {
  private final int fps;
  private final int loop;
  private final Map<Long, Integer> places = new HashMap<>(); // in the loop, by content

  /**
   * @throws IllegalArgumentException if two pictures of the clip are the same
   */
  PictureNumbers(Clip clip) {
    this.fps = clip.fps();
    this.loop = clip.units().size();
    for (int place = 0; place < loop; place++) {
      try {
        if (places.put(content(clip.units().get(place).payload()), place) != null) {
          throw new IllegalArgumentException("two pictures of the clip are the same");
        }
      } catch (MalformedMediaException e) {
        throw new IllegalArgumentException("the clip was parsed before", e);
      }
    }
  }

  /** Parameter sets come and go on the way, slices do not. */
  private static long content(ByteBuffer lengthPrefixed) throws MalformedMediaException {
    CRC32 crc = new CRC32();
    long bytes = 0;
    List<ByteBuffer> units = NalUnits.split(lengthPrefixed);
    for (ByteBuffer unit : units) {
      if (NalUnits.isSlice(NalUnits.h264Type(unit.get(unit.position())))) {
        bytes += unit.remaining();
        crc.update(unit.duplicate());
      }
    }
    return bytes << 32 | crc.getValue();
  }

  /** Number of a picture that a camera sends. */
  long of(AccessUnit unit) {
    return Math.round((double) unit.dts() * fps / unit.track().clockRate());
  }

  /** Number of the picture that is shown at a time. */
  long at(long epochMillis) {
    return Math.floorDiv(epochMillis * fps, 1000L);
  }

  /** When a picture was due, milliseconds since the epoch. */
  long dueMillis(long number) {
    return number * 1000 / fps;
  }

  /** Number of a picture in a file; empty if no camera ever sent such a one. */
  OptionalLong of(ByteBuffer payload, long wallMillis) {
    try {
      Integer place = places.get(content(payload));
      if (place == null) {
        return OptionalLong.empty();
      }
      long near = Math.round(wallMillis * fps / 1000.0);
      long rounds = Math.round((near - place) / (double) loop);
      return OptionalLong.of(rounds * loop + place);
    } catch (MalformedMediaException damaged) {
      return OptionalLong.empty();
    }
  }
}
