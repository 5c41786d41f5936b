package io.vedette.web.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A single range of bytes (RFC 9110 14.1.2).
 *
 * @param first position of the first byte
 * @param count of bytes, above 0
 */
public record ByteRange(long first, long count) {
  private static final Pattern SINGLE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

  /**
   * Parses a Range header. What is malformed, of another unit, or asks for several ranges is
   * ignored, as the RFC allows: the whole is then sent.
   *
   * @throws Problem of kind RANGE if no byte of the range exists
   */
  public static Optional<ByteRange> parse(String header, long size) {
    Matcher range = SINGLE.matcher(header);
    if (!range.matches()) {
      return Optional.empty();
    }
    String from = range.group(1);
    String to = range.group(2);
    if (from.isEmpty() && to.isEmpty()) {
      return Optional.empty();
    }
    long first;
    long last = size - 1;
    if (from.isEmpty()) {
      long suffix = Long.parseLong(to);
      first = suffix == 0 ? size : Math.max(0, size - suffix);
    } else {
      first = Long.parseLong(from);
      if (!to.isEmpty()) {
        long asked = Long.parseLong(to);
        if (asked < first) {
          return Optional.empty();
        }
        last = Math.min(last, asked);
      }
    }
    if (first >= size) {
      throw new Problem(Kind.RANGE, "the file has " + size + " bytes")
          .with("Content-Range", "bytes */" + size);
    }
    return Optional.of(new ByteRange(first, last - first + 1));
  }

  /** Content-Range of an answer. */
  public String contentRange(long size) {
    return "bytes " + first + "-" + (first + count - 1) + "/" + size;
  }
}
