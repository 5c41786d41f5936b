package io.vedette.testkit;

import io.vedette.api.stream.Profile;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * The machine-readable timecode at the top edge of every picture of a simulated camera: 24 blocks,
 * each 1/40 of the picture's width in width and height, white for 1. From the left: 1 0 1 0, then
 * 16 bits of data (4 scene, 1 profile, 11 hundredths of a second), highest first, then 4 bits of
 * check: bit i = not (data bit i ^ i+4 ^ i+8 ^ i+12).
 *
 * @param scene number of the scene, 0 to 15
 * @param profile which encoding of it
 * @param centiseconds time in the loop, rounded down to 1/100 s
 */
public record Timecode(int scene, Profile profile, int centiseconds) {
  /**
   * Length of every loop, in milliseconds: a whole number of pictures and GOPs at 25 and 15 fps.
   */
  public static final int LOOP_MILLIS = 16_000;

  private static final int COLUMNS = 40;
  private static final int MARKER = 0b1010;
  private static final int MARKER_BITS = 4;
  private static final int DATA_BITS = 16;
  private static final int CHECK_BITS = 4;
  private static final int TIME_BITS = 11;

  /** Darker is 0, brighter than 255 minus this is 1, between is unreadable. Luma as in H.264. */
  private static final int DARK = 90;

  /** What a camera shows at a wall time, in centiseconds, if its picture were made just then. */
  public static int centisecondsAt(Instant wallTime) {
    return Math.floorMod(wallTime.toEpochMilli(), LOOP_MILLIS) / 10;
  }

  /**
   * How far {@code to} is after {@code from} on the shorter way round the loop, in centiseconds;
   * negative: before.
   */
  public static int distance(int from, int to) {
    int loop = LOOP_MILLIS / 10;
    return Math.floorMod(to - from + loop / 2, loop) - loop / 2;
  }

  /**
   * Reads a picture.
   *
   * @param luma rows of one byte per pixel, without gaps, from the buffer's position
   * @return empty if there is no timecode or it is damaged
   */
  public static Optional<Timecode> read(ByteBuffer luma, int width, int height) {
    int bits = 0;
    for (int i = 0; i < MARKER_BITS + DATA_BITS + CHECK_BITS; i++) {
      int mean = meanOfMiddle(luma, width, height, i);
      if (mean >= DARK && mean <= 255 - DARK) {
        return Optional.empty();
      }
      bits = bits << 1 | (mean > DARK ? 1 : 0);
    }
    int data = bits >> CHECK_BITS & 0xffff;
    int check = ~(data ^ data >> 4 ^ data >> 8 ^ data >> 12) & 0xf;
    int time = data & (1 << TIME_BITS) - 1;
    if (bits >> DATA_BITS + CHECK_BITS != MARKER
        || (bits & 0xf) != check
        || time >= LOOP_MILLIS / 10) {
      return Optional.empty();
    }
    Profile profile = (data >> TIME_BITS & 1) == 1 ? Profile.MAIN : Profile.SUB;
    return Optional.of(new Timecode(data >> 12, profile, time));
  }

  /** The mean of the middle quarter of a block: away from the edges, which coding blurs. */
  private static int meanOfMiddle(ByteBuffer luma, int width, int height, int block) {
    double size = width / (double) COLUMNS;
    int fromX = (int) ((block + 0.25) * size);
    int toX = Math.max(fromX + 1, (int) ((block + 0.75) * size));
    int fromY = (int) (0.25 * size);
    int toY = Math.min(height, Math.max(fromY + 1, (int) (0.75 * size)));
    int sum = 0;
    for (int y = fromY; y < toY; y++) {
      for (int x = fromX; x < toX; x++) {
        sum += luma.get(luma.position() + y * width + x) & 0xff;
      }
    }
    return sum / ((toX - fromX) * (toY - fromY));
  }
}
