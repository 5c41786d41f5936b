package io.vedette.testkit;

import io.vedette.rtp.RtcpPacket;
import io.vedette.rtp.RtpPacket;
import io.vedette.webrtc.dtls.BouncyCastleDtls;
import io.vedette.webrtc.dtls.Dtls;
import io.vedette.webrtc.dtls.DtlsException;
import io.vedette.webrtc.dtls.DtlsSession;
import io.vedette.webrtc.dtls.QueuedLink;
import io.vedette.webrtc.ice.StunMessage;
import io.vedette.webrtc.ice.StunWriter;
import io.vedette.webrtc.srtp.SrtcpSender;
import io.vedette.webrtc.srtp.SrtpReceiver;
import io.vedette.webrtc.srtp.UnauthenticPacketException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A viewer by WHEP that does what a browser does, over a real UDP socket: offer, ICE check, DTLS,
 * SRTP, reports, consent. It decodes nothing and asks for nothing again: what is lost is counted.
 */
public final class WhepViewer implements AutoCloseable {
  /** Of its certificate nothing counts but the fingerprint. */
  private static final Dtls DTLS = new BouncyCastleDtls(new SecureRandom(), Instant.EPOCH);

  private static final Duration HANDSHAKE = Duration.ofSeconds(10);
  private static final String PASSWORD = "passwordOfTheViewer00000";
  private static final int SOCKET_BUFFER_BYTES = 1 << 20;
  private static final int MAX_EARLY = 512;

  /** A check and a report so often: as Chromium does. */
  private static final long KEEP_NANOS = 2_000_000_000L;

  private static final int WAKE_MS = 500;

  private final Signalling signalling;
  private final String session;
  private final String answer;
  private final Consumer<Picture> pictures;
  private final InetSocketAddress server;
  private final DatagramSocket socket;
  private final Thread reader = new Thread(this::read, "whep-viewer");
  private final Link link = new Link();
  private final PictureWatch watch = new PictureWatch(); // guarded by itself
  private final List<byte[]> early = new ArrayList<>(); // before the keys are known; guarded by it
  private SrtpReceiver receiver; // guarded by early
  private volatile SrtcpSender sender; // null before the keys are known
  private volatile DtlsSession dtls;

  /** The way of the offer. */
  public interface Signalling {
    /** An answer: where the session is, and its SDP. */
    record Answer(String session, String sdp) {}

    /** POSTs an offer. */
    Answer offer(String path, String sdp) throws IOException;

    /** DELETEs a session. */
    void end(String session) throws IOException;
  }

