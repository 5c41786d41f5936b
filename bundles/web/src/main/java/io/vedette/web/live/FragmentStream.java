package io.vedette.web.live;

import io.vedette.api.stream.LogEntry;
import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import io.vedette.media.VideoConfig;
import io.vedette.mp4.Fragment;
import io.vedette.mp4.InitSegment;
import io.vedette.mp4.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns one viewer's stream into what Media Source Extensions take: start, init segment, fragments.
 * Video only. Used by one thread; knows no clock. Of a replay it also tells when each picture was
 * recorded, and gives the newest picture out when nothing follows: it is paused.
 *
 * <p>The times of the messages begin at 0 and have no holes: after a gap, a new run or a jump of a
 * replay the next picture follows the last one. A hole would stop the player; a viewer who fell
 * behind is at the live edge again instead.
 */
final class FragmentStream implements Encoder {
  /**
   * Ticks of a fragment at least: 200 ms, where the delay is not yet seen and the head is small.
   */
  private static final long FRAGMENT_TICKS = 90_000 / 5;

  /** Bytes after which a fragment ends however short it is: three large key pictures. */
  private static final int FRAGMENT_BYTES = 1 << 20;

  /**
   * Shortest time for which a picture is shown when nothing follows; those of a burst have 1 ms.
   */
  private static final long STILL_TICKS = 90_000 / 25;

  private final boolean replay;
  private final List<Message> out = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>(); // complete, not yet sent
  private int sampleBytes; // of samples
  private AccessUnit newest; // whose duration is not yet known; null: none
  private VideoConfig config; // of the init segment that was sent; null: none yet
  private boolean waitForKey = true;
  private boolean first = true; // no fragment was sent since the start
  private long nextDts; // of the sample that newest becomes
  private long lastDuration = 90_000 / 25; // for a picture with none after it
  private long sequence;

  FragmentStream(boolean replay) {
    this.replay = replay;
  }

  @Override
  public List<Message> offer(LogEntry entry) {
    out.clear();
    if (entry instanceof LogEntry.Unit met) {
      unit(met.unit());
    } else {
      endOfRun();
    }
    return List.copyOf(out);
  }

  @Override
  public boolean holdsBack() {
    return replay && newest != null;
  }

  @Override
  public List<Message> release() {
    out.clear();
    complete(Math.max(lastDuration, STILL_TICKS));
    flush();
    return List.copyOf(out);
  }

  private void endOfRun() {
    complete(lastDuration);
    flush();
    waitForKey = true;
  }

  private void unit(AccessUnit unit) {
    if (!(unit.track().config() instanceof VideoConfig video)
        || (waitForKey && !unit.randomAccess())) {
      return;
    }
    if (newest != null) {
      long ticks = unit.dts() - newest.dts();
      complete(ticks > 0 ? ticks : lastDuration); // not above 0: a new run began without a word
    }
    if (!video.equals(config)) {
      flush();
      start(unit.track(), video);
    } else if (unit.randomAccess() || isEnough()) {
      flush();
    }
    waitForKey = false;
    newest = unit;
  }

  /** The newest picture becomes a sample, since it is known how long it is shown. */
  private void complete(long ticks) {
    if (newest != null) {
      samples.add(new Sample(newest, nextDts, ticks));
      if (replay) {
        out.add(new Message.Recorded(nextDts, newest.received()));
      }
      sampleBytes += newest.sizeBytes();
      nextDts += ticks;
      lastDuration = ticks;
      newest = null;
    }
  }

  private boolean isEnough() {
    if (samples.isEmpty()) {
      return false;
    }
    long ticks = nextDts - samples.get(0).dts();
    return first || ticks >= FRAGMENT_TICKS || sampleBytes >= FRAGMENT_BYTES;
  }

  private void flush() {
    if (!samples.isEmpty()) {
      out.add(new Message.Binary(Fragment.of(++sequence, samples).toByteBuffer()));
      samples.clear();
      sampleBytes = 0;
      first = false;
    }
  }

  /** A player needs to be told of another codec, but takes another init segment as it comes. */
  private void start(Track track, VideoConfig video) {
    if (config == null || !config.rfc6381().equals(video.rfc6381())) {
      out.add(new Message.Start("video/mp4; codecs=\"" + video.rfc6381() + "\""));
    }
    config = video;
    first = true;
    out.add(new Message.Binary(InitSegment.of(List.of(track))));
  }
}
