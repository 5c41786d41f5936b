package io.vedette.sink.rtsp;

import io.vedette.api.access.Accounts;
import io.vedette.api.replay.Replays;
import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.stream.StreamKey;
import io.vedette.api.stream.StreamStatus;
import io.vedette.media.G711Config;
import io.vedette.media.Track;
import io.vedette.rtsp.PlayRequest;
import io.vedette.rtsp.RtspHeaders;
import io.vedette.rtsp.RtspRequest;
import io.vedette.rtsp.RtspResponse;
import io.vedette.rtsp.ServerAuth;
import io.vedette.rtsp.ServerSession;
import io.vedette.rtsp.ServerSession.Refusal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * What one client may see and has asked for: its RTSP session, its login, and the stream it
 * described. Used by one thread at a time: an answering one while a request is answered, else the
 * server's.
 */
final class Visit implements AutoCloseable {
  /** How long DESCRIBE waits for a camera that has not delivered yet. */
  private static final Duration FIRST_PICTURE = Duration.ofSeconds(5);

  private static final String RECORDED = "recorded/";
  private static final String REPLAY = "replay/";

  private final StreamHub hub;
  private final Supplier<Optional<Replays>> replays;
  private final Recordings recordings;
  private final Door door;
  private final ServerSession session;
  private final ReplaySteering steering;

  /** Keeps a stream that runs on demand running from DESCRIBE to PLAY; null: none. */
  private Cursor hold; // guarded by this

  private Recordings.Own own; // guarded by this; null: no recording was asked for
  private String ownPath = ""; // guarded by this

  private volatile boolean closed;

  /**
   * @param remote literal address of the client
   * @param udpPort from which RTP goes; empty: TCP only
   */
  Visit(
      StreamHub hub,
      Door.Logins logins,
      Tickets tickets,
      Supplier<Optional<Replays>> replays,
      Recordings recordings,
      String remote,
      OptionalInt udpPort,
      SecureRandom random) {
    this.hub = hub;
    this.replays = replays;
    this.recordings = recordings;
    this.door = new Door(logins, tickets, remote);
    this.steering = new ReplaySteering(replays);
    byte[] nonce = new byte[16];
    random.nextBytes(nonce);
    // MD5 alone: players and media servers know nothing better, and a choice would not help, since
    // whoever stands between takes the weaker.
    ServerAuth auth =
        new ServerAuth(
            Accounts.DIGEST_REALM,
            List.of(ServerAuth.Scheme.DIGEST_MD5, ServerAuth.Scheme.DIGEST_MD5_SHORT),
            door,
            HexFormat.of().formatHex(nonce));
    this.session = new ServerSession(new Streams(), Optional.of(auth), udpPort, random);
  }

  ServerSession session() {
    return session;
  }

  /** True once a right login came. Any thread. */
  boolean isAdmitted() {
    return door.caller().isPresent();
  }

  /** See {@link Door#isStillIn}. */
  boolean isStillIn() {
    return door.isStillIn();
  }

  /** Name of the user or token; empty before a right login. Any thread. */
  String name() {
    return door.caller().map(c -> c.name()).orElse("");
  }

  ReplaySteering steering() {
    return steering;
  }

  /** Answers a request; may block for some seconds. */
  RtspResponse answer(RtspRequest request) {
    return session.answer(request);
  }

  /** Opens the stream that was set up, at its newest key picture; empty if it is no more. */
  Optional<Cursor> play() {
    Optional<Cursor> cursor =
        key(session.path()).flatMap(k -> hub.read(k, StreamHub.Start.NEWEST_RANDOM_ACCESS));
    hold(null); // after the other is open: the stream shall not stop
    return cursor;
  }

  private synchronized void hold(Cursor cursor) {
    if (hold != null) {
      hold.close();
    }
    hold = cursor;
    if (closed && cursor != null) {
      cursor.close();
    }
  }

  private List<Track> tracks(String path) throws Refusal {
    String camera = camera(path).orElseThrow(Refusal::notFound);
    if (!door.opens(path, camera) || !isOwn(path)) {
      throw Refusal.notFound(); // as if there were no such camera
    }
    if (path.startsWith(RECORDED)) {
      openRecording(path);
    }
    StreamKey key = key(path).orElseThrow(Refusal::notFound);
    Cursor cursor =
        hub.read(key, StreamHub.Start.NEWEST_RANDOM_ACCESS).orElseThrow(Refusal::notFound);
    hold(cursor);
    List<Track> tracks = known(key).orElseThrow(() -> notReady(key));
    List<Track> served = tracks.stream().filter(Visit::isServed).toList();
    if (served.isEmpty()) {
      throw new Refusal(415, "Unsupported Media Type");
    }
    return served;
  }

  /** Of a replay: true for whoever began it, for administrators, and by a ticket for it. */
  private boolean isOwn(String path) {
    if (door.isTicket() || !path.startsWith(REPLAY)) {
      return true;
    }
    String id = path.split("/", 4)[1];
    return replays.get().filter(r -> r.mayUse(door.caller().orElseThrow(), id)).isPresent();
  }

