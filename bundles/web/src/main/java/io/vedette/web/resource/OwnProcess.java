package io.vedette.web.resource;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process we are, as the operating system and the Java machine see it.
 *
 * @param version of Vedette
 * @param started wall time by {@code clock} at which the web came up
 */
record OwnProcess(String version, Instant started, Clock clock) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern RSS = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");

  Duration uptime() {
    return Duration.between(started, clock.instant());
  }

  /** Memory in use, as the operating system counts it; empty where it is not Linux. */
  static Optional<Long> rssBytes() {
    try {
      Matcher rss = RSS.matcher(Files.readString(STATUS));
      return rss.find() ? Optional.of(Long.parseLong(rss.group(1)) * 1024) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static long heapUsedBytes() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  static long heapMaxBytes() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax();
  }

  static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  /** Time that collections took since the process began. */
  static double gcSeconds() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime)
            .sum()
        / 1000.0;
  }

  /** Processor time of the process; empty if the machine does not say. */
  static Optional<Double> cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().map(cpu -> cpu.toMillis() / 1000.0);
  }
}
