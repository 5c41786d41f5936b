package io.vedette.dvrip;

import io.vedette.dvrip.FrameSplitter.Frame;
import io.vedette.media.AccessUnit;
import io.vedette.media.AnnexBPictures;
import io.vedette.media.G711Config;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * A stream's own connection: claims it for a channel of a session, then takes frames apart. Bytes
 * and time in, units out. Used by one thread.
 *
 * <p>Order: send {@link #claim} → {@link #isClaimed} → MONITOR Start on the control connection →
 * units. A video unit's payload is a copy; nothing comes before the first key picture.
 */
public final class DvripStream {
  private static final int VIDEO = 0;
  private static final int AUDIO = 1;
  private static final int A_LAW = 0x0e;
  private static final int MU_LAW = 0x0a;
  private static final int RATE_8_KHZ = 2;

  private final DvripSplitter packets = new DvripSplitter();
  private final FrameSplitter frames = new FrameSplitter();
  private final VideoTime videoTime = new VideoTime();
  private final AudioTime audioTime = new AudioTime();
  private final Queue<AccessUnit> units = new ArrayDeque<>();
  private final Object monitor; // what is claimed
  private final int session;
  private final AnnexBPictures pictures = new AnnexBPictures(VIDEO);
  private boolean claimed;
  private boolean begun; // the first key picture came
  private Track audio; // null while none came
  private long losses;
  private long lostUnits;

  /**
   * @param session number of the control session
   * @param monitor see {@link DvripClient#monitor}
   */
  DvripStream(int session, Object monitor) {
    this.session = session;
    this.monitor = monitor;
  }

  /** The first bytes to send. */
  public ByteBuffer claim() {
    return DvripPacket.message(session, 0, DvripId.MONITOR_CLAIM, monitor).encode();
  }

  /** True once the device knows whose connection this is. */
  public boolean isClaimed() {
    return claimed;
  }

  /** The video track; empty before the first key picture. */
  public Optional<Track> video() {
    return pictures.track();
  }

  /** The audio track, if audio came. */
  public Optional<Track> audio() {
    return Optional.ofNullable(audio);
  }

  /** Pictures that are known to be missing since the first. */
  public long lostUnits() {
    return lostUnits;
  }

  /** The next unit; null if there is none now. */
  public AccessUnit next() {
    return units.poll();
  }

  /**
   * Takes bytes.
   *
   * @throws DvripException FAILED if the stream is refused or of another codec
   */
  public void received(ByteBuffer bytes, long nowNanos, Instant now) throws DvripException {
    packets.push(bytes);
    for (DvripPacket packet = packets.next(); packet != null; packet = packets.next()) {
      if (packet.id() == DvripId.MONITOR_DATA) {
        frames.push(packet.payload());
        takeFrames(nowNanos, now);
      } else if (packet.id() == DvripId.MONITOR_CLAIM + 1) {
        DvripClient.check(packet.json(), "claiming a stream");
        claimed = true;
      }
      // Replies to MONITOR come here from devices that were made for one connection: not needed.
    }
  }

  private void takeFrames(long nowNanos, Instant now) throws DvripException {
    for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
      if (frames.losses() > losses) {
        losses = frames.losses();
        lost();
      }
      switch (frame.type()) {
        case KEY, DELTA -> video(frame, nowNanos, now);
        case AUDIO -> audio(frame, nowNanos, now);
        case OTHER -> {
          // What the device says of itself there is nowhere described.
        }
      }
    }
  }

  private void lost() {
    pictures.lost();
    lostUnits += begun ? 1 : 0;
  }

  private void video(Frame frame, long nowNanos, Instant now) throws DvripException {
    if (frame.type() == FrameSplitter.Type.KEY) {
      videoTime.rate(frame.rate());
    }
    try {
      Optional<AnnexBPictures.Picture> picture = pictures.add(frame.payload());
      if (picture.isPresent()) {
        begun = true;
        AnnexBPictures.Picture p = picture.get();
        long dts = videoTime.place(nowNanos, p.randomAccess());
        units.add(new AccessUnit(p.track(), dts, dts, now, p.randomAccess(), p.payload()));
      } else if (begun) {
        lostUnits++;
      }
    } catch (MalformedMediaException unusable) {
      if (!begun && frame.type() == FrameSplitter.Type.KEY) {
        throw new DvripException(DvripException.Kind.FAILED, unusable.getMessage());
      }
      lost();
    }
  }

  /** Only G.711 of 8 kHz; the head's bytes are those of a relative of the format. */
  private void audio(Frame frame, long nowNanos, Instant now) {
    int law = frame.codec();
    boolean known = (law == A_LAW || law == MU_LAW) && frame.rate() == RATE_8_KHZ;
    if (!begun || !known || !frame.payload().hasRemaining()) {
      return;
    }
    if (audio == null) {
      G711Config.Law name = law == A_LAW ? G711Config.Law.A : G711Config.Law.MU;
      audio = new Track(AUDIO, AudioTime.CLOCK_RATE, new G711Config(name, 1));
    }
    ByteBuffer samples = ByteBuffer.allocate(frame.payload().remaining());
    samples.put(frame.payload()).flip();
    long dts = audioTime.place(samples.remaining(), videoTime.mediaNanos(nowNanos));
    units.add(new AccessUnit(audio, dts, dts, now, true, samples));
  }
}
