package io.vedette.rtp;

import io.vedette.media.MalformedMediaException;
import io.vedette.rtp.RtcpPacket.ReportBlock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads compound RTCP packets for {@link RtcpPacket#parseCompound}. Stateless. */
final class RtcpParser {
  static final int SR = 200;
  static final int RR = 201;
  static final int SDES = 202;
  static final int BYE = 203;
  static final int RTPFB = 205;
  static final int PSFB = 206;

  static final int NACK = 1; // formats of RTPFB
  static final int PLI = 1; // formats of PSFB
  static final int FIR = 4;
  static final int AFB = 15;

  static final int CNAME = 1; // item of SDES
  static final int REMB = 'R' << 24 | 'E' << 16 | 'M' << 8 | 'B';

  private RtcpParser() {}

  static List<RtcpPacket> parseCompound(ByteBuffer compound) throws MalformedMediaException {
    List<RtcpPacket> packets = new ArrayList<>(3);
    ByteBuffer rest = compound.slice();
    while (rest.hasRemaining()) {
      int at = rest.position();
      if (rest.remaining() < 4) {
        throw new MalformedMediaException(
            "RTCP header cut short at byte " + at + " of " + rest.limit());
      }
      int first = rest.get(at);
      int size = 4 + 4 * (rest.getShort(at + 2) & 0xffff);
      if ((first >> 6 & 3) != 2 || size > rest.remaining()) {
        throw new MalformedMediaException(
            "RTCP version "
                + (first >> 6 & 3)
                + " with "
                + size
                + " bytes at byte "
                + at
                + " of "
                + rest.limit());
      }
      int padding = (first & 0x20) != 0 ? rest.get(at + size - 1) & 0xff : 0;
      if (padding > size - 4) {
        throw new MalformedMediaException("RTCP padding of " + padding + " in " + size + " bytes");
      }
      packets.add(
          body(rest.get(at + 1) & 0xff, first & 0x1f, rest.slice(at + 4, size - 4 - padding)));
      rest.position(at + size);
    }
    return packets;
  }

  private static RtcpPacket body(int type, int count, ByteBuffer in)
      throws MalformedMediaException {
    return switch (type) {
      case SR -> senderReport(count, in);
      case RR -> {
        need(in, 4, "RR");
        long ssrc = unsigned(in);
        yield new RtcpPacket.ReceiverReport(ssrc, reports(count, in));
      }
      case SDES -> sourceDescription(count, in);
      case BYE -> {
        need(in, 4 * count, "BYE");
        yield new RtcpPacket.Goodbye(ssrcs(count, in));
      }
      case RTPFB -> count == NACK ? nack(in) : new RtcpPacket.Other(type, count);
      case PSFB -> payloadFeedback(count, in);
      default -> new RtcpPacket.Other(type, count);
    };
  }

  private static RtcpPacket senderReport(int count, ByteBuffer in) throws MalformedMediaException {
    need(in, 24, "SR");
    long ssrc = unsigned(in);
    long ntp = in.getLong();
    long timestamp = unsigned(in);
    long packets = unsigned(in);
    long octets = unsigned(in);
    return new RtcpPacket.SenderReport(ssrc, ntp, timestamp, packets, octets, reports(count, in));
  }

  /** As many blocks as there are, at most the announced count: cameras miscount. */
  private static List<ReportBlock> reports(int count, ByteBuffer in) {
    List<ReportBlock> reports = new ArrayList<>(1);
    for (int i = 0; i < count && in.remaining() >= ReportBlock.BYTES; i++) {
      long ssrc = unsigned(in);
      int lost = in.getInt();
      reports.add(
          new ReportBlock(
              ssrc,
              lost >>> 24,
              lost << 8 >> 8,
              unsigned(in),
              unsigned(in),
              unsigned(in),
              unsigned(in)));
    }
    return reports;
  }

  private static RtcpPacket sourceDescription(int count, ByteBuffer in) {
    if (count == 0 || in.remaining() < 4) {
      return new RtcpPacket.Other(SDES, count);
    }
    long ssrc = unsigned(in);
    String cname = "";
    while (in.remaining() >= 2 && in.get(in.position()) != 0) {
      int item = in.get();
      int length = Math.min(in.get() & 0xff, in.remaining());
      if (item == CNAME) {
        byte[] text = new byte[length];
        in.get(text);
        cname = new String(text, StandardCharsets.UTF_8);
      } else {
        in.position(in.position() + length);
      }
    }
    return new RtcpPacket.SourceDescription(ssrc, cname);
  }

  private static RtcpPacket nack(ByteBuffer in) throws MalformedMediaException {
    need(in, 8, "NACK");
    long sender = unsigned(in);
    long media = unsigned(in);
    List<Integer> sequences = new ArrayList<>();
    while (in.remaining() >= 4) {
      int first = in.getShort() & 0xffff;
      int mask = in.getShort() & 0xffff;
      sequences.add(first);
      for (int bit = 0; bit < 16; bit++) {
        if ((mask >> bit & 1) != 0) {
          sequences.add(first + bit + 1 & 0xffff);
        }
      }
    }
    return new RtcpPacket.Nack(sender, media, sequences);
  }

  private static RtcpPacket payloadFeedback(int format, ByteBuffer in)
      throws MalformedMediaException {
    need(in, 8, "payload feedback");
    long sender = unsigned(in);
    long media = unsigned(in);
    if (format == PLI) {
      return new RtcpPacket.PictureLoss(sender, media);
    }
    if (format == FIR) {
      List<RtcpPacket.FullIntraRequest.Request> requests = new ArrayList<>(1);
      while (in.remaining() >= 8) {
        requests.add(new RtcpPacket.FullIntraRequest.Request(unsigned(in), in.getInt() >>> 24));
      }
      return new RtcpPacket.FullIntraRequest(sender, requests);
    }
    if (format == AFB && in.remaining() >= 8 && in.getInt() == REMB) {
      int rate = in.getInt();
      long bits = Math.min((long) (rate & 0x3_ffff) << (rate >> 18 & 0x3f), Long.MAX_VALUE);
      int count = Math.min(rate >>> 24, in.remaining() / 4);
      return new RtcpPacket.BandwidthEstimate(sender, bits, ssrcs(count, in));
    }
    return new RtcpPacket.Other(PSFB, format);
  }

  private static List<Long> ssrcs(int count, ByteBuffer in) {
    List<Long> ssrcs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ssrcs.add(unsigned(in));
    }
    return ssrcs;
  }

  private static long unsigned(ByteBuffer in) {
    return in.getInt() & 0xffff_ffffL;
  }

  private static void need(ByteBuffer in, int bytes, String what) throws MalformedMediaException {
    if (in.remaining() < bytes) {
      throw new MalformedMediaException(
          "RTCP " + what + " of " + in.remaining() + " bytes, needs " + bytes);
    }
  }
}
