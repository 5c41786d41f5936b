package io.vedette.sink.webrtc;

import io.vedette.api.live.LiveEngine;
import io.vedette.api.stream.StreamKey;
import io.vedette.rtp.RtcpPacket;
import io.vedette.rtp.RtpPacket;
import io.vedette.webrtc.dtls.BouncyCastleDtls;
import io.vedette.webrtc.dtls.Dtls;
import io.vedette.webrtc.dtls.DtlsSession;
import io.vedette.webrtc.dtls.QueuedLink;
import io.vedette.webrtc.ice.StunMessage;
import io.vedette.webrtc.ice.StunWriter;
import io.vedette.webrtc.srtp.SrtcpReceiver;
import io.vedette.webrtc.srtp.SrtcpSender;
import io.vedette.webrtc.srtp.SrtpReceiver;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser of few words: offer, one check, handshake, then packets. Over real UDP. */
final class TestViewer implements AutoCloseable {
  private static final Dtls DTLS = new BouncyCastleDtls(new SecureRandom(), Instant.EPOCH);

  final LiveEngine.LiveSession session;
  final BlockingQueue<RtpPacket> media = new LinkedBlockingQueue<>();
  final BlockingQueue<RtcpPacket> reports = new LinkedBlockingQueue<>();
  final BlockingQueue<StunMessage> responses = new LinkedBlockingQueue<>();
  final CountDownLatch farewell = new CountDownLatch(1);

  private final DatagramSocket socket;
  private final InetSocketAddress server;
  private final Link link = new Link();
  private final Thread reader = new Thread(this::read, "test-viewer");
  private volatile DtlsSession dtls;
  private final List<byte[]> early = new ArrayList<>(); // media before connect() knew the keys
  private SrtpReceiver receiver; // guarded by early
  private volatile SrtcpReceiver control;
  private volatile boolean reading = true;
  private SrtcpSender sender;

  TestViewer(LiveEngine engine, StreamKey key) throws Exception {
    this(engine, key, DTLS.fingerprint());
  }

  TestViewer(LiveEngine engine, StreamKey key, String fingerprint) throws Exception {
    session = engine.open(new LiveEngine.LiveRequest(key, offer(fingerprint), "127.0.0.1"));
    int port = Integer.parseInt(answer("a=candidate:\\d+ 1 udp \\d+ 127.0.0.1 (\\d+) typ host"));
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setReceiveBufferSize(1 << 20);
    reader.setDaemon(true);
    reader.start();
  }

  static String offer(String fingerprint) {
    return String.join(
        "\r\n",
        "v=0",
        "o=- 1 1 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0 1",
        "a=ice-ufrag:them",
        "a=ice-pwd:passwordOfTheBrowser000",
        "a=fingerprint:sha-256 " + fingerprint,
        "a=setup:actpass",
        "m=video 9 UDP/TLS/RTP/SAVPF 102",
        "a=mid:0",
        "a=recvonly",
        "a=rtcp-mux",
        "a=rtpmap:102 H264/90000",
        "a=fmtp:102 packetization-mode=1;profile-level-id=42e01f",
        "a=rtcp-fb:102 nack",
        "m=audio 9 UDP/TLS/RTP/SAVPF 0",
        "a=mid:1",
        "a=recvonly",
        "a=rtcp-mux",
        "");
  }

