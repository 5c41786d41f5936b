package io.vedette.testkit.kurento;

import io.vedette.media.AccessUnit;
import io.vedette.rtp.RtcpPacket;
import io.vedette.webrtc.dtls.Dtls;
import io.vedette.webrtc.dtls.DtlsException;
import io.vedette.webrtc.dtls.DtlsSession;
import io.vedette.webrtc.dtls.QueuedLink;
import io.vedette.webrtc.ice.IceLiteAgent;
import io.vedette.webrtc.ice.MalformedStunException;
import io.vedette.webrtc.ice.StunMessage;
import io.vedette.webrtc.srtp.SrtcpReceiver;
import io.vedette.webrtc.srtp.UnauthenticPacketException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The way to one viewer: a UDP port, answers to ICE checks, the DTLS handshake as the client, what
 * the viewer says by RTCP. It never notices that the viewer has gone, as Kurento does not.
 */
final class ViewerLink extends QueuedLink implements UdpReader.Receiver, AutoCloseable {
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  /** Where its news go; called by its threads. */
  interface Listener {
    /** The first authentic check came: a pair is chosen. */
    void checked(InetSocketAddress viewer);

    /** The handshake is done; pictures can go. */
    void connected();

    /** RTCP came. */
    void heard();
  }

  private final Answer answer;
  private final IceLiteAgent ice; // used by the reader's thread, its remote by all
  private final Dtls dtls;
  private final UdpReader reader;
  private final Executor work;
  private final Listener listener;
  private final DatagramChannel channel;
  private boolean checked; // used by the reader's thread
  private volatile H264Out out; // null before the handshake is done, or without H.264
  private volatile SrtcpReceiver rtcp; // null before the handshake is done
  private final AtomicLong pictureLosses = new AtomicLong();

  ViewerLink(Answer answer, Dtls dtls, UdpReader reader, Executor work, Listener listener) {
    this.answer = answer;
    this.ice =
        new IceLiteAgent(answer.ice(), answer.offer().transport("ice-ufrag"), System.nanoTime());
    this.dtls = dtls;
    this.reader = reader;
    this.work = work;
    this.listener = listener;
    this.channel = reader.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), this);
  }

  /** Where the viewer can reach it. */
  InetSocketAddress address() {
    try {
      return (InetSocketAddress) channel.getLocalAddress();
    } catch (IOException closed) {
      throw new IllegalStateException(closed);
    }
  }

  @Override
  public void received(ByteBuffer datagram, InetSocketAddress from) {
    int first = datagram.get(0) & 0xff; // RFC 7983
    if (StunMessage.looksLikeStun(datagram)) {
      check(datagram, from);
    } else if (first >= 20 && first < 64) {
      offer(datagram);
    } else if (first >= 128 && first < 192) {
      control(datagram);
    }
  }

  private void check(ByteBuffer datagram, InetSocketAddress from) {
    try {
      IceLiteAgent.Answer reply =
          ice.answer(StunMessage.parse(datagram), from, System.nanoTime()).orElse(null);
      if (reply == null) {
        return;
      }
      channel.send(reply.datagram(), from);
      if (reply.accepted() && !checked) {
        checked = true;
        listener.checked(from);
        work.execute(this::handshake);
      }
    } catch (MalformedStunException | IOException | RejectedExecutionException lost) {
      // As if it had not come; the viewer asks again.
    }
  }

  private void handshake() {
    try {
      DtlsSession session = dtls.connect(this, answer.offer().fingerprint(), HANDSHAKE);
      rtcp = new SrtcpReceiver(session.remoteKeys());
      if (answer.codec().equals("H264")) {
        int payloadType = Integer.parseInt(answer.payloadTypes().get(0));
        out = new H264Out(payloadType, answer.ssrc(), answer.cname(), session, this::sendPacket);
      }
      listener.connected();
    } catch (DtlsException failed) {
      // Kurento says nothing either: the media state never becomes CONNECTED.
    }
  }

  private void control(ByteBuffer datagram) {
    SrtcpReceiver receiver = rtcp;
    if (receiver == null) {
      return;
    }
    byte[] bytes = new byte[datagram.remaining()];
    datagram.get(bytes);
    try {
      int length = receiver.unprotect(bytes, 0, bytes.length);
      for (RtcpPacket packet : RtcpPacket.parseCompound(ByteBuffer.wrap(bytes, 0, length))) {
        if (packet instanceof RtcpPacket.PictureLoss) {
          pictureLosses.incrementAndGet();
        }
      }
      listener.heard();
    } catch (UnauthenticPacketException | io.vedette.media.MalformedMediaException unreadable) {
      // Not from the viewer, or RTP of its own, which it was not asked for.
    }
  }

  /** Sends a picture; false if it does not go out. Any thread. */
  boolean send(UUID run, AccessUnit unit) {
    H264Out to = out;
    return to != null && to.send(run, unit);
  }

  /** Sends a sender report. */
  void report() {
    H264Out to = out;
    if (to != null) {
      to.report();
    }
  }

  /** What was sent; null before the handshake is done. */
  H264Out sent() {
    return out;
  }

  /** How often the viewer has asked for a key picture; nobody can give one. */
  long pictureLosses() {
    return pictureLosses.get();
  }

  private void sendPacket(byte[] bytes, int length) {
    try {
      send(bytes, 0, length);
    } catch (IOException gone) {
      // Lost on the way, as the next ones will be.
    }
  }

  @Override
  public void send(byte[] from, int offset, int length) throws IOException {
    InetSocketAddress to = ice.remote().orElseThrow();
    channel.send(ByteBuffer.wrap(from, offset, length), to);
  }

  @Override
  public void closed() {
    // The viewer's farewell: nothing is made of it.
  }

  @Override
  public void close() {
    breakOff();
    reader.close(channel);
  }
}
