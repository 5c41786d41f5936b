package io.vedette.rtp;

import io.vedette.media.MalformedMediaException;
import io.vedette.media.NalUnits;
import io.vedette.media.PictureSyntax;
import io.vedette.media.Track;
import io.vedette.media.VideoConfig;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;

/**
 * NAL units → pictures. A picture ends when the timestamp changes, when the marker comes and a
 * slice was seen, or at an access unit delimiter. The marker on parameter sets or SEI alone (Tapo
 * TC70, Reolink Duo 2) thus ends nothing, and one that never comes costs a picture of delay only.
 *
 * <p>Copies: payload bytes go from the packet into one buffer that grows to the largest picture and
 * stays, and from there, when the picture is whole, into an array of exactly its size.
 *
 * <p>Damage: a picture with missing packets is dropped, and so is all that follows up to the next
 * key picture, since it refers to what is not there. Both are counted once a picture was given out.
 */
final class PictureAssembler {
  /** Largest picture: four times the largest IDR of a 4K camera at 16 Mbit/s (guess). */
  private static final int MAX_PICTURE_BYTES = 8 * 1024 * 1024;

  private static final int LENGTH_BYTES = 4;

  /** RFC 6184 8.2.1 and RFC 7798 7.1 allow no other, whatever the SDP says. */
  static final int CLOCK_RATE = 90_000;

  private final PictureSyntax syntax;
  private final int trackId;
  private final Queue<RtpUnit> ready = new ArrayDeque<>(2); // 2: a delimiter in a STAP-A
  private Track track; // null until parameter sets are known

  private byte[] buffer = new byte[64 * 1024];
  private ByteBuffer view = ByteBuffer.wrap(buffer); // of the buffer, to parse and to patch
  private int size; // bytes of finished NAL units with their lengths
  private int open = -1; // end of the unfinished NAL unit that begins at size, or -1

  private boolean packetSeen;
  private long timestamp;
  private long arrivedNanos; // of the first packet of the picture
  private Instant received = Instant.EPOCH; // of the last packet
  private boolean sliceSeen;
  private boolean keySeen;
  private boolean leadingSeen;
  private boolean reordered;
  private boolean damaged;
  private boolean gapBefore; // packets are missing between the picture before and this one

  private boolean needKey = true;
  private boolean skipLeading; // decoding began at the newest key picture
  private boolean givenOut; // at least one picture
  private long markerTimestamp = -1; // of the last picture that a marker ended
  private boolean ignoreMarkers; // the camera sets it on every slice
  private long lostUnits;

  /**
   * @param trackId id of the tracks this makes
   * @param syntax with the parameter sets of the SDP; those in the stream replace them
   */
  PictureAssembler(int trackId, PictureSyntax syntax) {
    this.trackId = trackId;
    this.syntax = syntax;
    syntax.config().ifPresent(config -> track = new Track(trackId, CLOCK_RATE, config));
  }

  Optional<Track> track() {
    return Optional.ofNullable(track);
  }

  long lostUnits() {
    return lostUnits;
  }

  RtpUnit pull() {
    return ready.poll();
  }

  /** A packet comes next. Ends the picture before if the timestamp differs. */
  void packet(long packetTimestamp, long nowNanos, Instant now) {
    if (packetTimestamp != timestamp || !packetSeen) {
      endNalUnit();
      endPicture();
      timestamp = packetTimestamp;
      packetSeen = true;
    }
    if (!sliceSeen && open < 0) {
      arrivedNanos = nowNanos;
    }
    received = now;
  }

  /** The last packet of a picture, says the camera. */
  void marker() {
    endNalUnit();
    if ((sliceSeen || damaged) && !ignoreMarkers) {
      markerTimestamp = timestamp;
      endPicture();
    }
  }

  /** Packets are missing before the next one. */
  void packetsLost() {
    if (sliceSeen || open >= 0) {
      damaged = true;
    } else {
      gapBefore = true;
    }
    open = -1; // RFC 6184 5.8: after a lost fragment the rest of the NAL unit is useless
    needKey = true;
  }

  /** Something of this picture is unusable. */
  void damaged() {
    damaged = true;
  }

  /** A whole NAL unit; empty ones are ignored. */
  void nalUnit(ByteBuffer unit) {
    if (unit.hasRemaining()) {
      beginNalUnit(unit.get(unit.position()));
      append(unit.slice(unit.position() + 1, unit.remaining() - 1));
      endNalUnit();
    }
  }

