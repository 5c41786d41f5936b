package io.vedette.web.resource;

import io.vedette.api.recording.RecordingReader;
import io.vedette.media.AccessUnit;
import io.vedette.media.H264Config;
import io.vedette.web.http.Json;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One recorded group of pictures, from a key picture to the last that needs it.
 *
 * @param config of all its pictures
 * @param pictures in recording order, the key picture first
 * @param before recorded time of the key picture before, across whatever gap; empty: none
 */
record RecordedGop(H264Config config, List<AccessUnit> pictures, Optional<Instant> before) {
  /** A GOP of 4 s at 8 Mbit/s; of a sub stream it is a thirtieth. */
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  /** A GOP of 20 s at 60 pictures a second. */
  private static final int MAX_PICTURES = 1200;

  private static final byte[] START_CODE = {0, 0, 0, 1};

  RecordedGop {
    pictures = List.copyOf(pictures);
  }

  /**
   * Reads the group whose key picture is the newest at or before a time.
   *
   * @return empty if nothing is recorded until then
   * @throws Problem IMPOSSIBLE if it is larger than anybody should hold, or no H.264
   */
  static Optional<RecordedGop> read(RecordingReader reader, Instant at) throws IOException {
    Optional<Instant> key = reader.keyAtOrBefore(at);
    if (key.isEmpty()) {
      return Optional.empty();
    }
    Optional<Instant> before = reader.keyAtOrBefore(key.get().minusMillis(1));
    if (!reader.seek(key.get())) {
      return Optional.empty(); // deleted meanwhile
    }
    List<AccessUnit> pictures = pictures(reader);
    if (pictures.isEmpty()) {
      return Optional.empty();
    }
    if (pictures.get(0).track().config() instanceof H264Config config) {
      return Optional.of(new RecordedGop(config, pictures, before));
    }
    throw new Problem(Kind.IMPOSSIBLE, "the pictures recorded then are not H.264");
  }

  private static List<AccessUnit> pictures(RecordingReader reader) throws IOException {
    List<AccessUnit> pictures = new ArrayList<>();
    int bytes = 0;
    for (Optional<AccessUnit> next = reader.next(); next.isPresent(); next = reader.next()) {
      AccessUnit unit = next.get();
      if (unit.track().isVideo()) {
        if (unit.randomAccess() && !pictures.isEmpty()) {
          break;
        }
        pictures.add(unit);
        bytes += unit.sizeBytes();
        if (bytes > MAX_BYTES || pictures.size() > MAX_PICTURES) {
          throw new Problem(
              Kind.IMPOSSIBLE,
              "the group of pictures at %s has more than %d pictures or %d bytes"
                  .formatted(pictures.get(0).received(), MAX_PICTURES, MAX_BYTES));
        }
      }
    }
    return pictures;
  }

  /**
   * A line of JSON that says what follows, then the pictures back to back as a byte stream (ISO/IEC
   * 14496-10 annex B), the key picture with its parameter sets.
   */
  byte[] bytes() {
    List<Json> told = new ArrayList<>();
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    append(stream, config.lengthPrefixed());
    int from = 0;
    for (AccessUnit picture : pictures) {
      append(stream, picture.payload());
      told.add(Json.object().with("at", picture.received()).with("bytes", stream.size() - from));
      from = stream.size();
    }
    Json head =
        Json.object()
            .with("codec", config.rfc6381())
            .with("width", config.parsedSps().width())
            .with("height", config.parsedSps().height())
            .with("pictures", told)
            .with("before", before);
    byte[] line = (Json.text(head) + '\n').getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(line.length + stream.size())
        .put(line)
        .put(stream.toByteArray())
        .array();
  }

  /** Start codes take the place of the lengths; a broken length ends the picture. */
  private static void append(ByteArrayOutputStream stream, ByteBuffer lengthPrefixed) {
    ByteBuffer in = lengthPrefixed.duplicate();
    while (in.remaining() > 4) {
      byte[] unit = new byte[Math.max(0, Math.min(in.getInt(), in.remaining()))];
      in.get(unit);
      stream.writeBytes(START_CODE);
      stream.writeBytes(unit);
    }
  }
}
