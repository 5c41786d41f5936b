package io.vedette.rtp;

import io.vedette.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One packet of a compound RTCP packet (RFC 3550 6, RFC 4585 6, RFC 5104 4.3.1, REMB draft). What
 * came and what is to be sent are the same values: {@link #parseCompound} and {@link #writeTo}.
 * SSRCs, timestamps and counts are unsigned 32-bit numbers in a long.
 */
public sealed interface RtcpPacket {
  /** Most blocks, SSRCs or chunks in a packet: a five-bit count. */
  int MAX_COUNT = 31;

  /** Appends the packet, header included. */
  void writeTo(ByteBuffer out);

  /**
   * Reads all packets between position and limit; moves neither. Types unknown to us come as {@link
   * Other}; a compound packet with a broken length is refused as a whole, since nothing after it
   * can be trusted.
   */
  static List<RtcpPacket> parseCompound(ByteBuffer compound) throws MalformedMediaException {
    return RtcpParser.parseCompound(compound);
  }

  /**
   * What one receiver says of one sender (RFC 3550 6.4.1).
   *
   * @param ssrc of the sender
   * @param fractionLost since the last report, in 1/256
   * @param cumulativeLost since the beginning; negative with duplicates; 24 bits
   * @param highestSequence extended: cycles in the upper 16 bits
   * @param jitter in ticks of the media clock
   * @param lastReport middle 32 bits of the NTP time in the last sender report, 0: none came
   * @param sinceLastReport time since it came, in 1/65536 s
   */
  record ReportBlock(
      long ssrc,
      int fractionLost,
      int cumulativeLost,
      long highestSequence,
      long jitter,
      long lastReport,
      long sinceLastReport) {
    static final int BYTES = 24;

    void writeTo(ByteBuffer out) {
      out.putInt((int) ssrc);
      out.putInt(fractionLost << 24 | cumulativeLost & 0xff_ffff);
      out.putInt((int) highestSequence).putInt((int) jitter);
      out.putInt((int) lastReport).putInt((int) sinceLastReport);
    }
  }

  /**
   * SR, type 200.
   *
   * @param ntp 64-bit NTP time: seconds since 1900 in the upper half, fraction in the lower
   * @param rtpTimestamp the same instant by the media clock
   */
  record SenderReport(
      long ssrc, long ntp, long rtpTimestamp, long packets, long octets, List<ReportBlock> reports)
      implements RtcpPacket {
    public SenderReport {
      reports = List.copyOf(reports);
    }

    /** What a receiver returns as {@link ReportBlock#lastReport}. */
    public long middleNtp() {
      return ntp >>> 16 & 0xffff_ffffL;
    }

    @Override
    public void writeTo(ByteBuffer out) {
      header(out, reports.size(), RtcpParser.SR, 24 + ReportBlock.BYTES * reports.size());
      out.putInt((int) ssrc).putLong(ntp).putInt((int) rtpTimestamp);
      out.putInt((int) packets).putInt((int) octets);
      reports.forEach(report -> report.writeTo(out));
    }
  }

  /** RR, type 201. */
  record ReceiverReport(long ssrc, List<ReportBlock> reports) implements RtcpPacket {
    public ReceiverReport {
      reports = List.copyOf(reports);
    }

    @Override
    public void writeTo(ByteBuffer out) {
      header(out, reports.size(), RtcpParser.RR, 4 + ReportBlock.BYTES * reports.size());
      out.putInt((int) ssrc);
      reports.forEach(report -> report.writeTo(out));
    }
  }

  /**
   * SDES, type 202: the chunk of one source with its CNAME alone; other chunks and items are
   * skipped.
   *
   * @param cname empty if the first chunk has none
   */
  record SourceDescription(long ssrc, String cname) implements RtcpPacket {
    @Override
    public void writeTo(ByteBuffer out) {
      byte[] name = cname.getBytes(StandardCharsets.UTF_8);
      int length = Math.min(name.length, 255);
      int body = 4 + (2 + length + 1 + 3) / 4 * 4; // at least one zero ends the list of items
      header(out, 1, RtcpParser.SDES, body);
      int end = out.position() + body;
      out.putInt((int) ssrc).put((byte) RtcpParser.CNAME).put((byte) length).put(name, 0, length);
      while (out.position() < end) {
        out.put((byte) 0);
      }
    }
  }

  /** BYE, type 203; its reason is skipped. */
  record Goodbye(List<Long> ssrcs) implements RtcpPacket {
    public Goodbye {
      ssrcs = List.copyOf(ssrcs);
    }

    @Override
    public void writeTo(ByteBuffer out) {
      header(out, ssrcs.size(), RtcpParser.BYE, 4 * ssrcs.size());
      ssrcs.forEach(ssrc -> out.putInt(ssrc.intValue()));
    }
  }

  /**
   * Generic NACK (RFC 4585 6.2.1), type 205 format 1.
   *
   * @param sequences what is missing, in the order of the packet, 0 to 65535. Written in as few
   *     blocks as their order allows
   */
  record Nack(long sender, long media, List<Integer> sequences) implements RtcpPacket {
    public Nack {
      sequences = List.copyOf(sequences);
    }

    @Override
    public void writeTo(ByteBuffer out) {
      int start = out.position();
      header(out, RtcpParser.NACK, RtcpParser.RTPFB, 8);
      out.putInt((int) sender).putInt((int) media);
      for (int i = 0; i < sequences.size(); ) {
        int first = sequences.get(i++);
        int mask = 0;
        while (i < sequences.size()) {
          int distance = sequences.get(i) - first & 0xffff;
          if (distance < 1 || distance > 16) {
            break;
          }
          mask |= 1 << distance - 1;
          i++;
        }
        out.putShort((short) first).putShort((short) mask);
      }
      out.putShort(start + 2, (short) ((out.position() - start) / 4 - 1));
    }
  }

  /** PLI (RFC 4585 6.3.1), type 206 format 1: a decoder asks for a key picture. */
  record PictureLoss(long sender, long media) implements RtcpPacket {
    @Override
    public void writeTo(ByteBuffer out) {
      header(out, RtcpParser.PLI, RtcpParser.PSFB, 8);
      out.putInt((int) sender).putInt((int) media);
    }
  }

  /**
   * FIR (RFC 5104 4.3.1), type 206 format 4: a key picture is ordered.
   *
   * @param requests at least one; whom it concerns
   */
  record FullIntraRequest(long sender, List<Request> requests) implements RtcpPacket {
    /**
     * @param command the same number again is a repetition, not a new order; 0 to 255
     */
    public record Request(long media, int command) {}

    public FullIntraRequest {
      requests = List.copyOf(requests);
    }

    @Override
    public void writeTo(ByteBuffer out) {
      header(out, RtcpParser.FIR, RtcpParser.PSFB, 8 + 8 * requests.size());
      out.putInt((int) sender).putInt(0);
      requests.forEach(r -> out.putInt((int) r.media).putInt(r.command << 24));
    }
  }

  /**
   * REMB (draft-alvestrand-rmcat-remb-03), type 206 format 15: what the receiver thinks it can
   * take.
   */
  record BandwidthEstimate(long sender, long bitsPerSecond, List<Long> media)
      implements RtcpPacket {
    public BandwidthEstimate {
      media = List.copyOf(media);
    }

    @Override
    public void writeTo(ByteBuffer out) {
      int exponent = Math.max(0, 64 - Long.numberOfLeadingZeros(bitsPerSecond) - 18);
      header(out, RtcpParser.AFB, RtcpParser.PSFB, 16 + 4 * media.size());
      out.putInt((int) sender).putInt(0).putInt(RtcpParser.REMB);
      out.putInt(media.size() << 24 | exponent << 18 | (int) (bitsPerSecond >>> exponent));
      media.forEach(ssrc -> out.putInt(ssrc.intValue()));
    }
  }

  /** A packet we have no use for. */
  record Other(int type, int format) implements RtcpPacket {
    @Override
    public void writeTo(ByteBuffer out) {
      header(out, format, type, 0);
    }
  }

  private static void header(ByteBuffer out, int count, int type, int bodyBytes) {
    if (count > MAX_COUNT) {
      throw new IllegalArgumentException("RTCP packet with " + count + " entries, 31 fit");
    }
    out.put((byte) (0x80 | count)).put((byte) type).putShort((short) (bodyBytes / 4));
  }
}
