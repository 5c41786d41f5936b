package io.vedette.testkit;

import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import io.vedette.rtsp.RtspException;
import io.vedette.rtsp.RtspRequest;
import io.vedette.rtsp.RtspResponse;
import io.vedette.rtsp.RtspSplitter;
import io.vedette.rtsp.ServerAuth;
import io.vedette.rtsp.ServerSession;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A camera's side of one connection: bytes in, bytes out, time as a parameter. Used by the cameras'
 * thread only.
 */
final class CameraSession {
  /** Two seconds of 4 Mbit/s; a client that reads slower loses pictures. */
  private static final int OUT_BYTES = 1 << 20;

  private static final long REPORT_EVERY_MILLIS = 5_000;

  /** A client that says nothing for the timeout it was told and a little more has forgotten us. */
  private static final long TIMEOUT_MILLIS = ServerSession.TIMEOUT_SECONDS * 1000L + 5_000;

  /** Further behind than this, the clock was set or we were suspended: go on with the present. */
  private static final long TOO_LATE_MILLIS = 3_000;

  private final CameraSetup setup;
  private final Map<Profile, List<MediaLoop>> loops;
  private final Random random;
  private final Consumer<AccessUnit> sent;
  private final ServerSession session;
  private final RtspSplitter splitter = new RtspSplitter();
  private final ByteBuffer out = ByteBuffer.allocate(OUT_BYTES);
  private final Deliveries deliveries; // null: nobody wants to know
  private final Deque<Waiting> waiting = new ArrayDeque<>(); // pictures in out
  private long writtenBytes; // of this connection
  private final List<Place> places = new ArrayList<>(); // while playing, one per track
  private long heardMillis;
  private long nextReportMillis;
  private boolean ended;

  /** A picture that is under way; the connection's bytes up to its end. */
  private record Waiting(AccessUnit picture, long endBytes) {}

  /** Where a track is. */
  private static final class Place {
    private final MediaLoop loop;
    private long next; // number of the unit

    Place(MediaLoop loop) {
      this.loop = loop;
    }

    long dueMillis() {
      return loop.dueMillis(next);
    }
  }

  /**
   * @param loops per profile the tracks, video first
   * @param sent is told of every unit that was due, the ones that a slow client lost included
   * @param deliveries null if nobody wants to know
   */
  CameraSession(
      CameraSetup setup,
      Map<Profile, List<MediaLoop>> loops,
      Random random,
      long nowMillis,
      Consumer<AccessUnit> sent,
      Deliveries deliveries) {
    this.setup = setup;
    this.deliveries = deliveries;
    this.sent = sent;
    this.loops = loops;
    this.random = random;
    this.heardMillis = nowMillis;
    byte[] nonce = new byte[16];
    random.nextBytes(nonce);
    Optional<ServerAuth> auth =
        setup
            .credentials()
            .map(
                c ->
                    new ServerAuth(
                        setup.name(),
                        setup.schemes(),
                        (user, proof) -> user.equals(c.user()) && proof.isOf(c.password()),
                        HexFormat.of().formatHex(nonce)));
    this.session = new ServerSession(this::tracks, auth, OptionalInt.empty(), random);
  }

  private List<Track> tracks(String path) throws ServerSession.Refusal {
    return Profile.of(path).map(loops::get).orElseThrow(ServerSession.Refusal::notFound).stream()
        .map(MediaLoop::track)
        .toList();
  }

  /** Where received bytes go, followed by {@link #received}. */
  ByteBuffer space() {
    return splitter.space();
  }

  /** Takes the bytes put into {@link #space}; answers are in {@link #out} then. */
  void received(int bytes, long nowMillis) {
    heardMillis = nowMillis;
    splitter.added(bytes);
    try {
      for (RtspSplitter.Part part = splitter.next();
          part != RtspSplitter.Part.NONE;
          part = splitter.next()) {
        if (part == RtspSplitter.Part.MESSAGE
            && splitter.nextMessage() instanceof RtspRequest request) {
          answer(request, nowMillis);
        } // else a receiver report: that it was heard is all it is good for
      }
    } catch (RtspException noRtsp) {
      ended = true;
    }
  }

