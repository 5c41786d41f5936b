package io.vedette.rtsp;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a PLAY asks for beyond playing: where, how fast, which pictures (RFC 2326 12.29, 12.34;
 * ONVIF Streaming 6.5, 6.6).
 *
 * @param from recorded time to begin at; empty: where it stands
 * @param to recorded time to end at; before {@code from} when going backward; empty: none
 * @param scale speed, negative backward; empty: not said
 * @param keyPicturesOnly {@code Frames: intra}
 */
public record PlayRequest(
    Optional<Instant> from, Optional<Instant> to, OptionalDouble scale, boolean keyPicturesOnly) {
  /** {@code 20261125T101530.25Z}, RFC 2326 3.7. */
  private static final DateTimeFormatter CLOCK =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuuMMdd'T'HHmmss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral('Z')
          .toFormatter(Locale.ROOT);

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * Reads the headers of a PLAY. A Range in other units than {@code clock} counts as none: players
   * ask for {@code npt=0.000-} and mean "play".
   *
   * @throws ServerSession.Refusal 457 or 451 if a value makes no sense
   */
  static PlayRequest of(RtspHeaders headers) throws ServerSession.Refusal {
    Optional<Instant> from = Optional.empty();
    Optional<Instant> to = Optional.empty();
    String range = headers.first("Range").orElse("").strip();
    if (range.startsWith("clock=")) {
      String[] ends = range.substring("clock=".length()).split(";")[0].split("-", 3);
      if (ends.length > 2) {
        throw new ServerSession.Refusal(457, "Invalid Range");
      }
      from = instant(ends[0]);
      to = ends.length < 2 ? Optional.empty() : instant(ends[1]);
    }
    boolean intra = headers.first("Frames").orElse("").strip().startsWith("intra");
    return new PlayRequest(from, to, scale(headers), intra);
  }

  private static Optional<Instant> instant(String text) throws ServerSession.Refusal {
    if (text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDateTime.parse(text.strip(), CLOCK).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException noTime) {
      throw new ServerSession.Refusal(457, "Invalid Range");
    }
  }

  private static OptionalDouble scale(RtspHeaders headers) throws ServerSession.Refusal {
    Optional<String> text = headers.first("Scale");
    if (text.isEmpty()) {
      return OptionalDouble.empty();
    }
    try {
      double scale = Double.parseDouble(text.get().strip());
      if (Double.isFinite(scale) && scale != 0) {
        return OptionalDouble.of(scale);
      }
    } catch (NumberFormatException noNumber) {
      // Refused below.
    }
    throw new ServerSession.Refusal(451, "Parameter Not Understood");
  }

  /** A Range header that begins at a recorded time. */
  public static String range(Instant from) {
    return "clock=" + MILLIS.format(from) + "-";
  }
}