  /** Begins a NAL unit whose bytes come in pieces; ends an unfinished one. */
  void beginNalUnit(byte header) {
    endNalUnit();
    open = size;
    reserve(LENGTH_BYTES + 1);
    buffer[size + LENGTH_BYTES] = header;
    open = size + LENGTH_BYTES + 1;
  }

  /**
   * More bytes of the NAL unit; without a beginning they are dropped and the picture is damaged.
   */
  void append(ByteBuffer bytes) {
    int count = bytes.remaining();
    if (open < 0) {
      damaged |= count > 0;
      return;
    }
    if (open + count > MAX_PICTURE_BYTES) {
      open = -1;
      damaged = true;
      return;
    }
    reserve(count);
    bytes.get(bytes.position(), buffer, open, count);
    open += count;
  }

  private void reserve(int count) {
    if (open + count > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, open + count));
      view = ByteBuffer.wrap(buffer);
    }
  }

  /** Ends the NAL unit, if one was begun: from here on it is whole. */
  void endNalUnit() {
    if (open < 0) {
      return;
    }
    int from = size + LENGTH_BYTES;
    int end = open;
    open = -1;
    if (AnnexB.holdsStartCode(buffer, from, end)) {
      // V380: SPS, start code, PPS, start code, IDR in one payload. Rare, so that copying is fine.
      ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOfRange(buffer, from, end));
      for (ByteBuffer part : NalUnits.splitAnnexB(bytes)) {
        beginNalUnit(part.get(0));
        append(part.slice(1, part.remaining() - 1));
        int partEnd = open;
        open = -1;
        if (partEnd >= 0) {
          keep(size + LENGTH_BYTES, partEnd);
        }
      }
    } else {
      keep(from, end);
    }
  }

  /** Decides on the NAL unit that stands behind the finished ones. */
  private void keep(int from, int end) {
    ByteBuffer unit = view.slice(from, end - from);
    switch (syntax.part(unit)) {
      case KEY_SLICE -> {
        slice(unit);
        keySeen = true;
        accept(from, end);
      }
      case LEADING_SLICE -> {
        slice(unit);
        leadingSeen = true;
        accept(from, end);
      }
      case SLICE -> {
        slice(unit);
        accept(from, end);
      }
      case SUPPLEMENT -> accept(from, end);
      case PARAMETER_SET -> syntax.parameterSet(unit);
      case DELIMITER -> {
        if (sliceSeen) {
          endPicture();
        }
      }
      case OTHER -> {} // means nothing to a decoder of one layer
    }
  }

  private void accept(int from, int end) {
    view.putInt(size, end - from);
    size = end;
  }

  private void slice(ByteBuffer unit) {
    boolean first = !sliceSeen;
    sliceSeen = true;
    if (!first) {
      return;
    }
    try {
      PictureSyntax.Slice header = syntax.slice(unit);
      reordered = header.reordered();
      if (!header.first()) {
        // The picture's beginning is missing: lost, or ended too early by a marker that comes with
        // every slice. Then only timestamps count from here on.
        ignoreMarkers |= timestamp == markerTimestamp;
        damaged = true;
      }
    } catch (MalformedMediaException cutShort) {
      damaged = true;
    }
  }

  private void endPicture() {
    if (damaged) {
      needKey = true;
    } else if (keySeen) {
      beginGroup();
    }
    if (sliceSeen && !needKey && !(leadingSeen && skipLeading)) {
      ByteBuffer payload = ByteBuffer.wrap(Arrays.copyOf(buffer, size));
      ready.add(new RtpUnit(track, timestamp, arrivedNanos, received, keySeen, reordered, payload));
    }
    if (sliceSeen || damaged) {
      count();
    }
    // Without a slice: parameter sets in a unit of their own; they wait for the key picture in
    // `syntax`.
    size = 0;
    sliceSeen = false;
    keySeen = false;
    leadingSeen = false;
    reordered = false;
    damaged = false;
  }

  private void count() {
    if (givenOut) {
      lostUnits += needKey ? 1 : 0;
      lostUnits += gapBefore && !damaged ? 1 : 0; // at least one picture is missing whole
    }
    gapBefore = false;
    givenOut |= !needKey;
  }

  private void beginGroup() {
    Optional<VideoConfig> config = syntax.config();
    if (config.isPresent()) {
      skipLeading = needKey;
      if (track == null || !track.config().equals(config.get())) {
        track = new Track(trackId, CLOCK_RATE, config.get());
      }
      needKey = false;
    }
  }
}
