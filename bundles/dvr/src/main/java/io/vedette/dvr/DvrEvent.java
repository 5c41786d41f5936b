package io.vedette.dvr;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something began or ended at the DVR (message EVENT: changed masks and values, then the time).
 *
 * @param kind of what
 * @param number of the channel, input or disk, from 0
 * @param active true: began
 * @param at local time of the device; empty if it was not told or is impossible
 */
public record DvrEvent(Kind kind, int number, boolean active, Optional<LocalDateTime> at) {
  private static final int SIZE = 32;

  /** Kinds. */
  public enum Kind {
    MOTION,
    VIDEO_LOSS,
    ALARM_INPUT,
    DISK_FAILURE
  }

  /** The edges that a message tells. */
  static List<DvrEvent> parse(ByteBuffer in) throws DvrException {
    if (in.remaining() < SIZE) {
      throw new DvrException(DvrException.Kind.PROTOCOL, "event of " + in.remaining() + " bytes");
    }
    Optional<LocalDateTime> at = time(in);
    List<DvrEvent> events = new ArrayList<>();
    edges(events, Kind.ALARM_INPUT, 0, in.getShort(0), in.getShort(2), at);
    edges(events, Kind.VIDEO_LOSS, 0, in.getShort(4), in.getShort(6), at);
    edges(events, Kind.MOTION, 0, in.getShort(8), in.getShort(10), at);
    edges(events, Kind.DISK_FAILURE, 0, in.getInt(12), in.getInt(16), at);
    if (in.get(27) == 1) {
      edges(events, Kind.ALARM_INPUT, 16, in.getShort(28), in.getShort(30), at);
    }
    return events;
  }

  /** Which bits changed, and to what; short masks come sign-extended, so only 16 bits count. */
  static void edges(
      List<DvrEvent> out,
      Kind kind,
      int first,
      int changed,
      int value,
      Optional<LocalDateTime> at) {
    int width = kind == Kind.DISK_FAILURE ? 32 : 16;
    for (int bit = 0; bit < width; bit++) {
      if ((changed >>> bit & 1) != 0) {
        out.add(new DvrEvent(kind, first + bit, (value >>> bit & 1) != 0, at));
      }
    }
  }

  private static Optional<LocalDateTime> time(ByteBuffer in) {
    try {
      return Optional.of(
          LocalDateTime.of(
              in.getShort(20), in.get(22), in.get(23), in.get(24), in.get(25), in.get(26)));
    } catch (DateTimeException impossible) {
      return Optional.empty();
    }
  }

  /** As a device sends it. */
  public DvrMessage message() {
    ByteBuffer out = DvrMessage.bytes(SIZE);
    int bit = 1 << number % 16;
    switch (kind) {
      case ALARM_INPUT -> out.putShort(0, (short) bit).putShort(2, (short) (active ? bit : 0));
      case VIDEO_LOSS -> out.putShort(4, (short) bit).putShort(6, (short) (active ? bit : 0));
      case MOTION -> out.putShort(8, (short) bit).putShort(10, (short) (active ? bit : 0));
      case DISK_FAILURE -> out.putInt(12, 1 << number).putInt(16, active ? 1 << number : 0);
    }
    at.ifPresent(
        time -> {
          out.putShort(20, (short) time.getYear()).put(22, (byte) time.getMonthValue());
          out.put(23, (byte) time.getDayOfMonth()).put(24, (byte) time.getHour());
          out.put(25, (byte) time.getMinute()).put(26, (byte) time.getSecond());
        });
    return new DvrMessage(false, DvrId.EVENT, out);
  }
}
