package io.vedette.testkit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What some threads of a process have used since they began, as Linux counts it (proc_pid_task(5),
 * proc_pid_stat(5), proc_pid_io(5)).
 *
 * @param cpuSeconds user and system time
 * @param reads system calls that read, of files and sockets alike
 * @param readBytes that they were given, from the disk or from memory
 */
record ThreadLoad(double cpuSeconds, long reads, long readBytes) {
  private static final ThreadLoad NONE = new ThreadLoad(0, 0, 0);
  private static final double TICKS_PER_SECOND =
      100; // USER_HZ, the same on all of Linux's machines
  private static final int UTIME = 11; // fields behind the name, which may hold blanks
  private static final int STIME = 12;
  private static final Pattern READ_BYTES = Pattern.compile("(?m)^rchar: (\\d+)$");
  private static final Pattern READS = Pattern.compile("(?m)^syscr: (\\d+)$");

  /**
   * Of the living threads of a process whose name begins so.
   *
   * @param name at most 15 characters count
   */
  static ThreadLoad of(long pid, String name) throws IOException {
    List<Path> threads;
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      threads = tasks.toList();
    }
    ThreadLoad sum = NONE;
    for (Path thread : threads) {
      try {
        if (Files.readString(thread.resolve("comm")).startsWith(name)) {
          sum = sum.plus(of(thread));
        }
      } catch (NoSuchFileException ended) {
        // between the list and now
      }
    }
    return sum;
  }

  private static ThreadLoad of(Path thread) throws IOException {
    String stat = Files.readString(thread.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
    String io = Files.readString(thread.resolve("io"));
    return new ThreadLoad(ticks / TICKS_PER_SECOND, number(READS, io), number(READ_BYTES, io));
  }

  private static long number(Pattern pattern, String text) throws IOException {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IOException("not what Linux writes: " + text);
    }
    return Long.parseLong(found.group(1));
  }

  private ThreadLoad plus(ThreadLoad other) {
    return new ThreadLoad(
        cpuSeconds + other.cpuSeconds, reads + other.reads, readBytes + other.readBytes);
  }
}
