package io.vedette.sink.export;

import io.vedette.api.recording.RangeException;
import io.vedette.api.recording.RecordedFile;
import io.vedette.api.recording.RecordingStore;
import io.vedette.api.recording.TimelineSpan;
import io.vedette.api.stream.Profile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One file of an archive to be: a stretch without gaps, so that within it the time of the file is
 * the time of the wall.
 *
 * @param sizeBytes as it was when the job was planned
 */
record Piece(Instant from, Instant to, long sizeBytes) {
  /** Files of some gigabytes are easy to handle; a moov of an hour has some 2 MB. */
  private static final Duration LONGEST = Duration.ofHours(1);

  /** A camera that reconnects every second for a day makes more; whoever asks takes a part then. */
  private static final int MOST = 10_000;

  /**
   * The pieces of a camera's range, in order. Reads the headers of its files.
   *
   * @param spans the timeline of the range
   */
  static List<Piece> of(
      RecordingStore store, String camera, Profile profile, List<TimelineSpan> spans)
      throws IOException, RangeException {
    List<Piece> pieces = new ArrayList<>();
    for (TimelineSpan span : spans) {
      if (span.gap().isEmpty()) {
        cut(store, camera, profile, span, pieces);
      }
    }
    return pieces;
  }

  private static void cut(
      RecordingStore store, String camera, Profile profile, TimelineSpan span, List<Piece> pieces)
      throws IOException, RangeException {
    Instant at = span.from();
    while (at.isBefore(span.to())) {
      Instant end = earlier(at.plus(LONGEST), span.to());
      Optional<RecordedFile> found = store.file(camera, profile, at, end);
      Instant next = end;
      if (found.isPresent()) {
        try (RecordedFile file = found.get()) {
          pieces.add(new Piece(at, end, file.sizeBytes()));
          // It reaches to the key picture after the end: the next one begins there, not before.
          next = file.to().isAfter(end) ? file.to() : end;
        }
      }
      if (pieces.size() > MOST) {
        throw new RangeException(
            camera + " was recorded in more than " + MOST + " parts: export a shorter range");
      }
      at = next;
    }
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
