package io.vedette.rtsp;

import io.vedette.media.AccessUnit;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import io.vedette.rtp.RunStart;
import io.vedette.rtsp.RtspException.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.random.RandomGenerator;

/**
 * Plays one presentation over one connection: bytes of the connection in, access units and bytes to
 * write out. Knows no socket and no clock; used by one thread.
 *
 * <p>The owner loops: write all of {@link #output}; read into {@link #space}; {@link #received};
 * {@link #next} until null; {@link #tick}. Over UDP it also sends what {@link #datagramOutput}
 * gives and hands in what comes by {@link #datagram}. Bytes of media go from the read buffer into
 * the depacketizer's, and from there into the unit's own array: two copies, no allocation per
 * packet but its views.
 */
public final class RtspPlayer {
  /** Receiver reports at least as often, or some cameras stop sending (gortsplib issue 702). */
  private static final long REPORT_NANOS = 5_000_000_000L;

  /**
   * Packets for so long without a picture among them are of no use: the camera was set to another
   * codec and sends it in the old session. "Smart" codecs have key pictures 20 s apart at most
   * (guess), and a reader begins anew with one.
   */
  private static final long PICTURE_NANOS = 60_000_000_000L;

  private final RtspSplitter splitter = new RtspSplitter();
  private final ClientSession session;
  private final long ssrc; // of our reports
  private final List<PlayingTrack> playing = new ArrayList<>(2);
  private final Queue<Datagram> datagrams = new ArrayDeque<>(); // to be sent
  private long nowNanos;
  private Instant now = Instant.EPOCH;
  private long reportNanos;
  private long lastVideoNanos;
  private long lastPictureNanos;
  private long badPackets;

  /**
   * Prepares the first request.
   *
   * @param login that of the address counts if this is empty
   * @param random for client nonces and our SSRC
   */
  public RtspPlayer(RtspUrl url, Optional<Login> login, RandomGenerator random, long nowNanos) {
    this(url, login, random, nowNanos, List.of());
  }

  /**
   * Prepares the first request of a session whose packets come over UDP.
   *
   * @param udpPorts ours for RTP, one for each of two tracks; RTCP has the port above
   */
  public RtspPlayer(
      RtspUrl url,
      Optional<Login> login,
      RandomGenerator random,
      long nowNanos,
      List<Integer> udpPorts) {
    this.session = new ClientSession(url, login.or(url::login), random, udpPorts);
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
    for (PlayingTrack track : playing) {
      AccessUnit unit = track.pull(nowNanos);
      if (unit != null) {
        return noted(unit);
      }
    }
    while (true) {
      RtspSplitter.Part part = splitter.next();
      if (part == RtspSplitter.Part.NONE) {
        return null;
      }
      if (part == RtspSplitter.Part.MESSAGE) {
        session.receive(splitter.nextMessage(), nowNanos);
        if (playing.isEmpty() && session.mayReceive()) {
          beginPlaying();
        }
      } else {
        AccessUnit unit = frame(splitter.nextFrame());
        if (unit != null) {
          return noted(unit);
        }
      }
    }
  }

  private AccessUnit noted(AccessUnit unit) {
    if (unit.track().isVideo()) {
      lastPictureNanos = nowNanos;
    }
    return unit;
  }

  private void beginPlaying() {
    RunStart start = new RunStart(nowNanos);
    int highest = 0;
    for (ClientSession.SetUpTrack setUp : session.tracks()) {
      playing.add(new PlayingTrack(setUp, start));
      highest = Math.max(highest, setUp.channel() + 1);
    }
    splitter.highestChannel(highest);
    if (session.isUdp()) {
      playing.forEach(track -> datagrams.addAll(track.openPath(ssrc)));
    }
    lastVideoNanos = nowNanos;
    lastPictureNanos = nowNanos;
    reportNanos = nowNanos;
  }

