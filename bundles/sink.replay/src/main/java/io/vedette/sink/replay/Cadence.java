package io.vedette.sink.replay;

import static io.vedette.sink.replay.ReplayClock.nanos;

import io.vedette.media.AccessUnit;
import io.vedette.media.NalUnits;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * How many pictures a second were recorded, and how many of them others refer to. Fed with pictures
 * in recording order; a jump in between is noticed and not counted.
 */
final class Cadence {
  /** Pictures a second assumed until some were seen. */
  private static final double USUAL_FPS = 25;

  /** A longer time between two pictures is a gap or a jump. */
  private static final double LONGEST_SECONDS = 2;

  private static final double WEIGHT = 0.1; // of a new picture in the averages, at least

  private double seconds = 1 / USUAL_FPS; // between pictures, average
  private double referred = 1; // share of pictures that others refer to
  private Instant newest; // null before the first
  private int met; // up to where the averages are plain ones

  void met(AccessUnit picture) {
    double since = newest == null ? 0 : nanos(newest, picture.received()) / 1e9;
    newest = picture.received();
    if (since > 0 && since < LONGEST_SECONDS) {
      double weight = met * WEIGHT < 1 ? 1.0 / ++met : WEIGHT;
      seconds += weight * (since - seconds);
      referred += weight * ((isReferredTo(picture) ? 1 : 0) - referred);
    }
  }

  /** False while the numbers are those of a usual camera. */
  boolean isKnown() {
    return met > 0;
  }

  /** Pictures a second at normal speed. */
  double all() {
    return 1 / seconds;
  }

  /** Pictures a second that cannot be left out without harm to others. */
  double needed() {
    return referred / seconds;
  }

  /**
   * False if no other picture needs this one: its first slice has nal_ref_idc 0, and then all have
   * (ISO/IEC 14496-10 7.4.1).
   */
  static boolean isReferredTo(AccessUnit picture) {
    ByteBuffer bytes = picture.payload();
    int at = bytes.position();
    while (bytes.limit() - at > 4) {
      byte header = bytes.get(at + 4);
      if (NalUnits.isSlice(NalUnits.h264Type(header))) {
        return NalUnits.refIdc(header) != 0;
      }
      int length = bytes.getInt(at);
      if (length <= 0 || length > bytes.limit() - at - 4) {
        break;
      }
      at += 4 + length;
    }
    return true; // broken or without a slice: not ours to leave out
  }
}
