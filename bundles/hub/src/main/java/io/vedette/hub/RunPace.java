package io.vedette.hub;

import io.vedette.media.AccessUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps the times of one run at the pace of our clock. A camera that counts 25 pictures where it
 * takes 24, or whose quartz is bad, would have recordings shorter or longer than they lasted. So
 * what its timestamps gain or lose is taken from, or added to, the times of all tracks alike, in
 * steps of a few per cent of a picture. Quartz within 100 ppm leaves units as they are for half an
 * hour.
 *
 * <p>What arrives late says little, the network may hold it back; the least delayed picture of some
 * seconds tells the camera's clock. A clock shows in it as a slope that stays; a delay that came to
 * stay is a step, which is left to the readers. Timestamps that leap into the future were set, and
 * are placed by their arrival. Used by the source thread.
 */
final class RunPace {
  private static final long SECOND = 1_000_000_000L;

  /** Time in which one picture at least comes with little delay; a fast guess, seen often. */
  private static final long WINDOW = 5 * SECOND;

  /** An error that nobody sees, and more than a network's delay wanders in quiet times. */
  private static final long TOLERANCE = SECOND / 5;

  /** Seconds in which an error beyond that is made good. */
  private static final double MEND_SECONDS = 30;

  /** Fastest mending: no eye sees 3 % of a picture's time. */
  private static final double MAX_MEND = 0.03;

  /** A slope from here on is followed at once: mending alone would stay more than a second off. */
  private static final double GROSS = 0.02;

  /** Worse clocks are not followed. */
  private static final double MAX_SLOPE = 0.25;

  /** An error from here on did not grow, it came at once. */
  private static final long STEP = 2 * SECOND;

  /** Timestamps so far in the future by one picture were set. */
  private static final long LEAP = SECOND;

  private final Map<Integer, TrackTime> tracks = new HashMap<>();
  private boolean begun; // a picture came
  private long startNanos; // its arrival

  // Of the media time since then, before it is moved, all in nanoseconds.
  private long fromMedia; // where the present speed began
  private long shiftThere;
  private double speed; // by which the shift grows

  private Window window; // being filled; null before the first picture
  private Window before; // null in the first
  private double slopeBefore;
  private long reference; // least delay of a camera whose clock is right

  /** Where a track is. */
  private static final class TrackTime {
    long media; // of the newest unit, leaps taken away
    long arrived;
    long leapt; // sum of leaps
  }

  /** The least delayed picture of a window. */
  private static final class Window {
    final long begin;
    long delay = Long.MAX_VALUE; // by the camera's timestamps
    long at; // its arrival
    long error = Long.MAX_VALUE; // what is left of it

    Window(long begin) {
      this.begin = begin;
    }
  }

  /**
   * The unit with its times at our pace; all units of the run are told, in order.
   *
   * @param nowNanos monotonic time of its arrival
   */
  AccessUnit keep(AccessUnit unit, long nowNanos) {
    long dts = nanos(unit.dts(), unit.track().clockRate());
    if (!begun) {
      if (!unit.track().isVideo()) {
        return unit;
      }
      begun = true;
      startNanos = nowNanos - dts;
      window = new Window(nowNanos);
    }
    TrackTime track = tracks.get(unit.track().id());
    if (track == null) {
      track = new TrackTime();
      tracks.put(unit.track().id(), track);
    } else {
      withoutLeap(track, dts, nowNanos);
    }
    track.media = dts - track.leapt;
    track.arrived = nowNanos;
    if (unit.track().isVideo()) {
      observe(track.media, nowNanos);
    }
    return moved(unit, track.leapt);
  }

  private void withoutLeap(TrackTime track, long dts, long nowNanos) {
    long media = dts - track.leapt;
    long tooFar = media - track.media - (nowNanos - track.arrived);
    // In the first window it may be a picture that the camera had kept, then those of now.
    if (before != null && tooFar > LEAP && error(media, nowNanos) < -LEAP) {
      track.leapt += tooFar;
    }
  }

  private long error(long media, long nowNanos) {
    return nowNanos - startNanos - media - reference - shift(media);
  }

  private void observe(long media, long nowNanos) {
    if (nowNanos - window.begin >= WINDOW) {
      judge(media);
      before = window;
      window = new Window(nowNanos);
    }
    long delay = nowNanos - startNanos - media;
    if (delay < window.delay) {
      window.delay = delay;
      window.at = nowNanos;
    }
    window.error = Math.min(window.error, error(media, nowNanos));
  }

  /** A window is full: how fast its pictures, and those from now on, should pass. */
  private void judge(long media) {
    if (before == null) {
      reference = window.delay;
      window.error = 0;
      return;
    }
    double slope = (double) (window.delay - before.delay) / (window.at - before.at);
    long error = Math.min(window.error, before.error);
    double mend = 0;
    if (Math.abs(error) > STEP) {
      reference += error;
      window.error -= error;
    } else if (Math.abs(error) > TOLERANCE) {
      double beyond = (double) (error - Long.signum(error) * TOLERANCE) / SECOND;
      mend = clamp(beyond / MEND_SECONDS, MAX_MEND);
    }
    shiftThere = shift(media);
    fromMedia = media;
    speed = clock(slope) + mend;
    slopeBefore = slope;
  }

  /** The smaller of two slopes that agree: what the network does to one it undoes in the next. */
  private double clock(double slope) {
    double agreed = Math.min(Math.abs(slope), Math.abs(slopeBefore));
    boolean stays = slope * slopeBefore > 0 && agreed >= GROSS;
    return stays ? clamp(Math.copySign(agreed, slope), MAX_SLOPE) : 0;
  }

  private static double clamp(double value, double limit) {
    return Math.max(-limit, Math.min(limit, value));
  }

  private long shift(long media) {
    return shiftThere + Math.round((media - fromMedia) * speed);
  }

  private AccessUnit moved(AccessUnit unit, long leapt) {
    if (shiftThere == 0 && speed == 0 && leapt == 0) {
      return unit;
    }
    return new AccessUnit(
        unit.track(),
        moved(unit.dts(), unit.track().clockRate(), leapt),
        moved(unit.pts(), unit.track().clockRate(), leapt),
        unit.received(),
        unit.randomAccess(),
        unit.payload());
  }

  private long moved(long ticks, int clockRate, long leapt) {
    long delta = shift(nanos(ticks, clockRate) - leapt) - leapt;
    return ticks + delta / SECOND * clockRate + delta % SECOND * clockRate / SECOND;
  }

  private static long nanos(long ticks, int clockRate) {
    return ticks / clockRate * SECOND + ticks % clockRate * SECOND / clockRate;
  }
}
