package io.vedette.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares a dump with a file under src/test/resources; {@code -Dgolden.update=true} rewrites it.
 */
final class Golden {
  private Golden() {}

  static void check(String dump, String file) throws IOException {
    Path path = Path.of("src/test/resources/io/vedette/rtp", file);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(path, dump);
    }
    assertThat(dump).isEqualTo(Files.readString(path));
  }
}
