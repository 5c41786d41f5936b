package io.vedette.sink.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.vedette.api.recording.TimelineSpan;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an archive says of itself, in {@value #NAME}. Its bytes are signed, so they are written once
 * and never formatted anew. Fields are those of the JSON; times are RFC 3339 in UTC.
 */
final class Manifest {
  static final String NAME = "manifest.json";
  static final String SIGNATURE = "manifest.json.sig";
  static final String PUBLIC_KEY = "public-key.pem";
  static final String FORMAT = "vedette-export-1";

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  String format;
  String export;
  String created;
  String exportedBy;
  Appliance appliance = new Appliance();
  String from;
  String to;
  String stream;
  List<Camera> cameras = new ArrayList<>();

  /** Who made it. */
  static final class Appliance {
    String id;
    String version;
    String publicKey; // PEM
  }

  /** One camera with its files, in the order of time, and what is missing between them. */
  static final class Camera {
    String id;
    List<File> files = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>();
  }

  /** A file of the archive. Its times are those of its first picture and after its last. */
  static final class File {
    String name;
    String from;
    String to;
    long sizeBytes;
    String sha256; // hexadecimal
  }

  /** Nothing was recorded. */
  static final class Gap {
    String from;
    String to;
    String cause;
  }

  static String time(Instant instant) {
    return MILLIS.format(instant);
  }

  static Gap gap(TimelineSpan span) {
    Gap gap = new Gap();
    gap.from = time(span.from());
    gap.to = time(span.to());
    gap.cause = span.gap().orElseThrow().id();
    return gap;
  }

  /** A gap as others see it; empty if its cause is of a later version. */
  static Optional<TimelineSpan> span(Gap gap) {
    for (TimelineSpan.Cause cause : TimelineSpan.Cause.values()) {
      if (cause.name().equals(gap.cause.toUpperCase(Locale.ROOT).replace('-', '_'))) {
        return Optional.of(
            new TimelineSpan(Instant.parse(gap.from), Instant.parse(gap.to), Optional.of(cause)));
      }
    }
    return Optional.empty();
  }

  byte[] toBytes() {
    return (GSON.toJson(this) + "\n").getBytes(UTF_8);
  }

  /**
   * Reads a manifest.
   *
   * @throws IOException if it is none, or one of a later version
   */
  static Manifest parse(byte[] bytes) throws IOException {
    Manifest manifest;
    try {
      manifest = GSON.fromJson(new String(bytes, UTF_8), Manifest.class);
    } catch (JsonParseException e) {
      throw new IOException("it is no JSON of a manifest", e);
    }
    if (manifest == null || !FORMAT.equals(manifest.format)) {
      throw new IOException("its format is not " + FORMAT);
    }
    manifest.requireWhole();
    return manifest;
  }

  /** Reading leaves null where a key is missing or null. */
  private void requireWhole() throws IOException {
    try {
      Instant.parse(created);
      boolean inOrder = Instant.parse(from).isBefore(Instant.parse(to));
      boolean named = !export.isEmpty() && !stream.isEmpty() && !exportedBy.isEmpty();
      boolean signed = !appliance.publicKey.isEmpty() && !appliance.id.isEmpty();
      for (Camera camera : cameras) {
        named &= !camera.id.isEmpty();
        for (File file : camera.files) {
          named &= !file.name.isEmpty() && file.sha256.length() == 64 && file.sizeBytes >= 0;
          Instant.parse(file.from);
          Instant.parse(file.to);
        }
        for (Gap gap : camera.gaps) {
          inOrder &= Instant.parse(gap.from).isBefore(Instant.parse(gap.to));
          named &= !gap.cause.isEmpty();
        }
      }
      if (!inOrder || !named || !signed) {
        throw new IOException("it lacks what every manifest has");
      }
    } catch (NullPointerException | DateTimeException e) {
      throw new IOException("it lacks what every manifest has", e);
    }
  }
}
