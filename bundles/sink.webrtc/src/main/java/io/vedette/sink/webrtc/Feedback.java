package io.vedette.sink.webrtc;

import io.vedette.media.MalformedMediaException;
import io.vedette.rtp.RtcpPacket;
import io.vedette.webrtc.srtp.SrtcpReceiver;
import io.vedette.webrtc.srtp.SrtcpSender;
import io.vedette.webrtc.srtp.UnauthenticPacketException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * RTCP of one viewer: opens what the browser sends and does what it asks for, reports once a
 * second. Used by the sender's thread.
 */
final class Feedback {
  /** Two sender reports and two CNAMEs have about 180 bytes. */
  private static final int REPORT_BYTES = 512;

  private final Viewer viewer;
  private final SrtcpReceiver receiver;
  private final SrtcpSender sender;
  private final Output output;
  private final String cname;
  private final byte[] scratch = new byte[REPORT_BYTES];
  private final Map<Long, Integer> lost = new HashMap<>(); // by our SSRC, so at most two
  private volatile long packetsLost;

  Feedback(Viewer viewer, SrtcpReceiver receiver, SrtcpSender sender, Output output, String cname) {
    this.viewer = viewer;
    this.receiver = receiver;
    this.sender = sender;
    this.output = output;
    this.cname = cname;
  }

  /** Takes a datagram of SRTCP; what is not authentic or not RTCP is ignored. */
  void receive(byte[] datagram, long nowNs) {
    try {
      int length = receiver.unprotect(datagram, 0, datagram.length);
      for (RtcpPacket packet : RtcpPacket.parseCompound(ByteBuffer.wrap(datagram, 0, length))) {
        handle(packet, nowNs);
      }
    } catch (UnauthenticPacketException | MalformedMediaException ignored) {
      // Not from the browser, or of no meaning: as good as lost.
    }
  }

  private void handle(RtcpPacket packet, long nowNs) {
    if (packet instanceof RtcpPacket.Nack nack) {
      viewer.resend(nack.media(), nack.sequences(), nowNs);
    } else if (packet instanceof RtcpPacket.PictureLoss
        || packet instanceof RtcpPacket.FullIntraRequest) {
      viewer.pictureLost(nowNs);
    } else if (packet instanceof RtcpPacket.ReceiverReport report) {
      reported(report.reports());
    } else if (packet instanceof RtcpPacket.SenderReport report) {
      reported(report.reports());
    }
  }

  private void reported(List<RtcpPacket.ReportBlock> blocks) {
    for (RtcpPacket.ReportBlock block : blocks) {
      if (viewer.sends(block.ssrc())) {
        lost.put(block.ssrc(), Math.max(0, block.cumulativeLost()));
      }
    }
    packetsLost = lost.values().stream().mapToLong(Integer::longValue).sum();
  }

  /** Packets that did not arrive, as the browser reports; any thread. */
  long packetsLost() {
    return packetsLost;
  }

  /** Sends the sender reports that are due. */
  void report(Instant now) {
    List<RtcpPacket> reports = viewer.reports(now, cname);
    if (!reports.isEmpty()) {
      ByteBuffer out = ByteBuffer.wrap(scratch);
      reports.forEach(report -> report.writeTo(out));
      output.send(scratch, 0, sender.protect(scratch, 0, out.position()));
    }
  }
}