  private AccessUnit frame(Interleaved frame) throws RtspException {
    for (PlayingTrack track : playing) {
      try {
        if (frame.channel() == track.channel) {
          track.inOrder(frame.packet(), nowNanos, now);
          heard(track);
          return track.pull(nowNanos);
        }
        if (frame.channel() == track.channel + 1) {
          control(track, frame.packet(), 0);
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

  /**
   * Takes a packet that came over UDP; its bytes must stay as they are until {@link #next} has
   * returned null.
   *
   * @param channel of ours it came to: even RTP, odd RTCP, two per track
   * @param port of the camera it came from
   * @throws RtspException ENDED if the camera says goodbye
   */
  public void datagram(
      int channel, int port, ByteBuffer bytes, long monotonicNanos, Instant wallTime)
      throws RtspException {
    nowNanos = monotonicNanos;
    now = wallTime;
    for (PlayingTrack track : playing) {
      try {
        if (channel == track.channel) {
          track.unordered(bytes, nowNanos, now);
          heard(track);
        } else if (channel == track.channel + 1) {
          control(track, bytes, port);
        }
      } catch (MalformedMediaException unreadable) {
        badPackets++;
      }
    }
  }

  private void heard(PlayingTrack track) throws RtspException {
    if (!track.video) {
      return;
    }
    lastVideoNanos = nowNanos;
    if (nowNanos - lastPictureNanos > PICTURE_NANOS) {
      throw new RtspException(
          Kind.ENDED,
          "packets, but no picture for %d s; was the camera set to another codec?"
              .formatted((nowNanos - lastPictureNanos) / 1_000_000_000L));
    }
  }

  private void control(PlayingTrack track, ByteBuffer bytes, int port)
      throws MalformedMediaException, RtspException {
    if (track.control(bytes, port, nowNanos, now) && track.video) {
      throw new RtspException(Kind.ENDED, "the camera ended the stream (RTCP BYE)");
    }
  }

  /** Lets time pass: keep-alives and receiver reports, when due. */
  public void tick(long monotonicNanos) {
    nowNanos = monotonicNanos;
    session.tick(monotonicNanos);
    if (session.isPlaying() && monotonicNanos - reportNanos >= REPORT_NANOS) {
      reportNanos = monotonicNanos;
      for (PlayingTrack track : playing) {
        if (session.isUdp()) {
          datagrams.addAll(track.reportDatagram(ssrc, nowNanos));
        } else {
          track.reportFrame(ssrc, nowNanos).forEach(session::send);
        }
      }
    }
  }

  /** Monotonic time at which {@link #next} has something to do without new bytes. */
  public long dueNanos() {
    return playing.stream().mapToLong(PlayingTrack::dueNanos).min().orElse(Long.MAX_VALUE);
  }

  /** The next packet to send over UDP, or null. */
  public Datagram datagramOutput() {
    return datagrams.poll();
  }

  /** Addresses that packets come from besides that of the connection, as the camera wrote them. */
  public List<String> sources() {
    return session.tracks().stream()
        .map(track -> track.transport().source())
        .filter(source -> !source.isEmpty())
        .distinct()
        .toList();
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
    List<Track> known = playing.stream().flatMap(t -> t.receiver.track().stream()).toList();
    return playing.isEmpty() || known.size() < playing.size()
        ? Optional.empty()
        : Optional.of(known);
  }

  /** Monotonic time of the last video packet; before the first, of the begin. */
  public long lastVideoNanos() {
    return lastVideoNanos;
  }

  /** Units known to be lost on the way so far. */
  public long lostUnits() {
    return playing.stream().mapToLong(t -> t.receiver.lostUnits()).sum();
  }

  /** How far the camera's clock is ahead of ours by its video's reports; empty: it has not told. */
  public Optional<Duration> clockOffset() {
    return playing.stream()
        .filter(track -> track.video)
        .findFirst()
        .flatMap(track -> track.receiver.clockOffset());
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
