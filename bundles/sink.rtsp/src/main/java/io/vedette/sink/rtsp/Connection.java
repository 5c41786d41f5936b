package io.vedette.sink.rtsp;

import io.vedette.api.restream.Restream;
import io.vedette.api.stream.Cursor;
import io.vedette.rtsp.RtspException;
import io.vedette.rtsp.RtspRequest;
import io.vedette.rtsp.RtspResponse;
import io.vedette.rtsp.RtspSplitter;
import io.vedette.rtsp.ServerSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client. Used by the server's thread, except where it says "any thread"; while a request is
 * being answered the session belongs to the answering thread, and nothing is read or sent here.
 */
final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** A client that means it signs in within a second. */
  private static final long LOGIN_NS = Duration.ofSeconds(10).toNanos();

  /** A client that takes nothing for so long is cut: the log does not wait for it. */
  private static final long STUCK_NS = Duration.ofSeconds(5).toNanos();

  /** The time-out we tell, and a little more. Not for TCP that plays: there sending tells. */
  private static final long SILENT_NS =
      Duration.ofSeconds(ServerSession.TIMEOUT_SECONDS + 5).toNanos();

  /** How soon a client is cut off whose login is revoked while it plays. */
  private static final long LOOK_NS = Duration.ofSeconds(3).toNanos();

  private static final long REPORT_NS = Duration.ofSeconds(5).toNanos();

  /** A client sends ten requests to begin and one a minute. */
  private static final int MAX_REQUESTS_PER_SECOND = 50;

  /** Units in one go, so that the others get their turn. */
  private static final int MAX_UNITS = 64;

  /** What a connection needs of its server. */
  interface Host extends Outbox.Datagrams {
    /** Runs the work on a thread that may block. Any thread. */
    void submit(Runnable work);

    /** Runs the work on the server's thread, soon. Any thread. */
    void post(Runnable work);

    /** The client reports from here. */
    void expect(InetSocketAddress rtcp, Connection connection);

    /** The connection is over. */
    void ended(Connection connection);
  }

  private final SocketChannel channel;
  private final SelectionKey key;
  private final InetSocketAddress remote;
  private final Visit visit;
  private final Host host;
  private final long acceptedNs;
  private final RtspSplitter splitter = new RtspSplitter();
  private final Outbox out;
  private final AtomicBoolean woken = new AtomicBoolean();
  private boolean answering;
  private boolean ended;
  private boolean endsWhenSent;
  private Playback playback; // null: not playing
  private volatile Restream.Client playing; // what others are told of it; null: not playing
  private long heardNs;
  private long reportDueNs;
  private long lookedNs;
  private boolean looking; // whether the login still holds
  private long requestsSinceNs;
  private int requests;

  Connection(
      SocketChannel channel,
      SelectionKey key,
      InetSocketAddress remote,
      Visit visit,
      Host host,
      long nowNs) {
    this.channel = channel;
    this.key = key;
    this.remote = remote;
    this.visit = visit;
    this.host = host;
    this.acceptedNs = nowNs;
    this.heardNs = nowNs;
    this.lookedNs = nowNs;
    this.requestsSinceNs = nowNs;
    this.out = new Outbox(channel, remote.getAddress(), host, nowNs);
  }

  InetSocketAddress remote() {
    return remote;
  }

  boolean isAdmitted() {
    return visit.isAdmitted();
  }

  /** What is sent to it; empty if nothing is. Any thread. */
  Optional<Restream.Client> client() {
    return Optional.ofNullable(playing);
  }

  /** The socket is ready for what we wait for. */
  void ready(long nowNs) {
    try {
      if (key.isReadable()) {
        int bytes = channel.read(splitter.space());
        if (bytes < 0) {
          end("it hung up");
          return;
        }
        splitter.added(bytes);
        heardNs = nowNs;
        parse(nowNs);
      }
      pump(nowNs);
    } catch (IOException gone) {
      end("connection lost");
    }
  }

  /** A report came by UDP. */
  void heard(long nowNs) {
    heardNs = nowNs;
  }

  private void parse(long nowNs) {
    try {
      while (!answering && !ended && !endsWhenSent) {
        RtspSplitter.Part part = splitter.next();
        if (part == RtspSplitter.Part.NONE) {
          return;
        }
        if (part == RtspSplitter.Part.MESSAGE
            && splitter.nextMessage() instanceof RtspRequest request) {
          ask(request, nowNs);
        } // else a report: that it was heard is all it is good for
      }
    } catch (RtspException noRtsp) {
      end("it does not speak RTSP");
    }
  }

  private void ask(RtspRequest request, long nowNs) {
    if (nowNs - requestsSinceNs > 1_000_000_000L) {
      requestsSinceNs = nowNs;
      requests = 0;
    }
    if (++requests > MAX_REQUESTS_PER_SECOND) {
      end("more than " + MAX_REQUESTS_PER_SECOND + " requests in a second");
      return;
    }
    answering = true;
    boolean wasPlaying = playback != null;
    host.submit(() -> answer(request, wasPlaying));
  }

  /** On an answering thread. */
  private void answer(RtspRequest request, boolean wasPlaying) {
    try {
      RtspResponse response = visit.answer(request);
      boolean plays = visit.session().state() == ServerSession.State.PLAYING;
      Optional<Cursor> cursor = plays && !wasPlaying ? visit.play() : Optional.empty();
      host.post(() -> answered(response, cursor));
    } catch (RuntimeException fault) {
      LOG.error("a request of {} could not be answered", name(), fault);
      host.post(() -> end("a fault of ours"));
    }
  }

  private void answered(RtspResponse response, Optional<Cursor> cursor) {
    answering = false;
    if (ended) {
      cursor.ifPresent(Cursor::close);
      return;
    }
    long nowNs = System.nanoTime();
    out.add(response.encode(), nowNs);
    switch (visit.session().state()) {
      case PLAYING -> {
        cursor.ifPresent(this::begin);
        if (playback == null) {
          endsWhenSent = true; // the stream went while it was being set up
        }
      }
      case ENDED -> {
        stop("as it wished");
        endsWhenSent = true;
      }
      case INIT, READY -> stop("it pauses");
    }
    parse(nowNs);
    pump(nowNs);
  }

  private void begin(Cursor cursor) {
    ServerSession session = visit.session();
    playback = new Playback(cursor, visit, () -> host.submit(visit::endOfRange));
    String transport = session.isUdp() ? "udp" : "tcp";
    playing = new Restream.Client(session.path(), visit.name(), name(), transport, Instant.now());
    session.udpPorts().forEach(port -> host.expect(at(port), this));
    LOG.info("restream of {} to {} at {} ({})", session.path(), visit.name(), name(), transport);
    playback.onAppend(this::wake);
  }

  private InetSocketAddress at(int port) {
    return new InetSocketAddress(remote.getAddress(), port);
  }

  private void stop(String reason) {
    if (playback != null) {
      LOG.info("restream to {} at {} ended: {}", visit.name(), name(), reason);
      playback.close();
      playback = null;
      playing = null;
      out.dropFrames();
    }
  }

  /** There is something to read. Any thread. */
  private void wake() {
    if (woken.compareAndSet(false, true)) {
      host.post(
          () -> {
            woken.set(false);
            pump(System.nanoTime());
          });
    }
  }

  /** Sends what can be sent now. */
  void pump(long nowNs) {
    if (ended) {
      return;
    }
    try {
      out.flush(visit.session(), nowNs);
      for (int i = 0; i < MAX_UNITS && mayPlay(); i++) {
        Optional<ByteBuffer> frames = playback.next();
        if (frames.isEmpty()) {
          break;
        }
        out.addFrames(visit.session(), frames.get(), nowNs);
        if (playback.takeReportIsDue()) {
          report(nowNs);
        }
        out.flush(visit.session(), nowNs);
        if (i == MAX_UNITS - 1) {
          wake();
        }
      }
      if (out.isStreamEmpty() && endsWhenSent) {
        end("nothing more to say");
      } else if (!ended) {
        int write = out.isStreamEmpty() ? 0 : SelectionKey.OP_WRITE;
        key.interestOps(answering || write != 0 ? write : SelectionKey.OP_READ);
      }
    } catch (Playback.EndedException over) {
      end(over.getMessage());
    } catch (IOException gone) {
      end("connection lost");
    }
  }

  private boolean mayPlay() {
    return playback != null && !answering && out.isEmpty();
  }

  private void report(long nowNs) {
    reportDueNs = nowNs + REPORT_NS;
    ServerSession session = visit.session();
    session.reports().forEach(report -> out.addFrames(session, report, nowNs));
  }

  /** When {@link #pump} has something to do that no event tells. */
  long dueNs() {
    return out.dueNs();
  }

  /** Called about once a second: looks at the time. */
  void tick(long nowNs) {
    boolean plays = playback != null;
    if (!isAdmitted() && nowNs - acceptedNs > LOGIN_NS) {
      end("no right login within " + Duration.ofNanos(LOGIN_NS).toSeconds() + " s");
    } else if (out.stuckNs(nowNs) > STUCK_NS) {
      end("it took nothing for " + Duration.ofNanos(STUCK_NS).toSeconds() + " s");
    } else if ((!plays || visit.session().isUdp()) && nowNs - heardNs > SILENT_NS) {
      end("silent for " + Duration.ofNanos(SILENT_NS).toSeconds() + " s");
    } else if (mayPlay() && nowNs - reportDueNs > 0) {
      report(nowNs);
      pump(nowNs);
    }
    if (plays && !ended && !looking && nowNs - lookedNs > LOOK_NS) {
      looking = true;
      lookedNs = nowNs;
      host.submit(this::look);
    }
  }

  /** On an answering thread. */
  private void look() {
    boolean stays = true;
    try {
      stays = visit.isStillIn();
    } catch (RuntimeException fault) { // of the accounts: asked again
      LOG.warn("the login of {} cannot be looked up", name(), fault);
    }
    boolean leaves = !stays;
    host.post(
        () -> {
          looking = false;
          if (leaves) {
            end("its login was revoked, or has other rights");
          }
        });
  }

  /** Ends it; a second time does nothing. */
  void end(String reason) {
    if (ended) {
      return;
    }
    ended = true;
    LOG.debug("RTSP client at {} left: {}", name(), reason);
    stop(reason);
    visit.close();
    key.cancel();
    try {
      channel.close();
    } catch (IOException alreadyGone) {
      // What was wanted.
    }
    host.ended(this);
  }

  private String name() {
    return remote.getAddress().getHostAddress() + ":" + remote.getPort();
  }
}
