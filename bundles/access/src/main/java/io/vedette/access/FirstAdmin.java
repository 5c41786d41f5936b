package io.vedette.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the user {@code admin} at the first start, with the password that the launcher left. */
final class FirstAdmin {
  private static final Logger LOG = LoggerFactory.getLogger(FirstAdmin.class);

  private FirstAdmin() {}

  /**
   * @param passwordFile read if there is no user yet; deleted once it has served
   */
  static void create(SqliteAccounts accounts, Path passwordFile) throws IOException {
    if (!accounts.users().isEmpty()) {
      Files.deleteIfExists(passwordFile); // left by a crash between the two last steps below
      return;
    }
    String password =
        Files.exists(passwordFile)
            ? Files.readString(passwordFile, StandardCharsets.UTF_8).strip()
            : "";
    if (password.isEmpty()) {
      LOG.warn("nobody can sign in: there is no user, and no password in {}", passwordFile);
      return;
    }
    accounts.addFirstAdmin("admin", password);
    Files.delete(passwordFile);
    LOG.info("created the user admin with the password of the first start");
  }
}
