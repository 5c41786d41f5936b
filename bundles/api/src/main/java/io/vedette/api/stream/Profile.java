package io.vedette.api.stream;

import java.util.Locale;
import java.util.Optional;

/** One encoding of a camera's picture: full or small. */
public enum Profile {
  MAIN,
  SUB;

  /** Name in paths and JSON: {@code main}, {@code sub}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The profile of a name in paths and JSON; empty if there is none. */
  public static Optional<Profile> of(String id) {
    return switch (id) {
      case "main" -> Optional.of(MAIN);
      case "sub" -> Optional.of(SUB);
      default -> Optional.empty();
    };
  }
}
