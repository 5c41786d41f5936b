package io.vedette.rtsp;

import io.vedette.media.AccessUnit;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import io.vedette.rtp.RtcpPacket;
import io.vedette.rtp.RtpPacket;
import io.vedette.rtp.RunStart;
import io.vedette.rtp.TrackReceiver;
import io.vedette.rtsp.RtspException.Kind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Plays one presentation over one connection: bytes of the connection in, access units and bytes to
 * write out. Knows no socket and no clock; used by one thread.
 *
 * <p>The owner loops: write all of {@link #output}; read into {@link #space}; {@link #received};
 * {@link #next} until null; {@link #tick}. Bytes of media go from the read buffer into the
 * depacketizer's, and from there into the unit's own array: two copies, no allocation per packet
 * but its views.
 */
public final class RtspPlayer {
  /** Receiver reports at least as often, or some cameras stop sending (gortsplib issue 702). */
  private static final long REPORT_NANOS = 5_000_000_000L;

  private final RtspSplitter splitter = new RtspSplitter();
  private final ClientSession session;
  private final long ssrc; // of our reports
  private final List<Receiver> receivers = new ArrayList<>(2);
  private long nowNanos;
  private Instant now = Instant.EPOCH;
  private long reportNanos;
  private long lastVideoNanos;
  private long badPackets;

  private record Receiver(int channel, boolean video, TrackReceiver track) {}

  /**
   * Prepares the first request.
   *
   * @param login that of the address counts if this is empty
   * @param random for client nonces and our SSRC
   */
  public RtspPlayer(RtspUrl url, Optional<Login> login, RandomGenerator random, long nowNanos) {
    this.session = new ClientSession(url, login.or(url::login), random);
    this.ssrc = random.nextInt() & 0xffff_ffffL;
    this.nowNanos = nowNanos;
    this.lastVideoNanos = nowNanos;
  }

  /** The next bytes to write, or null. */
  public ByteBuffer output() {
    return session.dialogue().output();
  }

  /** Where to read to; never empty. */
  public ByteBuffer space() {
    return splitter.space();
  }

  /**
   * Tells how many bytes were read into {@link #space}; they are taken apart by {@link #next}.
   *
   * @param monotonicNanos and {@code wallTime}: when they came
   */
  public void received(int bytes, long monotonicNanos, Instant wallTime) {
    splitter.added(bytes);
    nowNanos = monotonicNanos;
    now = wallTime;
  }

  /**
   * The next access unit of what was received, or null if more must be read.
   *
   * @throws RtspException if the session cannot go on; the player is then of no more use
   */
  public AccessUnit next() throws RtspException {
    for (Receiver receiver : receivers) {
      AccessUnit unit = receiver.track.pull();
      if (unit != null) {
        return unit;
      }
    }
    while (true) {
      RtspSplitter.Part part = splitter.next();
      if (part == RtspSplitter.Part.NONE) {
        return null;
      }
      if (part == RtspSplitter.Part.MESSAGE) {
        session.receive(splitter.nextMessage(), nowNanos);
        if (receivers.isEmpty() && session.mayReceive()) {
          prepareReceivers();
        }
      } else {
        AccessUnit unit = frame(splitter.nextFrame());
        if (unit != null) {
          return unit;
        }
      }
    }
  }

  private void prepareReceivers() {
    RunStart start = new RunStart(nowNanos);
    int highest = 0;
    for (ClientSession.SetUpTrack setUp : session.tracks()) {
      PlayedTrack track = setUp.track();
      TrackReceiver receiver =
          new TrackReceiver(track.payloadTypes(), track.clockRate(), track.depacketizer(), start);
      receivers.add(new Receiver(setUp.channel(), track.video(), receiver));
      highest = Math.max(highest, setUp.channel() + 1);
    }
    splitter.highestChannel(highest);
    lastVideoNanos = nowNanos;
    reportNanos = nowNanos;
  }

  private AccessUnit frame(Interleaved frame) throws RtspException {
    for (Receiver receiver : receivers) {
      try {
        if (frame.channel() == receiver.channel) {
          RtpPacket packet = RtpPacket.parse(frame.packet());
          if (receiver.video) {
            lastVideoNanos = nowNanos;
          }
          receiver.track.push(packet, nowNanos, now);
          return receiver.track.pull();
        }
        if (frame.channel() == receiver.channel + 1) {
          control(receiver, frame.packet());
          return null;
        }
      } catch (MalformedMediaException unreadable) {
        badPackets++;
        return null;
      }
    }
    badPackets++; // of a session that is no more, or before SETUP
    return null;
  }

  private void control(Receiver receiver, ByteBuffer bytes)
      throws MalformedMediaException, RtspException {
    for (RtcpPacket packet : RtcpPacket.parseCompound(bytes)) {
      if (packet instanceof RtcpPacket.SenderReport report) {
        receiver.track.senderReport(report, nowNanos);
      } else if (packet instanceof RtcpPacket.Goodbye bye
          && receiver.video
          && bye.ssrcs().stream().anyMatch(receiver.track::hears)) {
        throw new RtspException(Kind.ENDED, "the camera ended the stream (RTCP BYE)");
      }
    }
  }

  /** Lets time pass: keep-alives and receiver reports, when due. */
  public void tick(long monotonicNanos) {
    nowNanos = monotonicNanos;
    session.tick(monotonicNanos);
    if (session.isPlaying() && monotonicNanos - reportNanos >= REPORT_NANOS) {
      reportNanos = monotonicNanos;
      receivers.forEach(this::report);
    }
  }

  private void report(Receiver receiver) {
    receiver
        .track
        .report(nowNanos)
        .ifPresent(
            block -> {
              ByteBuffer out = ByteBuffer.allocate(64).position(Interleaved.HEADER_BYTES);
              new RtcpPacket.ReceiverReport(ssrc, List.of(block)).writeTo(out);
              new RtcpPacket.SourceDescription(ssrc, "vedette").writeTo(out);
              int size = out.position() - Interleaved.HEADER_BYTES;
              Interleaved.writeHeader(out.position(0), receiver.channel + 1, size);
              session.send(out.position(0).limit(Interleaved.HEADER_BYTES + size));
            });
  }

  /** True once the camera has described a presentation that we can play. */
  public boolean isDescribed() {
    return session.isDescribed();
  }

  /** True once the camera has said that it plays. */
  public boolean isPlaying() {
    return session.isPlaying();
  }

  /** All tracks, once every one's parameter sets are known; before that, empty. */
  public Optional<List<Track>> tracks() {
    List<Track> known = receivers.stream().flatMap(r -> r.track.track().stream()).toList();
    return receivers.isEmpty() || known.size() < receivers.size()
        ? Optional.empty()
        : Optional.of(known);
  }

  /** Monotonic time of the last video packet; before the first, of the begin. */
  public long lastVideoNanos() {
    return lastVideoNanos;
  }

  /** Units known to be lost on the way so far. */
  public long lostUnits() {
    return receivers.stream().mapToLong(r -> r.track.lostUnits()).sum();
  }

  /** Frames that no track could read, so far: a sign of a camera's bug. */
  public long badPackets() {
    return badPackets;
  }

  /** Where to go instead; present after an exception of kind ENDED. */
  public Optional<RtspUrl> redirect() {
    return session.redirect();
  }

  /** Puts a goodbye into the output; nothing comes after it. */
  public void tearDown() {
    session.tearDown();
  }
}
