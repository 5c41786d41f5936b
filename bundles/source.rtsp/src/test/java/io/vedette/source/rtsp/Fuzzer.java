package io.vedette.source.rtsp;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Feeds a parser with damaged samples for a while: {@code -Dfuzz.seconds=600} instead of a fifth of
 * a second. Each input is made from its number, so that a failure can be had again.
 */
final class Fuzzer {
  /** What a parser declares, or nothing. */
  @FunctionalInterface
  interface Parser {
    void parse(byte[] input) throws Exception;
  }

  private static final long NANOS =
      (long) (Double.parseDouble(System.getProperty("fuzz.seconds", "0.2")) * 1e9);
  private static final int[] ODD = {0, 1, 0x24, 0x3f, 0x40, 0x7f, 0x80, 0xfe, 0xff};

  /** No input of at most 64 KiB takes a parser longer, on a machine that does other things too. */
  private static final long SLOWEST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Fuzzer() {}

  /**
   * Runs.
   *
   * @param declared the one exception the parser may throw
   * @param maxBytes what it may allocate for one input
   */
  static void run(
      List<byte[]> samples, Class<? extends Exception> declared, long maxBytes, Parser parser) {
    AtomicLong number = new AtomicLong();
    assertTimeoutPreemptively(
        Duration.ofNanos(NANOS).plusSeconds(20),
        () -> rounds(samples, declared, maxBytes, parser, number),
        () -> "no end with input " + number);
  }

  private static void rounds(
      List<byte[]> samples,
      Class<? extends Exception> declared,
      long maxBytes,
      Parser parser,
      AtomicLong numbers) {
    long end = System.nanoTime() + NANOS;
    warmUp(samples, declared, parser);
    while (System.nanoTime() < end) {
      long number = numbers.incrementAndGet();
      byte[] input = input(samples, number);
      long cpu = THREADS.getCurrentThreadCpuTime();
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      parse(input, number, declared, parser);
      allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
      cpu = THREADS.getCurrentThreadCpuTime() - cpu;
      if (allocated > maxBytes || cpu > SLOWEST_NANOS) {
        String cost = allocated + " bytes, " + cpu / 1_000_000 + " ms";
        throw new AssertionError(cost + " for " + shown(input, number));
      }
    }
  }

  /** Classes are loaded and constants made at the first call. */
  private static void warmUp(
      List<byte[]> samples, Class<? extends Exception> declared, Parser parser) {
    samples.forEach(sample -> parse(sample.clone(), -1, declared, parser));
  }

  private static void parse(
      byte[] input, long number, Class<? extends Exception> declared, Parser parser) {
    byte[] kept = input.clone();
    try {
      parser.parse(input);
    } catch (Exception thrown) {
      if (!declared.isInstance(thrown) || thrown.getMessage() == null) {
        throw new AssertionError(thrown + " by " + shown(kept, number), thrown);
      }
    }
  }

  private static String shown(byte[] input, long number) {
    return "input " + number + ": " + HexFormat.of().formatHex(input);
  }

  private static byte[] input(List<byte[]> samples, long number) {
    Random random = new Random(number * 0x9e3779b97f4a7c15L);
    byte[] bytes = samples.get(random.nextInt(samples.size())).clone();
    for (int i = random.nextInt(6); i >= 0 && bytes.length > 0; i--) {
      bytes = damaged(bytes, samples, random);
    }
    return bytes;
  }

  private static byte[] damaged(byte[] bytes, List<byte[]> samples, Random random) {
    int at = random.nextInt(bytes.length);
    int end = Math.min(bytes.length, at + 1 + random.nextInt(16));
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) ODD[random.nextInt(ODD.length)];
      case 2 -> {
        return joined(bytes, at, bytes, end); // cut out
      }
      case 3 -> {
        return joined(bytes, end, bytes, at); // doubled
      }
      case 4 -> {
        return Arrays.copyOf(bytes, at); // cut off
      }
      default -> {
        byte[] other = samples.get(random.nextInt(samples.size()));
        return joined(bytes, at, other, random.nextInt(other.length + 1));
      }
    }
    return bytes;
  }

  /** The begin of one, up to there, and the end of another, from there; 64 KiB at most. */
  private static byte[] joined(byte[] begin, int upTo, byte[] end, int from) {
    int size = Math.min(65_536, upTo + end.length - from);
    byte[] joined = Arrays.copyOf(begin, size);
    int rest = Math.max(0, size - upTo);
    if (rest > 0) {
      System.arraycopy(end, from, joined, upTo, rest);
    }
    return joined;
  }
}
