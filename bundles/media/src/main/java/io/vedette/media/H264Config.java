package io.vedette.media;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * H.264 parameter sets of a track: one SPS (parsed) and its PPSs, each a NAL unit without start
 * code or length. Buffers are read-only and must not be moved by readers; the accessors give
 * duplicates.
 *
 * <p>Equality is by bytes, so that "the camera sent its parameter sets again" costs nothing and "it
 * changed them" is seen.
 */
public final class H264Config implements VideoConfig {
  private final ByteBuffer sps;
  private final List<ByteBuffer> pps;
  private final H264Sps parsed;

  private H264Config(ByteBuffer sps, List<ByteBuffer> pps, H264Sps parsed) {
    this.sps = sps;
    this.pps = pps;
    this.parsed = parsed;
  }

  /**
   * Copies and parses. Bytes after the RBSP stop bit (one Reolink model appends a zero to its SPS)
   * are kept as they came.
   *
   * @param sps NAL unit of type 7
   * @param pps NAL units of type 8, at least one
   * @throws MalformedMediaException if the SPS cannot be parsed or a unit is of another type
   */
  public static H264Config of(ByteBuffer sps, List<ByteBuffer> pps) throws MalformedMediaException {
    if (pps.isEmpty()) {
      throw new MalformedMediaException("an H.264 track needs a PPS beside its SPS");
    }
    for (ByteBuffer unit : pps) {
      if (!unit.hasRemaining() || NalUnits.h264Type(unit.get(unit.position())) != NalUnits.PPS) {
        throw new MalformedMediaException("not a PPS NAL unit of H.264");
      }
    }
    H264Sps parsed = H264Sps.parse(sps);
    return new H264Config(copy(sps), pps.stream().map(H264Config::copy).toList(), parsed);
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    return copy.asReadOnlyBuffer();
  }

  /** The SPS NAL unit; position 0, read-only. */
  public ByteBuffer sps() {
    return sps.duplicate();
  }

  /** The PPS NAL units in the order in which they came, at least one. */
  public List<ByteBuffer> pps() {
    return pps.stream().map(ByteBuffer::duplicate).toList();
  }

  /** What the SPS says. */
  public H264Sps parsedSps() {
    return parsed;
  }

  @Override
  public int width() {
    return parsed.width();
  }

  @Override
  public int height() {
    return parsed.height();
  }

  @Override
  public OptionalInt reorderFrames() {
    return parsed.reorderFrames();
  }

  /** RFC 6381 3.3. */
  @Override
  public String rfc6381() {
    return String.format(
        Locale.ROOT, "avc1.%02x%02x%02x", sps.get(1) & 0xff, sps.get(2) & 0xff, sps.get(3) & 0xff);
  }

  @Override
  public ByteBuffer lengthPrefixed() {
    List<ByteBuffer> sets = new ArrayList<>(pps);
    sets.add(0, sps);
    return NalUnits.join(sets);
  }

  @Override
  public String codecName() {
    return "h264";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof H264Config that && sps.equals(that.sps) && pps.equals(that.pps);
  }

  @Override
  public int hashCode() {
    return 31 * sps.hashCode() + pps.hashCode();
  }

  @Override
  public String toString() {
    return rfc6381() + " " + width() + "x" + height();
  }
}
