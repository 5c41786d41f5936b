package io.vedette.rtsp;

import io.vedette.media.AccessUnit;
import io.vedette.media.MalformedMediaException;
import io.vedette.rtp.RtcpPacket;
import io.vedette.rtp.RtpPacket;
import io.vedette.rtp.RtpReorderQueue;
import io.vedette.rtp.RunStart;
import io.vedette.rtp.TrackReceiver;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/**
 * A track while it plays: its packets in, units and reports out. Used by the connection's thread
 * only.
 */
final class PlayingTrack {
  private static final int MAX_REPORT_BYTES = 64;

  final int channel; // of RTP; RTCP has the next one
  final boolean video;
  final TrackReceiver receiver;
  private final RtpReorderQueue order = new RtpReorderQueue(); // over UDP only
  private int controlPort; // of the camera, for our reports over UDP; 0: not known yet

  PlayingTrack(ClientSession.SetUpTrack setUp, RunStart start) {
    PlayedTrack played = setUp.track();
    this.channel = setUp.channel();
    this.video = played.video();
    this.receiver =
        new TrackReceiver(played.payloadTypes(), played.clockRate(), played.depacketizer(), start);
    this.controlPort = setUp.transport().serverPort().orElse(-1) + 1;
  }

  /** Takes a packet that came in its order. */
  void inOrder(ByteBuffer bytes, long nowNanos, Instant now) throws MalformedMediaException {
    receiver.push(RtpPacket.parse(bytes), nowNanos, now);
  }

  /** Takes a packet that may have overtaken others; its bytes are used until {@link #pull}. */
  void unordered(ByteBuffer bytes, long nowNanos, Instant now) throws MalformedMediaException {
    order.offer(RtpPacket.parse(bytes), nowNanos, now);
  }

  /** The next unit, or null. */
  AccessUnit pull(long nowNanos) {
    while (true) {
      AccessUnit unit = receiver.pull();
      if (unit != null) {
        return unit;
      }
      RtpPacket packet = order.poll(nowNanos);
      if (packet == null) {
        return null;
      }
      receiver.push(packet, order.arrivedNanos(), order.received());
    }
  }

  /** Monotonic time at which {@link #pull} gives up waiting for a packet. */
  long dueNanos() {
    return order.dueNanos();
  }

  /**
   * Takes an RTCP packet.
   *
   * @param port of the camera it came from, 0: in the connection
   * @return whether the sender says goodbye
   */
  boolean control(ByteBuffer bytes, int port, long nowNanos, Instant now)
      throws MalformedMediaException {
    // Where it says nothing (OpenIPC), reports go to where its own come from.
    controlPort = controlPort == 0 ? port : controlPort;
    boolean goodbye = false;
    for (RtcpPacket packet : RtcpPacket.parseCompound(bytes)) {
      if (packet instanceof RtcpPacket.SenderReport report) {
        receiver.senderReport(report, nowNanos, now);
      } else if (packet instanceof RtcpPacket.Goodbye bye) {
        goodbye |= bye.ssrcs().stream().anyMatch(receiver::hears);
      }
    }
    return goodbye;
  }

  /** What is sent before anything comes: firewalls let in what comes from where some went to. */
  List<Datagram> openPath(long ssrc) {
    if (controlPort == 0) {
      return List.of();
    }
    ByteBuffer empty = ByteBuffer.allocate(RtpPacket.HEADER_BYTES);
    RtpPacket.writeHeader(empty, 0, false, 0, 0, 0, ssrc);
    ByteBuffer report = ByteBuffer.allocate(MAX_REPORT_BYTES);
    new RtcpPacket.ReceiverReport(ssrc, List.of()).writeTo(report);
    return List.of(
        new Datagram(channel, controlPort - 1, empty),
        new Datagram(channel + 1, controlPort, report.flip()));
  }

  /** A receiver report to send over UDP; none before the first packet and a port to send it to. */
  List<Datagram> reportDatagram(long ssrc, long nowNanos) {
    return controlPort == 0
        ? List.of()
        : report(ssrc, nowNanos, 0).stream()
            .map(report -> new Datagram(channel + 1, controlPort, report))
            .toList();
  }

  /** A receiver report to send in the connection; none before the first packet. */
  List<ByteBuffer> reportFrame(long ssrc, long nowNanos) {
    List<ByteBuffer> frames = report(ssrc, nowNanos, Interleaved.HEADER_BYTES);
    for (ByteBuffer frame : frames) {
      int size = frame.remaining() - Interleaved.HEADER_BYTES;
      Interleaved.writeHeader(frame, channel + 1, size);
      frame.position(0);
    }
    return frames;
  }

  private List<ByteBuffer> report(long ssrc, long nowNanos, int room) {
    return receiver.report(nowNanos).stream()
        .map(
            block -> {
              ByteBuffer out = ByteBuffer.allocate(MAX_REPORT_BYTES).position(room);
              new RtcpPacket.ReceiverReport(ssrc, List.of(block)).writeTo(out);
              new RtcpPacket.SourceDescription(ssrc, "vedette").writeTo(out);
              return out.flip();
            })
        .toList();
  }
}