  /** A replay's tracks are known from the beginning, and it may stand; a camera is waited for. */
  private Optional<List<Track>> known(StreamKey key) {
    Optional<List<Track>> published =
        hub.status(key).map(StreamStatus::tracks).filter(t -> !t.isEmpty());
    if (key instanceof StreamKey.Replay && published.isPresent()) {
      return published;
    }
    Cursor cursor;
    synchronized (this) {
      cursor = hold;
    }
    return cursor == null ? Optional.empty() : first(cursor).map(unit -> unit.run().tracks());
  }

  private void openRecording(String path) throws Refusal {
    synchronized (this) {
      if (own != null && ownPath.equals(path)) {
        return;
      }
    }
    String[] parts = path.split("/", 4);
    Profile profile = Profile.of(parts[2]).orElseThrow(Refusal::notFound);
    take(recordings.open(parts[1], profile, door.caller().orElseThrow().name()), path);
    steering.own();
  }

  private synchronized void take(Recordings.Own opened, String path) {
    if (own != null) {
      own.close();
    }
    own = opened;
    ownPath = path;
    if (closed) {
      opened.close();
    }
  }

  /** What the session plays. */
  private final class Streams implements ServerSession.Content {
    @Override
    public List<Track> tracks(String path) throws Refusal {
      return Visit.this.tracks(path);
    }

    @Override
    public RtspHeaders play(String path, PlayRequest request) throws Refusal {
      if (door.isTicket()) {
        return RtspHeaders.of("Range", "npt=now-");
      }
      if (key(path).orElse(null) instanceof StreamKey.Replay replay) {
        if (request.from().isPresent()) {
          steering.seeking(newestSequence(replay));
        }
        return steering.play(replay, request);
      }
      if (request.from().isPresent()) {
        throw new Refusal(457, "Invalid Range");
      }
      return RtspHeaders.of("Range", "npt=now-");
    }

    @Override
    public void pause(String path) throws Refusal {
      if (door.isTicket()) {
        return; // GStreamer sends PAUSE when it stops, and others look at the same replay
      }
      if (key(path).orElse(null) instanceof StreamKey.Replay replay) {
        steering.pause(replay);
        // A replay without a viewer ends after a minute, and this one may be paused for longer.
        hold(hub.read(replay, StreamHub.Start.NEWEST_RANDOM_ACCESS).orElse(null));
      }
    }
  }

  /** Of what is in the log now; -1 if nothing is. */
  private long newestSequence(StreamKey key) {
    long newest = -1;
    Optional<Cursor> reading = hub.read(key, StreamHub.Start.NEWEST_RANDOM_ACCESS);
    if (reading.isPresent()) {
      try (Cursor cursor = reading.get()) {
        for (LogEntry entry = cursor.poll(); entry != null; entry = cursor.poll()) {
          if (entry instanceof LogEntry.Unit unit) {
            newest = unit.sequence();
          }
        }
      }
    }
    return newest;
  }

  /** The range that the client asked for is over: the replay stands. May block. */
  void endOfRange() {
    try {
      if (key(session.path()).orElse(null) instanceof StreamKey.Replay replay) {
        steering.pause(replay);
      }
    } catch (Refusal gone) {
      // Then it stands as well.
    }
  }

  private static boolean isServed(Track track) {
    return track.isVideo() || track.config() instanceof G711Config;
  }

  private Optional<LogEntry.Unit> first(Cursor cursor) {
    long endNs = System.nanoTime() + FIRST_PICTURE.toNanos();
    try {
      for (long left = FIRST_PICTURE.toNanos(); left > 0; left = endNs - System.nanoTime()) {
        if (cursor.next(Duration.ofNanos(left)) instanceof LogEntry.Unit unit) {
          return Optional.of(unit);
        }
        if (closed || cursor.isEnded()) {
          break;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private Refusal notReady(StreamKey key) {
    String state =
        hub.status(key).map(s -> s.state().name().toLowerCase(Locale.ROOT)).orElse("gone");
    return new Refusal(503, "Service Unavailable (the camera is " + state + ")");
  }

  /**
   * The camera in {@code live/CAMERA/PROFILE}, {@code recorded/CAMERA/PROFILE}, {@code
   * replay/ID/CAMERA}.
   */
  private static Optional<String> camera(String path) {
    String[] parts = path.split("/", 4);
    if (parts.length != 3) {
      return Optional.empty();
    }
    return switch (parts[0]) {
      case "live", "recorded" -> Optional.of(parts[1]);
      case "replay" -> Optional.of(parts[2]);
      default -> Optional.empty();
    };
  }

  /** The stream behind a path; that of a recording is there once it was described or set up. */
  synchronized Optional<StreamKey> key(String path) {
    String[] parts = path.split("/", 4);
    if (parts.length != 3) {
      return Optional.empty();
    }
    return switch (parts[0]) {
      case "live" -> Profile.of(parts[2]).map(p -> new StreamKey.Live(parts[1], p));
      case "replay" -> Optional.of(new StreamKey.Replay(parts[1], parts[2]));
      case "recorded" ->
          ownPath.equals(path) ? Optional.of((StreamKey) own.key()) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Lets the stream go; a request that waits for it goes on. Any thread. */
  @Override
  public void close() {
    closed = true;
    hold(null);
    synchronized (this) {
      if (own != null) {
        own.close();
      }
    }
  }
}
