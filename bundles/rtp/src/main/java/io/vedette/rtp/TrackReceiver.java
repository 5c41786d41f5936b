package io.vedette.rtp;

import io.vedette.media.AccessUnit;
import io.vedette.media.Track;
import io.vedette.media.VideoConfig;
import io.vedette.rtp.RtcpPacket.ReportBlock;
import io.vedette.rtp.RtcpPacket.SenderReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One track of a run from packets to access units: order and loss ({@link Reception}), units
 * ({@link Depacketizer}), times ({@link RunClock}). Push a packet, then pull until null. Used by
 * one thread.
 *
 * <p>A run begins with a video unit of random access, at tick 0; audio from before is dropped.
 * Sound is moved beside the pictures by the sender's clock ({@link LipSync}); wall time never comes
 * from it.
 */
public final class TrackReceiver {
  /** Packets of another SSRC in a row after which the sender has changed it. */
  private static final int FOREIGN_UNTIL_CHANGE = 10;

  private final Set<Integer> payloadTypes;
  private final int clockRate;
  private final Depacketizer depacketizer;
  private final RunStart start;
  private final RunClock clock;
  private final Reception reception;
  private final SenderClock sender;
  private long lastDts = Long.MIN_VALUE; // of the last unit given out
  private boolean ssrcKnown;
  private long ssrc;
  private int foreign; // packets in a row that came with another SSRC
  private long ignored;
  private Track track; // of the last unit

  /**
   * @param payloadTypes those of the SDP; packets of others (Geovision and Uniarch mix in type 50
   *     with the number of the packet before) are skipped before loss is looked for
   * @param start shared by all receivers of the run
   */
  public TrackReceiver(
      Set<Integer> payloadTypes, int clockRate, Depacketizer depacketizer, RunStart start) {
    this.payloadTypes = Set.copyOf(payloadTypes);
    this.clockRate = clockRate;
    this.depacketizer = depacketizer;
    this.start = start;
    this.clock = new RunClock(clockRate, start.originNanos());
    this.reception = new Reception(clockRate);
    this.sender = new SenderClock(clockRate);
  }

  /**
   * Takes a packet.
   *
   * @param nowNanos monotonic time of its arrival
   * @param received wall time of its arrival
   */
  public void push(RtpPacket packet, long nowNanos, Instant received) {
    if (!payloadTypes.contains(packet.payloadType())) {
      if (ssrcKnown && packet.ssrc() == ssrc && reception.isNext(packet.sequence())) {
        reception.accept(packet.sequence()); // it takes a number of the series
      }
      ignored++;
      return;
    }
    boolean changed = ssrcKnown && packet.ssrc() != ssrc;
    if (changed && ++foreign < FOREIGN_UNTIL_CHANGE) {
      ignored++; // of a session that is no more (live555), or the first of a new count
      return;
    }
    if (changed || !ssrcKnown) {
      ssrcKnown = true;
      ssrc = packet.ssrc();
      reception.forget();
      clock.forget();
    }
    foreign = 0;
    int missing = reception.accept(packet.sequence());
    if (missing == Reception.LATE) {
      ignored++;
      return;
    }
    reception.arrived(packet.timestamp(), nowNanos);
    depacketizer.push(packet, changed ? Reception.RESTARTED : missing, nowNanos, received);
  }

  /** The next unit, or null. */
  public AccessUnit pull() {
    for (RtpUnit unit = depacketizer.pull(); unit != null; unit = depacketizer.pull()) {
      if (!unit.track().equals(track)) {
        track = unit.track();
        if (track.config() instanceof VideoConfig config) {
          clock.reorderDepth(config.reorderFrames().orElse(0));
        }
      }
      clock.place(unit.timestamp(), unit.arrivedNanos(), unit.reordered());
      if (!start.hasBegun() && track.isVideo()) {
        start.begin(clock.dts(), clockRate);
      }
      synchronise(unit);
      if (start.hasBegun() && clock.dts() >= start.ticks(clockRate) && clock.dts() > lastDts) {
        lastDts = clock.dts();
        return accessUnit(unit);
      }
    }
    return null;
  }

  private void synchronise(RtpUnit unit) {
    LipSync lipSync = start.lipSync();
    if (!sender.covers(ssrc, unit.timestamp()) || !lipSync.believes(sender.arrivedNanos())) {
      return;
    }
    long bySender = sender.nanosAt(unit.timestamp());
    long pts = clock.pts();
    long placed = pts / clockRate * 1_000_000_000L + pts % clockRate * 1_000_000_000L / clockRate;
    if (track.isVideo()) {
      lipSync.picture(bySender, placed);
      return;
    }
    long error = lipSync.error(bySender, placed);
    if (error != 0) {
      clock.shift(error / 1000 * clockRate / 1_000_000);
    }
  }

  private AccessUnit accessUnit(RtpUnit unit) {
    long zero = start.ticks(clockRate);
    return new AccessUnit(
        track,
        clock.dts() - zero,
        clock.pts() - zero,
        unit.received(),
        unit.randomAccess(),
        unit.payload());
  }

  /** The track as known now; empty while parameter sets are missing. */
  public Optional<Track> track() {
    return depacketizer.track();
  }

  /** True if the packets of this track come from that SSRC. */
  public boolean hears(long senderSsrc) {
    return ssrcKnown && senderSsrc == ssrc;
  }

  /** Units known to be lost so far. */
  public long lostUnits() {
    return depacketizer.lostUnits();
  }

  /** Packets of foreign type, foreign SSRC or the past, so far. */
  public long ignoredPackets() {
    return ignored;
  }

  /** Steps of the camera's clock that were not believed, so far. */
  public long clockCorrections() {
    return clock.corrections();
  }

  /**
   * Takes a sender report; one of another SSRC (Tapo C320WS) is ignored.
   *
   * @param nowNanos monotonic time of its arrival
   * @param received wall time of its arrival
   */
  public void senderReport(SenderReport report, long nowNanos, Instant received) {
    if (ssrcKnown && !hears(report.ssrc())) {
      return;
    }
    if (sender.report(report, nowNanos, received)) {
      start.lipSync().clockWasSet(nowNanos);
    }
    if (ssrcKnown) {
      reception.senderReport(report, nowNanos);
    }
  }

  /** How far the sender's clock is ahead of ours; empty if it has not told. */
  public Optional<Duration> clockOffset() {
    return sender.offset();
  }

  /** What to report to the sender now; empty before the first packet. */
  public Optional<ReportBlock> report(long nowNanos) {
    return ssrcKnown ? Optional.of(reception.report(ssrc, nowNanos)) : Optional.empty();
  }
}
