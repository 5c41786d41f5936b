package io.vedette.rtp;

import io.vedette.rtp.RtcpPacket.ReportBlock;
import io.vedette.rtp.RtcpPacket.SenderReport;

/**
 * What a receiver counts of one sender: missing packets, jitter, what its reports need (RFC 3550
 * 6.4.1 and A.1 to A.8). Packets are expected in order; behind UDP a reorder queue stands before.
 */
public final class Reception {
  /** Result of {@link #accept} for a packet that came before or comes too late to be of use. */
  public static final int LATE = -1;

  /** Result of {@link #accept} when numbers jump so far that a count would be a guess. */
  public static final int RESTARTED = Integer.MAX_VALUE;

  /** A jump forward of more is a sender that counts anew (RFC 3550 A.1). */
  private static final int MAX_DROPOUT = 3000;

  /** So far back a packet is late; farther back the sender counts anew (RFC 3550 A.1). */
  private static final int MAX_MISORDER = 100;

  private final int clockRate;
  private boolean started;
  private long first; // extended number of the first packet since the last restart
  private long next; // extended number expected next
  private long received;
  private long reportedExpected; // as of the last report
  private long reportedReceived;
  private long lastTransit; // arrival minus timestamp, ticks modulo 2^32
  private double jitter; // ticks
  private long lastReport; // middle of NTP, 0: none
  private long lastReportNanos;

  /**
   * @param clockRate ticks per second of the sender's timestamps
   */
  public Reception(int clockRate) {
    this.clockRate = clockRate;
  }

  /** True if that is the number expected next. */
  public boolean isNext(int sequence) {
    return started && sequence == (next & 0xffff);
  }

  /**
   * Takes the next packet's number.
   *
   * @return how many packets are missing before it, {@link #LATE} or {@link #RESTARTED}
   */
  public int accept(int sequence) {
    if (!started) {
      restart(sequence);
      return 0;
    }
    int ahead = (short) (sequence - (int) next);
    if (ahead < 0 && ahead >= -MAX_MISORDER) {
      return LATE;
    }
    if (ahead < 0 || ahead > MAX_DROPOUT) {
      restart(sequence);
      return RESTARTED;
    }
    next += ahead + 1;
    received++;
    return ahead;
  }

  private void restart(int sequence) {
    started = true;
    first = sequence;
    next = sequence + 1L;
    received = 1;
    reportedExpected = 0;
    reportedReceived = 0;
    jitter = 0;
    lastTransit = 0;
  }

  /** Forgets the numbers: the next packet is the first. For a new SSRC. */
  public void forget() {
    started = false;
    lastReport = 0;
  }

  /** Takes a packet's timestamp and arrival for the jitter (RFC 3550 A.8). */
  public void arrived(long timestamp, long nowNanos) {
    long transit = nowNanos / 1000 * clockRate / 1_000_000 - timestamp & 0xffff_ffffL;
    if (received > 1) {
      jitter += (Math.abs((int) (transit - lastTransit)) - jitter) / 16;
    }
    lastTransit = transit;
  }

  /** Takes the sender's report; the next report of ours returns its time. */
  public void senderReport(SenderReport report, long nowNanos) {
    lastReport = report.middleNtp();
    lastReportNanos = nowNanos;
  }

  /** What to report now; counts the loss since the report before. */
  public ReportBlock report(long ssrc, long nowNanos) {
    long expected = next - first;
    long lost = expected - received;
    long expectedNow = expected - reportedExpected;
    long lostNow = expectedNow - (received - reportedReceived);
    reportedExpected = expected;
    reportedReceived = received;
    int fraction = expectedNow <= 0 || lostNow <= 0 ? 0 : (int) (lostNow * 255 / expectedNow);
    long since = lastReport == 0 ? 0 : (nowNanos - lastReportNanos) / 1000 * 65536 / 1_000_000;
    return new ReportBlock(
        ssrc,
        fraction,
        (int) Math.max(-0x80_0000, Math.min(lost, 0x7f_ffff)),
        next - 1 & 0xffff_ffffL,
        (long) jitter,
        lastReport,
        since);
  }
}