  private void answer(RtspRequest request, long nowMillis) {
    RtspResponse response = session.answer(request);
    if (request.method().equals("DESCRIBE") && response.isSuccess()) {
      String sdp = setup.description().disguise(response.body());
      response = new RtspResponse(response.status(), response.reason(), response.headers(), sdp);
    }
    ByteBuffer bytes = response.encode();
    if (bytes.remaining() > out.remaining()) {
      ended = true; // asks and does not read
      return;
    }
    out.put(bytes);
    boolean playing = session.state() == ServerSession.State.PLAYING;
    if (playing && places.isEmpty()) {
      play(nowMillis);
    } else if (!playing) {
      places.clear();
    }
    ended |= session.state() == ServerSession.State.ENDED;
  }

  /** All tracks begin at the same time, which is that of the next key picture. */
  private void play(long nowMillis) {
    List<MediaLoop> tracks = Profile.of(session.path()).map(loops::get).orElse(List.of());
    long startMillis = nowMillis;
    for (MediaLoop loop : tracks) {
      startMillis = Math.max(startMillis, loop.dueMillis(loop.firstStartFrom(nowMillis)));
      places.add(new Place(loop));
    }
    for (Place place : places) {
      place.next = place.loop.firstFrom(startMillis);
    }
    nextReportMillis = startMillis + 1;
  }

  /** Writes the media that is due into {@link #out}. */
  void sendDue(long nowMillis) {
    if (nowMillis - heardMillis > TIMEOUT_MILLIS) {
      ended = true;
      return;
    }
    for (Place place : places) {
      if (nowMillis - place.dueMillis() > TOO_LATE_MILLIS) {
        place.next = place.loop.firstStartFrom(nowMillis);
      }
      while (place.dueMillis() <= nowMillis) {
        AccessUnit unit = place.loop.unit(place.next++);
        sent.accept(unit);
        if (put(frames(unit))) {
          await(unit);
        } else {
          drop(unit);
          while (!place.loop.isStart(place.next)) { // no decoder can use what follows
            AccessUnit useless = place.loop.unit(place.next++);
            sent.accept(useless);
            drop(useless);
          }
        }
      }
    }
    if (!places.isEmpty() && nowMillis >= nextReportMillis) {
      nextReportMillis = nowMillis + REPORT_EVERY_MILLIS;
      session.reports().forEach(this::put);
    }
  }

  private void await(AccessUnit unit) {
    if (deliveries != null && unit.track().isVideo()) {
      waiting.add(new Waiting(unit, writtenBytes + out.position()));
    }
  }

  private void drop(AccessUnit unit) {
    if (deliveries != null && unit.track().isVideo()) {
      Profile.of(session.path()).ifPresent(profile -> deliveries.dropped(profile, unit));
    }
  }

  /** The network has taken so many bytes of {@link #out}. */
  void written(int bytes) {
    writtenBytes += bytes;
    while (!waiting.isEmpty() && waiting.peek().endBytes() <= writtenBytes) {
      AccessUnit whole = waiting.poll().picture();
      Profile.of(session.path()).ifPresent(profile -> deliveries.delivered(profile, whole));
    }
  }

  private ByteBuffer frames(AccessUnit unit) {
    try {
      return session.frames(unit);
    } catch (MalformedMediaException e) {
      throw new IllegalStateException("a clip that was parsed cannot be sent", e);
    }
  }

  private boolean put(ByteBuffer frames) {
    if (frames.remaining() > out.remaining()) {
      return false;
    }
    out.put(frames);
    return true;
  }

  /** When {@link #sendDue} has something to do. */
  long dueMillis() {
    long due = heardMillis + TIMEOUT_MILLIS + 1;
    for (Place place : places) {
      due = Math.min(due, place.dueMillis());
    }
    return due;
  }

  /** What is to be sent: filled up to its position. */
  ByteBuffer out() {
    return out;
  }

  /** True once the connection is to be closed after {@link #out} is sent. */
  boolean isEnded() {
    return ended;
  }

  /** True while media flows. */
  boolean isPlaying() {
    return !places.isEmpty();
  }

  /** Puts bytes without meaning between two packets. */
  void garbage(int bytes) {
    byte[] garbage = new byte[Math.min(bytes, out.remaining())];
    random.nextBytes(garbage);
    out.put(garbage);
  }
}
