package io.vedette.web.resource;

import io.vedette.api.stream.Profile;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The pictures that were asked for last: whoever moves along a timeline asks for the same group of
 * pictures again and again, and a wall of viewers for the same one. Thread-safe.
 */
final class JpegCache {
  /** A thousand thumbnails, or fifty pictures of full size. */
  private static final int MAX_BYTES = 16 << 20;

  private final Map<Key, byte[]> pictures = new LinkedHashMap<>(64, 0.75f, true); // guarded by this
  private long bytes; // of all pictures; guarded by this

  /**
   * Names a picture.
   *
   * @param time when it arrived
   * @param maxWidth pixels
   */
  record Key(String camera, Profile profile, Instant time, int maxWidth) {}

  synchronized Optional<byte[]> find(Key key) {
    return Optional.ofNullable(pictures.get(key));
  }

  synchronized void put(Key key, byte[] jpeg) {
    byte[] before = pictures.put(key, jpeg);
    bytes += jpeg.length - (before == null ? 0 : before.length);
    for (Iterator<byte[]> oldest = pictures.values().iterator(); bytes > MAX_BYTES; ) {
      bytes -= oldest.next().length;
      oldest.remove();
    }
  }
}
