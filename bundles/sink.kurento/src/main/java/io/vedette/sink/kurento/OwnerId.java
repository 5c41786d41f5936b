package io.vedette.sink.kurento;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** What marks this recorder's pipelines in a media server, over restarts: several may share one. */
final class OwnerId {
  private static final String FILE = "kurento.id";

  private OwnerId() {}

  /** That of this installation, made the first time. */
  static String in(Path home) throws IOException {
    Path file = home.resolve(FILE);
    if (Files.isRegularFile(file)) {
      String id = Files.readString(file, StandardCharsets.US_ASCII).strip();
      if (id.matches("[0-9a-f-]{36}")) {
        return id;
      }
    }
    String id = UUID.randomUUID().toString();
    Files.writeString(file, id + "\n", StandardCharsets.US_ASCII);
    return id;
  }
}
