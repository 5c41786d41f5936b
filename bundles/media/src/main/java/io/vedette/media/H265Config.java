package io.vedette.media;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * H.265 parameter sets of a track: VPS, SPS (parsed) and PPSs, each a NAL unit without start code
 * or length. Buffers are read-only; the accessors give duplicates. Equality is by bytes.
 */
public final class H265Config implements VideoConfig {
  private final List<ByteBuffer> sets; // in the order of their types
  private final H265Sps parsed;

  private H265Config(List<ByteBuffer> sets, H265Sps parsed) {
    this.sets = sets;
    this.parsed = parsed;
  }

  /**
   * Copies and parses. Where cameras send no VPS one is made, see {@link H265Vps}: decoders want
   * one.
   *
   * @param sets NAL units in any order: at most one VPS, one SPS, at least one PPS
   * @throws MalformedMediaException if there are others, or the SPS cannot be parsed
   */
  public static H265Config of(List<ByteBuffer> sets) throws MalformedMediaException {
    List<ByteBuffer> copies = new ArrayList<>(sets.size() + 1);
    int[] count = new int[3];
    for (ByteBuffer set : sets) {
      int type = H265Nal.isBaseLayer(set) ? H265Nal.type(set.get(set.position())) : 0;
      if (type < H265Nal.VPS || type > H265Nal.PPS) {
        throw new MalformedMediaException("not a parameter set of H.265: type " + type);
      }
      count[type - H265Nal.VPS]++;
      copies.add(copy(set));
    }
    if (count[0] > 1 || count[1] != 1 || count[2] < 1) {
      throw new MalformedMediaException(
          "H.265 with %d VPS, %d SPS, %d PPS".formatted(count[0], count[1], count[2]));
    }
    copies.sort(Comparator.comparingInt(set -> H265Nal.type(set.get(0)))); // keeps PPSs in order
    H265Sps parsed = H265Sps.parse(copies.get(count[0]));
    if (count[0] == 0) {
      copies.add(0, H265Vps.of(copies.get(0), parsed));
    }
    return new H265Config(List.copyOf(copies), parsed);
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    return copy.asReadOnlyBuffer();
  }

  /** The VPS NAL unit. */
  public ByteBuffer vps() {
    return sets.get(0).duplicate();
  }

  /** The SPS NAL unit. */
  public ByteBuffer sps() {
    return sets.get(1).duplicate();
  }

  /** The PPS NAL units in the order in which they came, at least one. */
  public List<ByteBuffer> pps() {
    return sets().subList(2, sets.size());
  }

  /** VPS, SPS, PPSs. */
  public List<ByteBuffer> sets() {
    return sets.stream().map(ByteBuffer::duplicate).toList();
  }

  /** What the SPS says. */
  public H265Sps parsedSps() {
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
    return OptionalInt.of(parsed.reorderFrames());
  }

  /** Parameter sets only in the sample entry: {@code hvc1.1.6.L93.B0}. */
  @Override
  public String rfc6381() {
    return "hvc1." + parsed.profile().rfc6381();
  }

  @Override
  public ByteBuffer lengthPrefixed() {
    return NalUnits.join(sets);
  }

  @Override
  public String codecName() {
    return "h265";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof H265Config that && sets.equals(that.sets);
  }

  @Override
  public int hashCode() {
    return sets.hashCode();
  }

  @Override
  public String toString() {
    return rfc6381() + " " + width() + "x" + height();
  }
}
