package io.vedette.mp4;

import io.vedette.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Whose pictures a segment holds and when they were taken: what the file must say by itself so that
 * the index can be rebuilt from files alone. Stands in a {@code uuid} box of our own (ISO/IEC
 * 14496-12 11.1), which players skip, as lines {@code key=value} of UTF-8, so that {@code strings}
 * shows it and later versions can add keys.
 *
 * @param camera id, {@code [a-z0-9-]{1,64}}
 * @param profile {@code main} or {@code sub}
 * @param run the connection that delivered it
 * @param anchor wall time of the first picture, to the millisecond
 * @param mediaStart decoding time of the first picture in ticks since the run began
 * @param gaps what is missing between the end of the stream's segment before and the anchor, in
 *     order; empty if nothing is
 */
public record SegmentIdentity(
    String camera, String profile, UUID run, Instant anchor, long mediaStart, List<Gap> gaps) {

  /** Type of the box, random but for the last six bytes: "Vedett". */
  static final UUID BOX = UUID.fromString("7b1f3e52-6a0c-4d8e-9c57-566564657474");

  /** More gaps than these are not written; the oldest go first. */
  public static final int MAX_GAPS = 64;

  /** Longest text we read back; ours stays below 64 x 100 bytes. */
  private static final int MAX_BYTES = 16 << 10;

  /** Least number of bytes that a disk writes in one. */
  static final int SECTOR_BYTES = 512;

  private static final Pattern CAMERA = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern CAUSE = Pattern.compile("[a-z-]{1,32}");

  public SegmentIdentity {
    if (!CAMERA.matcher(camera).matches()) {
      throw new IllegalArgumentException("camera id must match " + CAMERA);
    }
    if (!profile.equals("main") && !profile.equals("sub")) {
      throw new IllegalArgumentException("profile must be main or sub");
    }
    anchor = Instant.ofEpochMilli(anchor.toEpochMilli());
    gaps = List.copyOf(gaps.subList(Math.max(0, gaps.size() - MAX_GAPS), gaps.size()));
  }

  /**
   * A stretch that was not recorded.
   *
   * @param from inclusive
   * @param to exclusive
   * @param cause word of the API, for instance {@code camera-offline}
   */
  public record Gap(Instant from, Instant to, String cause) {
    public Gap {
      if (!from.isBefore(to)) {
        throw new IllegalArgumentException("gap from " + from + " to " + to);
      }
      if (!CAUSE.matcher(cause).matches()) {
        throw new IllegalArgumentException("cause must match " + CAUSE);
      }
    }
  }

  /**
   * Writes the box, so long that what follows does not lie across two sectors of a disk.
   *
   * @param followingBytes at most the length of a sector
   */
  void write(BoxWriter w, int followingBytes) {
    StringBuilder text = new StringBuilder();
    text.append("vedette=1\ncamera=").append(camera);
    text.append("\nprofile=").append(profile);
    text.append("\nrun=").append(run);
    text.append("\nanchor=").append(anchor);
    text.append("\nmedia=").append(mediaStart).append('\n');
    for (Gap gap : gaps) {
      text.append("gap=").append(gap.from).append(' ').append(gap.to);
      text.append(' ').append(gap.cause).append('\n');
    }
    int end = w.position() + 8 + 16 + text.length(); // all of it is ASCII
    int inSector = end % SECTOR_BYTES;
    if (inSector + followingBytes > SECTOR_BYTES) {
      text.append("\n".repeat(SECTOR_BYTES - inSector));
    }
    w.box(
        "uuid",
        () -> {
          w.u64(BOX.getMostSignificantBits()).u64(BOX.getLeastSignificantBits());
          w.bytes(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
        });
  }

  /**
   * Reads the content of a uuid box.
   *
   * @throws MalformedMediaException if it is another's or says something impossible
   */
  static SegmentIdentity parse(ByteBuffer content) throws MalformedMediaException {
    if (content.remaining() < 16
        || content.remaining() > MAX_BYTES
        || content.getLong(content.position()) != BOX.getMostSignificantBits()
        || content.getLong(content.position() + 8) != BOX.getLeastSignificantBits()) {
      throw new MalformedMediaException("the uuid box is not that of a segment");
    }
    String text = StandardCharsets.UTF_8.decode(content.slice(16, content.limit() - 16)).toString();
    Map<String, String> values = new HashMap<>();
    List<Gap> gaps = new ArrayList<>();
    try {
      for (String line : text.split("\n", -1)) {
        int equals = line.indexOf('=');
        if (line.startsWith("gap=")) {
          gaps.add(parseGap(line.substring(4)));
        } else if (equals > 0) {
          values.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
      return new SegmentIdentity(
          values.getOrDefault("camera", ""),
          values.getOrDefault("profile", ""),
          UUID.fromString(values.getOrDefault("run", "")),
          Instant.parse(values.getOrDefault("anchor", "")),
          Long.parseLong(values.getOrDefault("media", "")),
          gaps);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw new MalformedMediaException("identity of segment: " + e.getMessage(), e);
    }
  }

  private static Gap parseGap(String text) {
    String[] words = text.split(" ", -1);
    if (words.length != 3) {
      throw new IllegalArgumentException("a gap has three words: " + text);
    }
    return new Gap(Instant.parse(words[0]), Instant.parse(words[1]), words[2]);
  }
}
