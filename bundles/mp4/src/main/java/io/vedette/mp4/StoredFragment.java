package io.vedette.mp4;

import io.vedette.media.Track;
import java.util.List;

/**
 * A whole fragment as it stands in a segment file.
 *
 * @param offset of its moof
 * @param dataOffset of the first byte of payload
 * @param end offset after its mdat
 * @param samples of all tracks, in the order of their bytes
 */
public record StoredFragment(long offset, long dataOffset, long end, List<StoredSample> samples) {

  /**
   * A sample in a file.
   *
   * @param dts decoding time in the file, ticks of the track
   * @param compositionOffset pts - dts
   * @param duration ticks
   * @param sync random access
   * @param offset of its bytes in the file
   * @param size of its bytes
   */
  public record StoredSample(
      Track track,
      long dts,
      int compositionOffset,
      long duration,
      boolean sync,
      long offset,
      int size) {}
}