  /**
   * Offers and connects; returns when the keys are there. Pictures are told by the reader's thread.
   *
   * @param path of the WHEP endpoint
   * @param server where it is; the candidate of that address is used
   * @throws IOException if there is no picture to be had; the message says why
   */
  public WhepViewer(Signalling signalling, URI server, String path, Consumer<Picture> pictures)
      throws IOException {
    this.signalling = signalling;
    this.pictures = pictures;
    Signalling.Answer reply = signalling.offer(path, offer());
    this.session = reply.session();
    this.answer = reply.sdp();
    String host = server.getHost();
    String candidate =
        "a=candidate:\\S+ 1 (?i:udp) \\d+ " + Pattern.quote(host) + " (\\d+) typ host";
    this.server = new InetSocketAddress(host, Integer.parseInt(inAnswer(candidate)));
    this.socket = new DatagramSocket();
    socket.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
    socket.setSoTimeout(WAKE_MS);
    reader.setDaemon(true);
    reader.start();
    try {
      connect();
    } catch (DtlsException e) {
      close();
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  private void connect() throws IOException, DtlsException {
    check();
    String fingerprint = inAnswer("a=fingerprint:sha-256 (\\S+)");
    DtlsSession done =
        inAnswer("a=setup:(\\S+)").equals("active")
            ? DTLS.accept(link, fingerprint, HANDSHAKE)
            : DTLS.connect(link, fingerprint, HANDSHAKE);
    synchronized (early) {
      receiver = new SrtpReceiver(done.remoteKeys());
      early.forEach(this::open);
      early.clear();
    }
    sender = new SrtcpSender(done.localKeys());
    dtls = done;
  }

  private static String offer() {
    return String.join(
        "\r\n",
        "v=0",
        "o=- 1 1 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "a=ice-ufrag:them",
        "a=ice-pwd:" + PASSWORD,
        "a=fingerprint:sha-256 " + DTLS.fingerprint(),
        "a=setup:actpass",
        "m=video 9 UDP/TLS/RTP/SAVPF 102",
        "c=IN IP4 0.0.0.0",
        "a=mid:0",
        "a=recvonly",
        "a=rtcp-mux",
        "a=rtpmap:102 H264/90000",
        "a=fmtp:102 packetization-mode=1;profile-level-id=42e01f;level-asymmetry-allowed=1",
        "");
  }

  private String inAnswer(String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(answer);
    if (!matcher.find()) {
      throw new IOException("no " + pattern + " in the answer");
    }
    return matcher.group(1);
  }

  /** An ICE check: the first lets us in, the others say that we are still there (RFC 7675). */
  private void check() throws IOException {
    String username = inAnswer("a=ice-ufrag:(\\S+)") + ":them";
    ByteBuffer check =
        new StunWriter(StunMessage.BINDING_REQUEST, new byte[12])
            .attribute(StunMessage.USERNAME, username.getBytes(StandardCharsets.UTF_8))
            .attribute(StunMessage.ICE_CONTROLLING, new byte[8])
            .attribute(StunMessage.USE_CANDIDATE, new byte[0])
            .sign(inAnswer("a=ice-pwd:(\\S+)").getBytes(StandardCharsets.UTF_8))
            .finish();
    byte[] bytes = new byte[check.remaining()];
    check.get(bytes);
    send(bytes, 0, bytes.length);
  }

  private void report() throws IOException {
    SrtcpSender protector = sender;
    if (protector == null) {
      return;
    }
    byte[] bytes = new byte[256];
    ByteBuffer out = ByteBuffer.wrap(bytes);
    synchronized (watch) {
      List<RtcpPacket.ReportBlock> blocks =
          watch.packets() == 0
              ? List.of()
              : List.of(watch.reception().report(Long.parseLong(ssrc()), System.nanoTime()));
      new RtcpPacket.ReceiverReport(1, blocks).writeTo(out);
    }
    send(bytes, 0, protector.protect(bytes, 0, out.position()));
  }

  private String ssrc() throws IOException {
    return inAnswer("a=ssrc:(\\d+)");
  }

  private void send(byte[] bytes, int offset, int length) throws IOException {
    socket.send(new DatagramPacket(bytes, offset, length, server));
  }

  private void read() {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    long keepNanos = System.nanoTime() + KEEP_NANOS;
    try {
      while (!socket.isClosed()) {
        try {
          socket.receive(packet);
          received(Arrays.copyOf(packet.getData(), packet.getLength()));
        } catch (SocketTimeoutException quiet) {
          // Time for a sign of life, perhaps.
        }
        if (System.nanoTime() - keepNanos >= 0) {
          keepNanos += KEEP_NANOS;
          check();
          report();
        }
      }
    } catch (IOException closed) {
      link.breakOff();
    }
  }

  private void received(byte[] bytes) {
    int first = bytes.length < 2 ? 0 : bytes[0] & 0xff; // RFC 7983
    if (first >= 20 && first < 64) {
      link.offer(ByteBuffer.wrap(bytes));
      if (dtls != null) {
        dtls.receive();
      }
    } else if (first >= 128 && ((bytes[1] & 0x7f) < 64 || (bytes[1] & 0x7f) > 95)) {
      synchronized (early) {
        if (receiver != null) {
          open(bytes);
        } else if (early.size() < MAX_EARLY) {
          early.add(bytes);
        }
      }
    } // else an answer to a check, or a sender's report
  }

  private void open(byte[] bytes) {
    try {
      int length = receiver.unprotect(bytes, 0, bytes.length);
      RtpPacket packet = RtpPacket.parse(ByteBuffer.wrap(bytes, 0, length));
      synchronized (watch) {
        watch.accept(packet, System.nanoTime()).ifPresent(pictures);
      }
    } catch (UnauthenticPacketException | io.vedette.media.MalformedMediaException e) {
      throw new IllegalStateException("the recorder sends what nobody can read", e);
    }
  }

  /** Packets of pictures that came. */
  public long packets() {
    synchronized (watch) {
      return watch.packets();
    }
  }

  /** Packets of pictures that did not. */
  public long lost() {
    synchronized (watch) {
      return watch.lost();
    }
  }

  /** Goes as a browser does whose tab is closed. */
  @Override
  public void close() throws IOException {
    try {
      signalling.end(session);
    } finally {
      socket.close();
      try {
        reader.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private final class Link extends QueuedLink {
    @Override
    public void send(byte[] from, int offset, int length) throws IOException {
      WhepViewer.this.send(from, offset, length);
    }

    @Override
    public void closed() {
      // The recorder ended the session; nothing more will come.
    }
  }
}
