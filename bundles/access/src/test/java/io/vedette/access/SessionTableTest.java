package io.vedette.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.access.Accounts.User;
import io.vedette.api.access.Role;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTableTest {
  private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");

  @Test
  void keepsOnlyTheNewestSessionsOfAUser(@TempDir Path home) throws Exception {
    try (Database database = new Database(home.resolve("test.db"))) {
      database.transaction(
          c -> {
            for (String name : new String[] {"busy", "other"}) {
              UserTable.put(c, new User(name, Role.VIEWER, Optional.empty()), "hash");
            }
            SessionTable.add(c, new byte[] {-1}, "other", START);
            for (byte i = 0; i <= SessionTable.MAX_PER_USER; i++) {
              SessionTable.add(c, new byte[] {i}, "busy", START.plusSeconds(i));
            }
            Instant end = START.plusSeconds(200);
            assertThat(SessionTable.use(c, new byte[] {0}, end)).as("oldest").isEmpty();
            assertThat(SessionTable.use(c, new byte[] {1}, end)).contains("busy");
            assertThat(SessionTable.use(c, new byte[] {-1}, end)).contains("other");
            return null;
          });
    }
  }
}
