package io.vedette.api.live;

import io.vedette.api.live.LiveException.Kind;
import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.media.H265Config;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What an offer is answered from: a stream's codecs, known once it has delivered. All live engines
 * begin with it, so that they refuse alike.
 *
 * @param cursor keeps a stream that runs on demand running until the viewer reads it; close it
 * @param audio empty if the stream has no G.711
 */
public record Opening(Cursor cursor, H264Config video, Optional<G711Config> audio) {
  /** The group of pictures in the log is searched for B-frames as far as this. */
  private static final int MAX_LOOKED_AT = 300;

  /**
   * Waits for the first picture.
   *
   * @param limit how long
   * @throws LiveException UNKNOWN_STREAM; NOT_READY if nothing came; NOT_ACCEPTABLE if a browser
   *     could not show the stream
   */
  public static Opening of(StreamHub hub, StreamKey key, Duration limit) throws LiveException {
    Cursor cursor =
        hub.read(key, StreamHub.Start.NEWEST_RANDOM_ACCESS)
            .orElseThrow(
                () -> new LiveException(Kind.UNKNOWN_STREAM, "no such stream: " + key.path()));
    try {
      LogEntry.Unit first = firstPicture(cursor, limit).orElseThrow(() -> notReady(hub, key));
      if (!(first.unit().track().config() instanceof H264Config video)) {
        throw new LiveException(Kind.NOT_ACCEPTABLE, notH264(first.unit().track()));
      }
      refuseBidirectional(cursor, first.unit(), video);
      Optional<G711Config> audio =
          first.run().tracks().stream()
              .map(Track::config)
              .filter(G711Config.class::isInstance)
              .map(G711Config.class::cast)
              .findFirst();
      return new Opening(cursor, video, audio);
    } catch (LiveException | RuntimeException failed) {
      cursor.close();
      throw failed;
    }
  }

  private static Optional<LogEntry.Unit> firstPicture(Cursor cursor, Duration limit) {
    long endNs = System.nanoTime() + limit.toNanos();
    try {
      for (long left = limit.toNanos(); left > 0; left = endNs - System.nanoTime()) {
        if (cursor.next(Duration.ofNanos(left)) instanceof LogEntry.Unit entry
            && entry.unit().track().isVideo()) {
          return Optional.of(entry);
        }
        if (cursor.isEnded()) {
          break;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private static LiveException notReady(StreamHub hub, StreamKey key) {
    String state =
        hub.status(key).map(s -> s.state().name().toLowerCase(Locale.ROOT)).orElse("gone");
    return new LiveException(
        Kind.NOT_READY, key.path() + " has not delivered a picture yet (" + state + ")");
  }

  /** Neither Chromium nor Firefox shows H.265 over WebRTC; Firefox does by MSE. */
  private static String notH264(Track track) {
    return "the camera sends "
        + (track.config() instanceof H265Config ? "H.265" : track.config().codecName())
        + ", which browsers do not show over WebRTC; use the WebSocket stream where the browser can"
        + " decode it, watch the camera's sub stream if that is H.264, or set the camera to H.264";
  }

  /**
   * Neither browser shows B-frames over WebRTC (Chromium decoded 10 of 240 pictures). The SPS often
   * says nothing; then the pictures do.
   */
  private static void refuseBidirectional(Cursor cursor, AccessUnit first, H264Config video)
      throws LiveException {
    boolean reorders = video.parsedSps().reorderFrames().orElse(0) > 0;
    AccessUnit unit = first;
    for (int i = 0; i < MAX_LOOKED_AT && !reorders; i++) {
      reorders = unit.track().isVideo() && (unit.pts() != unit.dts() || isBidirectional(unit));
      LogEntry next = cursor.poll();
      if (next == null) {
        break;
      }
      unit = next instanceof LogEntry.Unit entry ? entry.unit() : unit;
    }
    if (reorders) {
      throw new LiveException(
          Kind.NOT_ACCEPTABLE,
          "the camera sends B-frames, which browsers do not show over WebRTC; use the WebSocket"
              + " stream, or switch B-frames off in the camera");
    }
  }

  private static boolean isBidirectional(AccessUnit unit) {
    try {
      for (ByteBuffer nalUnit : NalUnits.split(unit.payload())) {
        if (NalUnits.isSlice(NalUnits.h264Type(nalUnit.get(nalUnit.position())))) {
          return NalUnits.sliceHeader(nalUnit).isB();
        }
      }
    } catch (MalformedMediaException broken) {
      return false; // a broken picture says nothing about the others
    }
    return false;
  }
}
