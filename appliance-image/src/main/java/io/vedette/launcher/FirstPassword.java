package io.vedette.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The administrator's password of a first start. It is left in a file for bundle {@code access},
 * which makes the account of it and deletes the file.
 */
final class FirstPassword {
  static final String FILE = "initial-admin-password";
  private static final String ACCOUNTS = "accounts.db";
  // Without those that are taken for one another: 0 o, 1 l i.
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

  private FirstPassword() {}

  /**
   * Leaves a password if there are no accounts yet: the given one, else that of a first start which
   * did not get far, else a random one of 79 bits.
   *
   * @return empty if there are accounts
   */
  static Optional<String> prepare(Home home, Optional<String> given) throws IOException {
    if (Files.exists(home.path(ACCOUNTS))) {
      return Optional.empty();
    }
    Path file = home.path(FILE);
    String password =
        given.isPresent()
            ? given.get()
            : Files.exists(file) ? Files.readString(file).strip() : random(new SecureRandom());
    home.writeSecret(FILE, password);
    return Optional.of(password);
  }

  private static String random(SecureRandom random) {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      if (i > 0 && i % 4 == 0) {
        password.append('-');
      }
      password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return password.toString();
  }
}
