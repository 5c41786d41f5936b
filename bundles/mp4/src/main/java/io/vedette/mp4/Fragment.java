package io.vedette.mp4;

import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * One moof and its mdat (ISO/IEC 14496-12 8.8.4 to 8.8.12): one traf per track that has samples,
 * offsets from the start of the moof (default-base-is-moof), so that it can stand anywhere.
 *
 * <p>A column of trun in which all samples agree is written once in tfhd: G.711 then costs no byte
 * per sample, video 4 to 8.
 */
public final class Fragment {
  private static final int TFHD_DEFAULT_DURATION = 0x08;
  private static final int TFHD_DEFAULT_SIZE = 0x10;
  private static final int TFHD_DEFAULT_FLAGS = 0x20;
  private static final int TFHD_DEFAULT_BASE_IS_MOOF = 0x020000;
  private static final int TRUN_DATA_OFFSET = 0x01;
  private static final int TRUN_FIRST_FLAGS = 0x04;
  private static final int TRUN_DURATION = 0x100;
  private static final int TRUN_SIZE = 0x200;
  private static final int TRUN_FLAGS = 0x400;
  private static final int TRUN_COMPOSITION = 0x800;

  /** sample_depends_on = 2: on no other; a sync sample (ISO/IEC 14496-12 8.8.3.1). */
  static final int SYNC = 0x02000000;

  /** sample_depends_on = 1, sample_is_non_sync_sample. */
  static final int NON_SYNC = 0x01010000;

  private final ByteBuffer head; // moof and the header of mdat
  private final List<Sample> samples; // in the order of their bytes in mdat
  private final int sizeBytes;

  private Fragment(ByteBuffer head, List<Sample> samples, int sizeBytes) {
    this.head = head;
    this.samples = samples;
    this.sizeBytes = sizeBytes;
  }

  /**
   * Lays a fragment out. Payloads are not copied before {@link #writeTo}.
   *
   * @param sequence number of the fragment in its file or stream, from 1
   * @param samples of all tracks; those of one track in decoding order and without a hole between
   *     them (the duration of each leads to the next). The first video sample should be sync
   */
  public static Fragment of(long sequence, List<Sample> samples) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("a fragment has at least one sample");
    }
    Map<Integer, List<Sample>> byTrack = new LinkedHashMap<>();
    for (Sample sample : samples) {
      byTrack.computeIfAbsent(sample.unit().track().id(), id -> new ArrayList<>()).add(sample);
    }
    BoxWriter w = new BoxWriter(256 + 12 * samples.size());
    List<Integer> dataOffsetAt = new ArrayList<>();
    w.box(
        "moof",
        () -> {
          w.fullBox("mfhd", 0, 0, () -> w.u32(sequence));
          byTrack.values().forEach(track -> dataOffsetAt.add(traf(w, track)));
        });
    List<Sample> ordered = new ArrayList<>(samples.size());
    long data = w.position() + 8L;
    int next = 0;
    for (List<Sample> track : byTrack.values()) {
      w.patchU32(dataOffsetAt.get(next++), data);
      for (Sample sample : track) {
        data += sample.unit().sizeBytes();
      }
      ordered.addAll(track);
    }
    int sizeBytes = Math.toIntExact(data);
    w.u32(data - w.position()).ascii("mdat");
    return new Fragment(w.finish(), List.copyOf(ordered), sizeBytes);
  }

  /** Writes one traf; returns where its trun's data_offset stands, to be filled in. */
  private static int traf(BoxWriter w, List<Sample> samples) {
    Track track = samples.get(0).unit().track();
    boolean oneDuration = same(samples, Sample::duration);
    boolean oneSize = same(samples, s -> s.unit().sizeBytes());
    long restFlags = flags(samples.get(samples.size() - 1));
    boolean oneFlags = same(samples.subList(1, samples.size()), Fragment::flags);
    boolean firstFlags = oneFlags && flags(samples.get(0)) != restFlags;
    boolean noComposition = samples.stream().allMatch(s -> s.compositionOffset() == 0);
    int[] dataOffsetAt = new int[1];
    w.box(
        "traf",
        () -> {
          int tfhdFlags =
              TFHD_DEFAULT_BASE_IS_MOOF
                  | (oneDuration ? TFHD_DEFAULT_DURATION : 0)
                  | (oneSize ? TFHD_DEFAULT_SIZE : 0)
                  | (oneFlags ? TFHD_DEFAULT_FLAGS : 0);
          Sample first = samples.get(0);
          w.fullBox(
              "tfhd",
              0,
              tfhdFlags,
              () -> {
                w.u32(MovieBoxes.trackId(track));
                putIf(w, oneDuration, first.duration());
                putIf(w, oneSize, first.unit().sizeBytes());
                putIf(w, oneFlags, restFlags);
              });
          w.fullBox("tfdt", 1, 0, () -> w.u64(first.dts()));
          int trunFlags =
              TRUN_DATA_OFFSET
                  | (firstFlags ? TRUN_FIRST_FLAGS : 0)
                  | (oneDuration ? 0 : TRUN_DURATION)
                  | (oneSize ? 0 : TRUN_SIZE)
                  | (oneFlags ? 0 : TRUN_FLAGS)
                  | (noComposition ? 0 : TRUN_COMPOSITION);
          w.fullBox(
              "trun",
              1,
              trunFlags,
              () -> {
                w.u32(samples.size());
                dataOffsetAt[0] = w.position();
                w.u32(0);
                putIf(w, firstFlags, flags(first));
                for (Sample sample : samples) {
                  putIf(w, !oneDuration, sample.duration());
                  putIf(w, !oneSize, sample.unit().sizeBytes());
                  putIf(w, !oneFlags, flags(sample));
                  putIf(w, !noComposition, sample.compositionOffset());
                }
              });
        });
    return dataOffsetAt[0];
  }

  private static void putIf(BoxWriter w, boolean present, long value) {
    if (present) {
      w.u32(value);
    }
  }

  private static boolean same(List<Sample> samples, ToLongFunction<Sample> column) {
    return samples.stream().mapToLong(column).distinct().limit(2).count() <= 1;
  }

  private static long flags(Sample sample) {
    return sample.unit().randomAccess() ? SYNC : NON_SYNC;
  }

  /** Bytes of moof and mdat together. */
  public int sizeBytes() {
    return sizeBytes;
  }

  /** Bytes before the first payload: moof and the header of mdat. */
  public int headBytes() {
    return head.remaining();
  }

  /** All samples in the order of their payloads, which follow one another without a hole. */
  public List<Sample> samples() {
    return samples;
  }

  /** Puts all bytes at the target's position. */
  public void writeTo(ByteBuffer target) {
    target.put(head.duplicate());
    samples.forEach(sample -> target.put(sample.unit().payload()));
  }

  /** A buffer of its own with all bytes, position 0: one media segment for Media Source. */
  public ByteBuffer toByteBuffer() {
    ByteBuffer bytes = ByteBuffer.allocate(sizeBytes);
    writeTo(bytes);
    return bytes.flip();
  }
}
