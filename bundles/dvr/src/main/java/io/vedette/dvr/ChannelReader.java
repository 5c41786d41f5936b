package io.vedette.dvr;

import io.vedette.media.AccessUnit;
import io.vedette.media.AnnexBPictures.Picture;
import io.vedette.media.Track;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * One reader of one channel: what came and was not yet taken. Its times begin at 0 with the first
 * key picture. Used under the lock of whoever owns the {@link DvrClient}.
 */
public final class ChannelReader {
  private final int channel;
  private final Queue<AccessUnit> units = new ArrayDeque<>();
  private int bytes;
  private boolean needKey = true;
  private long origin = -1; // ticks of the channel at our 0; -1: not begun
  private Track track; // null before the first key picture
  private long lostUnits;
  private boolean closed;
  private Optional<String> unsupported = Optional.empty();

  ChannelReader(int channel) {
    this.channel = channel;
  }

  /** From 0. */
  public int channel() {
    return channel;
  }

  /** The next unit; null if there is none now. */
  public AccessUnit next() {
    AccessUnit unit = units.poll();
    if (unit != null) {
      bytes -= unit.sizeBytes();
    }
    return unit;
  }

  /** The track of the first key picture, once it came. */
  public Optional<Track> track() {
    return Optional.ofNullable(track);
  }

  /** Pictures that are known to be missing since the first. */
  public long lostUnits() {
    return lostUnits;
  }

  /** Why what comes cannot be used; empty while it can. */
  public Optional<String> unsupported() {
    return unsupported;
  }

  /** True once nothing comes any more. */
  public boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
    units.clear();
    bytes = 0;
  }

  int bytes() {
    return bytes;
  }

  void offer(Picture picture, long ticks, Instant received) {
    if (needKey && !picture.randomAccess()) {
      lost(1);
      return;
    }
    needKey = false;
    if (origin < 0) {
      origin = ticks;
      track = picture.track();
    }
    long dts = ticks - origin;
    units.add(
        new AccessUnit(
            picture.track(), dts, dts, received, picture.randomAccess(), picture.payload()));
    bytes += picture.payload().remaining();
    unsupported = Optional.empty();
  }

  /** Pictures are missing on the way here; nothing is of use up to the next key picture. */
  void lost(int pictures) {
    needKey = true;
    lostUnits += origin < 0 ? 0 : pictures;
  }

  /** Too slow: what waits is given up. */
  void drop() {
    lost(units.size());
    units.clear();
    bytes = 0;
  }

  void unsupported(String why) {
    unsupported = Optional.of(why);
  }
}