  private String answer(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(session.sdpAnswer());
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in " + session.sdpAnswer());
    }
    return matcher.group(1);
  }

  /** Sends a check with the given password, or that of the answer if it is empty. */
  void check(String password) throws IOException {
    String username = answer("a=ice-ufrag:(\\S+)") + ":them";
    String key = password.isEmpty() ? answer("a=ice-pwd:(\\S+)") : password;
    ByteBuffer check =
        new StunWriter(StunMessage.BINDING_REQUEST, new byte[12])
            .attribute(StunMessage.USERNAME, username.getBytes(StandardCharsets.UTF_8))
            .attribute(StunMessage.ICE_CONTROLLING, new byte[8])
            .attribute(StunMessage.USE_CANDIDATE, new byte[0])
            .sign(key.getBytes(StandardCharsets.UTF_8))
            .finish();
    byte[] bytes = new byte[check.remaining()];
    check.get(bytes);
    send(bytes, 0, bytes.length);
  }

  /** Checks and shakes hands. */
  TestViewer connect() throws Exception {
    check("");
    String fingerprint = answer("a=fingerprint:sha-256 (\\S+)");
    DtlsSession done = DTLS.connect(link, fingerprint, Duration.ofSeconds(30));
    sender = new SrtcpSender(done.localKeys());
    control = new SrtcpReceiver(done.remoteKeys());
    dtls = done;
    synchronized (early) {
      receiver = new SrtpReceiver(done.remoteKeys());
      for (byte[] bytes : early) {
        open(bytes);
      }
    }
    return this;
  }

  long ssrc(String kind) {
    Pattern section = Pattern.compile("m=" + kind + ".*?a=ssrc:(\\d+)", Pattern.DOTALL);
    Matcher matcher = section.matcher(session.sdpAnswer());
    if (!matcher.find()) {
      throw new AssertionError("no ssrc of " + kind);
    }
    return Long.parseLong(matcher.group(1));
  }

  void send(RtcpPacket packet) throws IOException {
    byte[] bytes = new byte[256];
    ByteBuffer out = ByteBuffer.wrap(bytes);
    packet.writeTo(out);
    send(bytes, 0, sender.protect(bytes, 0, out.position()));
  }

  void send(byte[] bytes, int offset, int length) throws IOException {
    socket.send(new DatagramPacket(bytes, offset, length, server));
  }

  /** Takes from a queue until something fits; fails after half a minute. */
  static <T> T await(BlockingQueue<T> queue, Predicate<T> wanted) throws InterruptedException {
    for (T next = next(queue); ; next = next(queue)) {
      if (wanted.test(next)) {
        return next;
      }
    }
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(30, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came");
    }
    return next;
  }

  private void read() {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    try {
      while (reading) {
        socket.receive(packet);
        received(Arrays.copyOf(packet.getData(), packet.getLength()));
      }
    } catch (Exception closed) {
      link.breakOff();
    }
  }

  private void received(byte[] bytes) throws Exception {
    int first = bytes[0] & 0xff;
    if (first < 4) {
      responses.add(StunMessage.parse(ByteBuffer.wrap(bytes)));
    } else if (first < 64) {
      link.offer(ByteBuffer.wrap(bytes));
      if (dtls != null) {
        dtls.receive();
      }
    } else {
      synchronized (early) {
        if (receiver == null) {
          early.add(bytes);
        } else {
          open(bytes);
        }
      }
    }
  }

  private void open(byte[] bytes) throws Exception {
    if ((bytes[1] & 0xff) >= 192 && (bytes[1] & 0xff) < 224) {
      int length = control.unprotect(bytes, 0, bytes.length);
      reports.addAll(RtcpPacket.parseCompound(ByteBuffer.wrap(bytes, 0, length)));
    } else {
      int length = receiver.unprotect(bytes, 0, bytes.length);
      media.add(RtpPacket.parse(ByteBuffer.wrap(bytes, 0, length)));
    }
  }

  /** From now on the kernel throws away what comes. */
  void stopReading() {
    reading = false;
  }

  void sayFarewell() {
    dtls.close();
  }

  @Override
  public void close() throws InterruptedException {
    socket.close();
    reader.join();
  }

  private final class Link extends QueuedLink {
    @Override
    public void send(byte[] from, int offset, int length) throws IOException {
      TestViewer.this.send(from, offset, length);
    }

    @Override
    public void closed() {
      farewell.countDown();
    }
  }
}
