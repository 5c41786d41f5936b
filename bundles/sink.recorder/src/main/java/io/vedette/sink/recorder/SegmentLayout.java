package io.vedette.sink.recorder;

import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AacConfig;
import io.vedette.media.G711Config;
import io.vedette.media.Track;
import io.vedette.media.VideoConfig;
import io.vedette.mp4.Movie;
import io.vedette.mp4.SampleTable;
import io.vedette.mp4.SegmentIdentity;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What is in a segment file, sample by sample: collected while it is written, or while it is read
 * back; both ways lead to the same {@link Segment} and the same final moov. Used by one thread.
 */
final class SegmentLayout {
  private static final int TICKS_PER_MS = 90;

  private final SegmentIdentity identity;
  private final Map<Integer, SampleTable> tables = new LinkedHashMap<>();
  private final String tracks;
  private KeyTable keys = KeyTable.EMPTY;
  private long firstDts = -1; // of video, in the file
  private long endDts; // of video, in the file

  SegmentLayout(SegmentIdentity identity, List<Track> tracks) {
    this.identity = identity;
    tracks.forEach(track -> this.tables.put(track.id(), new SampleTable(track)));
    this.tracks = describe(tracks);
  }

  /** Adds the next sample in the order of the file. */
  void add(
      Track track,
      long fragmentOffset,
      long offset,
      int size,
      long dts,
      long duration,
      int compositionOffset,
      boolean sync) {
    tables.get(track.id()).add(offset, size, dts, duration, compositionOffset, sync);
    addTimes(track, fragmentOffset, dts, duration, sync);
  }

  /**
   * The same for a file that has its final moov: {@link #moov} then knows nothing of the sample.
   */
  void addTimes(Track track, long fragmentOffset, long dts, long duration, boolean sync) {
    if (track.isVideo()) {
      if (firstDts < 0) {
        firstDts = dts;
      }
      endDts = dts + duration;
      if (sync) {
        keys = keys.with(wallMs(dts), fragmentOffset);
      }
    }
  }

  boolean hasVideo() {
    return firstDts >= 0;
  }

  /** Wall time of a video sample. */
  private long wallMs(long dts) {
    return wallMs(identity, firstDts, dts);
  }

  /**
   * Wall time of a time in the file: anchor plus media time, rounded down to the millisecond. The
   * one place that says so.
   *
   * @param firstDts of the segment's first picture, in the file
   * @param dts in the file, ticks of 1/90000 s
   */
  static long wallMs(SegmentIdentity identity, long firstDts, long dts) {
    return identity.anchor().toEpochMilli() + Math.floorDiv(dts - firstDts, TICKS_PER_MS);
  }

  /** The index row of the file as it is now. */
  Segment segment(UUID disk, String path, long sizeBytes) {
    return new Segment(
        stream(identity),
        disk,
        path,
        identity.anchor().toEpochMilli(),
        wallMs(endDts),
        identity.run(),
        identity.mediaStart(),
        identity.mediaStart() + endDts - firstDts,
        sizeBytes,
        tracks,
        keys);
  }

  static StreamKey.Live stream(SegmentIdentity identity) {
    return new StreamKey.Live(identity.camera(), Profile.of(identity.profile()).orElseThrow());
  }

  /** The moov that makes the file an ordinary MP4. */
  ByteBuffer moov() {
    return Movie.moov(List.copyOf(tables.values()), 0);
  }

  private static String describe(List<Track> tracks) {
    StringBuilder text = new StringBuilder();
    for (Track track : tracks) {
      text.append(text.isEmpty() ? "" : " + ");
      if (track.config() instanceof VideoConfig video) {
        text.append(video).append(' ').append(hash(video.lengthPrefixed()));
      } else if (track.config() instanceof G711Config g711) {
        text.append(g711.codecName()).append(' ').append(track.clockRate());
        text.append('/').append(g711.channels());
      } else if (track.config() instanceof AacConfig aac) {
        text.append("aac ").append(aac.sampleRate()).append('/').append(aac.channels());
        text.append(' ').append(hash(aac.specific().duplicate()));
      }
    }
    return text.toString();
  }

  private static String hash(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes);
      return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), 6));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
