package io.vedette.testkit.soak;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vedette.media.MalformedMediaException;
import io.vedette.mp4.SegmentReader;
import io.vedette.mp4.StoredFragment;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What the recorder has of one stream.
 *
 * @param name {@code soak-3/main}
 * @param pictures numbers of those in its files
 * @param gaps of its timeline
 */
record Recorded(String name, List<Long> pictures, List<Gap> gaps) {
  /** A time without recording. */
  record Gap(long fromMillis, long toMillis, String cause) {}

  /** The gaps in the answer to a question for the timeline. */
  static List<Gap> gaps(JsonObject timeline) {
    List<Gap> gaps = new ArrayList<>();
    for (JsonElement element : timeline.getAsJsonArray("spans")) {
      JsonObject span = element.getAsJsonObject();
      if (!span.get("kind").getAsString().equals("recorded")) {
        JsonElement cause = span.get("cause");
        gaps.add(
            new Gap(
                Instant.parse(span.get("from").getAsString()).toEpochMilli(),
                Instant.parse(span.get("to").getAsString()).toEpochMilli(),
                cause == null ? "" : cause.getAsString()));
      }
    }
    return gaps;
  }

  /**
   * Reads every file of a stream.
   *
   * @param verdict is told of files and pictures that are none of ours
   */
  static List<Long> pictures(Path folder, String name, PictureNumbers numbers, Verdict verdict)
      throws IOException {
    List<Long> all = new ArrayList<>();
    if (!Files.exists(folder)) {
      return all;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".mp4")).sorted().toList()) {
        try (FileChannel channel = FileChannel.open(file)) {
          read(new SegmentReader(channel), name, numbers, verdict, all);
        } catch (MalformedMediaException e) {
          verdict.fault(file + ": " + e.getMessage());
        }
      }
    }
    return all;
  }

  private static void read(
      SegmentReader reader, String name, PictureNumbers numbers, Verdict verdict, List<Long> all)
      throws IOException, MalformedMediaException {
    long anchor = reader.identity().anchor().toEpochMilli();
    for (StoredFragment fragment : reader.between(0, Long.MAX_VALUE)) {
      for (StoredFragment.StoredSample sample : fragment.samples()) {
        if (!sample.track().isVideo()) {
          continue;
        }
        long wall = anchor + sample.dts() * 1000 / sample.track().clockRate();
        OptionalLong number = numbers.of(reader.payload(sample), wall);
        if (number.isPresent()) {
          all.add(number.getAsLong());
        } else {
          verdict.neverSent(name, wall);
        }
      }
    }
  }
}
