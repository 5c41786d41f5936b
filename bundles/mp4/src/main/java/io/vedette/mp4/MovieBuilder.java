package io.vedette.mp4;

import io.vedette.media.CodecConfig;
import io.vedette.media.G711Config;
import io.vedette.media.Track;
import io.vedette.media.VideoConfig;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes one ordinary MP4 out of fragments of segment files: moov in front with all sample tables,
 * payloads as slices. Nothing of the payloads is read. Used by one thread.
 *
 * <p>Unlike a segment it is made for whatever plays MP4: G.711 becomes FLAC, see {@link FlacRun};
 * and parameter sets that change stand before each key picture, in one track of type {@code avc3}
 * or {@code hev1}. A stream that changed between H.264 and H.265 has a track of each. Several
 * sample descriptions would be the standard's other way, but Chromium does not follow them.
 */
public final class MovieBuilder {
  private static final List<String> BRANDS = List.of("isom", "iso2", "avc1", "mp41");

  /** Sound that is due more than a millisecond off does not continue what was before. */
  private static final int CONTINUED_PER_SECOND = 1000;

  private final boolean setsChange;
  private final Map<Object, SampleTable> tables = new LinkedHashMap<>();
  private final Map<CodecConfig, ByteBuffer> sets = new HashMap<>();
  private final Parts parts = new Parts();

  /**
   * For one stream.
   *
   * @param setsChange true if the fragments are of tracks with different parameter sets
   */
  public MovieBuilder(boolean setsChange) {
    this.setsChange = setsChange;
  }

  /** One track of the file for all G.711 of that form. */
  private record Sound(int channels, int clockRate) {}

  /**
   * Adds a fragment.
   *
   * @param shiftTicks what to add to its times, in 1/90000 s. Samples that then lie before 0 (audio
   *     that belongs to pictures before the first) are left out
   */
  public void add(Path file, StoredFragment fragment, long shiftTicks) {
    Optional<G711Run> run = Optional.empty();
    for (StoredFragment.StoredSample sample : fragment.samples()) {
      Track track = sample.track();
      long dts = sample.dts() + shiftTicks * track.clockRate() / MovieBoxes.MOVIE_TIMESCALE;
      if (dts < 0) {
        continue;
      }
      if (run.isPresent() && !run.get().takes(sample, dts)) {
        addSound(file, run.get());
        run = Optional.empty();
      }
      if (track.config() instanceof VideoConfig video) {
        addPicture(file, sample, video, dts);
      } else if (track.config() instanceof G711Config) {
        if (run.isEmpty()) {
          run = Optional.of(new G711Run(sample, dts));
        }
      } else {
        table(track.config(), track, w -> SampleEntries.entry(w, track))
            .add(
                parts.add(file, sample.offset(), sample.size()),
                sample.size(),
                dts,
                sample.duration(),
                0,
                true);
      }
    }
    run.ifPresent(last -> addSound(file, last));
  }

  private void addPicture(
      Path file, StoredFragment.StoredSample sample, VideoConfig config, long dts) {
    int size = sample.size();
    long at = parts.sizeBytes();
    if (setsChange && sample.sync()) {
      ByteBuffer bytes = sets.computeIfAbsent(config, c -> config.lengthPrefixed());
      parts.add(bytes);
      size += bytes.remaining();
    }
    parts.add(file, sample.offset(), sample.size());
    table(config.codecName(), sample.track(), w -> SampleEntries.video(w, config, setsChange))
        .add(at, size, dts, sample.duration(), sample.compositionOffset(), sample.sync());
  }

  private SampleTable table(Object key, Track track, java.util.function.Consumer<BoxWriter> entry) {
    return tables.computeIfAbsent(
        key,
        k -> new SampleTable(new Track(tables.size(), track.clockRate(), track.config()), entry));
  }

  /** Packets that lie one behind the other and sound without a pause. */
  private static final class G711Run {
    final Track track;
    final G711Config config;
    final long offset;
    final long dts;
    int bytes;

    G711Run(StoredFragment.StoredSample first, long dts) {
      this.track = first.track();
      this.config = (G711Config) first.track().config();
      this.offset = first.offset();
      this.dts = dts;
      this.bytes = first.size();
    }

    /** Takes one more packet, if it continues this. */
    boolean takes(StoredFragment.StoredSample sample, long sampleDts) {
      boolean continues =
          sample.track().equals(track)
              && sample.offset() == offset + bytes
              && Math.abs(sampleDts - dts - bytes / config.channels()) * CONTINUED_PER_SECOND
                  <= track.clockRate();
      bytes += continues ? sample.size() : 0;
      return continues;
    }
  }

  private void addSound(Path file, G711Run run) {
    int rate = run.track.clockRate();
    FlacRun flac = new FlacRun(run.config, rate, run.bytes, run.dts);
    if (flac.frames() == 0) {
      return; // less than a sample per channel
    }
    SampleTable table =
        table(
            new Sound(run.config.channels(), rate),
            run.track,
            w -> FlacRun.entry(w, run.config, rate));
    long at = parts.add(file, run.offset, run.config, flac);
    for (int i = 0; i < flac.frames(); i++) {
      table.add(at, flac.sizeBytes(i), run.dts + flac.begin(i), flac.samples(i), 0, true);
      at += flac.sizeBytes(i);
    }
  }

  /** Bytes of payload so far. */
  public long sizeBytes() {
    return parts.sizeBytes();
  }

  /** The file; the builder must not be used after this. */
  public VirtualFile build() {
    long total = parts.sizeBytes();
    boolean large = total + 16 > 0xffff_ffffL;
    BoxWriter head = new BoxWriter(64);
    MovieBoxes.ftyp(head, "isom", BRANDS);
    int mdatHeader = large ? 16 : 8;
    List<SampleTable> ordered = new ArrayList<>(tables.values());
    // The size of moov must be known to tell the offsets that stand in it. It changes only if they
    // pass 4 GiB by its own size, so the second round is the last.
    long dataOffset = (long) head.position() + mdatHeader;
    ByteBuffer moov = Movie.moov(ordered, dataOffset);
    for (int round = 0; round < 2; round++) {
      moov = Movie.moov(ordered, dataOffset + moov.remaining());
    }
    head.bytes(moov);
    if (large) {
      head.u32(1).ascii("mdat").u64(total + 16);
    } else {
      head.u32(total + 8).ascii("mdat");
    }
    return new VirtualFile(head.finish(), parts.list());
  }
}
