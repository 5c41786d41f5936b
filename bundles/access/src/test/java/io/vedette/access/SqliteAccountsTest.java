package io.vedette.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.access.Accounts.NewToken;
import io.vedette.api.access.Accounts.User;
import io.vedette.api.access.Caller;
import io.vedette.api.access.Role;
import io.vedette.api.access.TooManyTriesException;
import io.vedette.testkit.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteAccountsTest {
  private static final User BOB = new User("bob", Role.VIEWER, Optional.of(Set.of("door", "yard")));

  /** The real cost would make these tests take half a minute. */
  private static final PasswordHash.Cost CHEAP = new PasswordHash.Cost(8, 1, 1);

  @TempDir Path home;
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-25T10:00:00Z"));
  private SqliteAccounts accounts;

  @BeforeEach
  void open() throws IOException {
    Files.writeString(home.resolve("initial-admin-password"), "first\n");
    accounts = open(home);
  }

  @AfterEach
  void close() {
    accounts.close();
  }

  private SqliteAccounts open(Path folder) throws IOException {
    return new SqliteAccounts(folder, clock, CHEAP);
  }

  private void reopen() throws IOException {
    accounts.close();
    accounts = open(home);
  }

  private Optional<String> signIn(String user, String password) throws TooManyTriesException {
    return accounts.signIn(user, password, "10.0.0.9");
  }

  @Test
  void firstStart_makesAdminAndDeletesThePasswordFile() throws Exception {
    assertThat(home.resolve("initial-admin-password")).doesNotExist();
    assertThat(accounts.bySession(signIn("admin", "first").orElseThrow()))
        .contains(new Caller("admin", Role.ADMIN, Optional.empty()));
  }

  @Test
  void laterStart_ignoresAndDeletesAPasswordFile() throws Exception {
    Files.writeString(home.resolve("initial-admin-password"), "second");
    reopen();

    assertThat(home.resolve("initial-admin-password")).doesNotExist();
    assertThat(signIn("admin", "second")).isEmpty();
    assertThat(signIn("admin", "first")).isPresent();
  }

  @Test
  void firstStart_withoutPasswordFile_hasNoUser(@TempDir Path other) throws Exception {
    SqliteAccounts empty = open(other);

    assertThat(empty.users()).isEmpty();
    assertThat(empty.signIn("admin", "", "here")).isEmpty();
    empty.close();
  }

  @Test
  void databaseIsReadableByItsOwnerOnly() throws Exception {
    assertThat(Files.getPosixFilePermissions(home.resolve("accounts.db")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void storesNoSecretInTheClear() throws Exception {
    accounts.addUser(BOB, "bobs-password");
    String session = signIn("bob", "bobs-password").orElseThrow();
    NewToken token = accounts.createToken("script", Role.OPERATOR);
    accounts.close();

    try (DirectoryStream<Path> files = Files.newDirectoryStream(home)) {
      for (Path file : files) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .doesNotContain("bobs-password", session, token.token());
      }
    }
    accounts = open(home);
  }

  @Test
  void refusesWrongPasswordAndUnknownUserAlike() throws Exception {
    assertThat(signIn("admin", "wrong")).isEmpty();
    assertThat(signIn("nobody", "first")).isEmpty();
    assertThat(signIn("admin", "x".repeat(100_000))).isEmpty();
  }

  @Test
  void sixthTryWithinAMinuteIsRefused_alsoWithTheRightPassword() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(signIn("admin", "wrong" + i)).isEmpty();
    }

    assertThatThrownBy(() -> signIn("admin", "first")).isInstanceOf(TooManyTriesException.class);
    assertThatThrownBy(() -> accounts.signIn("admin", "first", "10.0.0.10"))
        .as("the user, from elsewhere")
        .isInstanceOf(TooManyTriesException.class);
    assertThatThrownBy(() -> signIn("other", "first"))
        .as("the address, as somebody else")
        .isInstanceOf(TooManyTriesException.class);
    clock.advance(Duration.ofMinutes(1));
    assertThat(signIn("admin", "first")).isPresent();
  }

  @Test
  void sessionsAndTokensSurviveARestart() throws Exception {
    String session = signIn("admin", "first").orElseThrow();
    String token = accounts.createToken("script", Role.OPERATOR).token();
    reopen();

    assertThat(accounts.bySession(session)).isPresent();
    assertThat(accounts.byToken(token))
        .contains(new Caller("script", Role.OPERATOR, Optional.empty()));
  }

  @Test
  void sessionEndsWhenIdle_butNotWhileUsed() throws Exception {
    String session = signIn("admin", "first").orElseThrow();
    for (int i = 0; i < 4; i++) {
      clock.advance(SessionTable.IDLE.minusMinutes(1));
      assertThat(accounts.bySession(session)).isPresent();
    }

    clock.advance(SessionTable.IDLE);
    assertThat(accounts.bySession(session)).isEmpty();
  }

  @Test
  void sessionEndsAtTheEndOfItsLife_howeverBusy() throws Exception {
    String session = signIn("admin", "first").orElseThrow();
    Instant end = clock.instant().plus(SessionTable.LIFE);
    while (clock.instant().plus(Duration.ofHours(11)).isBefore(end)) {
      clock.advance(Duration.ofHours(11));
      assertThat(accounts.bySession(session)).isPresent();
    }

    clock.advance(Duration.ofHours(11));
    assertThat(accounts.bySession(session)).isEmpty();
  }

  @Test
  void signOutEndsThatSessionOnly() throws Exception {
    String one = signIn("admin", "first").orElseThrow();
    String two = signIn("admin", "first").orElseThrow();
    accounts.signOut(one);
    accounts.signOut("unknown");

    assertThat(accounts.bySession(one)).isEmpty();
    assertThat(accounts.bySession(two)).isPresent();
  }

  @Test
  void changedRightsOrPasswordEndTheSessions() throws Exception {
    accounts.addUser(BOB, "bobs-password");
    String before = signIn("bob", "bobs-password").orElseThrow();
    assertThat(accounts.updateUser(BOB, Optional.empty())).isTrue();
    assertThat(accounts.bySession(before)).as("nothing changed").isPresent();

    accounts.updateUser(new User("bob", Role.OPERATOR, Optional.empty()), Optional.empty());
    assertThat(accounts.bySession(before)).isEmpty();

    String after = signIn("bob", "bobs-password").orElseThrow();
    accounts.updateUser(accounts.users().get(1), Optional.of("new-password"));
    assertThat(accounts.bySession(after)).isEmpty();
    assertThat(signIn("bob", "bobs-password")).isEmpty();
    assertThat(signIn("bob", "new-password")).isPresent();
  }

  @Test
  void deletedUserIsGoneWithSessions() throws Exception {
    accounts.addUser(BOB, "bobs-password");
    String session = signIn("bob", "bobs-password").orElseThrow();

    assertThat(accounts.deleteUser("bob")).isTrue();
    assertThat(accounts.deleteUser("bob")).isFalse();
    assertThat(accounts.bySession(session)).isEmpty();
    assertThat(accounts.updateUser(BOB, Optional.empty())).isFalse();
  }

  @Test
  void limitsToCamerasAreKept() throws Exception {
    User blind = new User("blind", Role.VIEWER, Optional.of(Set.of()));
    accounts.addUser(BOB, "bobs-password");
    accounts.addUser(blind, "blind-password");

    assertThat(accounts.users())
        .containsExactly(new User("admin", Role.ADMIN, Optional.empty()), blind, BOB);
  }

  @Test
  void lastAdministratorStays() {
    User demoted = new User("admin", Role.OPERATOR, Optional.empty());

    assertThatThrownBy(() -> accounts.deleteUser("admin"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> accounts.updateUser(demoted, Optional.empty()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(accounts.users()).containsExactly(new User("admin", Role.ADMIN, Optional.empty()));
  }

  @Test
  void refusesTakenNamesAndBadInput() {
    accounts.addUser(BOB, "bobs-password");

    assertThatThrownBy(() -> accounts.addUser(BOB, "bobs-password"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> accounts.addUser(new User("a b", Role.VIEWER, Optional.empty()), "long-enough"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> accounts.addUser(new User("eve", Role.VIEWER, Optional.empty()), "short"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("short");
  }

  @Test
  void revokedTokenIsUnknown() {
    NewToken token = accounts.createToken("script", Role.VIEWER);
    assertThat(accounts.tokens()).hasSize(1);

    assertThat(accounts.deleteToken(token.id())).isTrue();
    assertThat(accounts.deleteToken(token.id())).isFalse();
    assertThat(accounts.byToken(token.token())).isEmpty();
  }

  @Test
  void auditTellsOfSignInsAndWhatIsNoted_withinTheRange() throws Exception {
    Instant from = clock.instant();
    signIn("admin", "wrong");
    clock.advance(Duration.ofSeconds(1));
    signIn("admin", "first");
    clock.advance(Duration.ofSeconds(1));
    accounts.audit("admin", "10.0.0.9", "camera added", "x".repeat(5_000));

    assertThat(accounts.audit(from, clock.instant().plusMillis(1)))
        .extracting(e -> e.who() + " " + e.remote() + " " + e.action())
        .containsExactly(
            "admin 10.0.0.9 sign-in refused",
            "admin 10.0.0.9 signed in",
            "admin 10.0.0.9 camera added");
    assertThat(accounts.audit(from.plusSeconds(1), from.plusSeconds(2))).hasSize(1);
    assertThat(accounts.audit(clock.instant(), clock.instant().plusMillis(1)).get(0).detail())
        .hasSize(500);
  }

  @Test
  void databaseOfANewerVersionIsRefused() throws Exception {
    accounts.close();
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("accounts.db"));
        Statement s = c.createStatement()) {
      s.execute("PRAGMA user_version = 99");
    }

    assertThatThrownBy(() -> open(home))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("newer version");
  }

  @Test
  void fileThatIsNoDatabaseIsRefusedWithItsName() throws Exception {
    accounts.close();
    Files.delete(home.resolve("accounts.db"));
    Files.writeString(home.resolve("accounts.db"), "this is not a database".repeat(100));

    assertThatThrownBy(() -> open(home))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("accounts.db");
  }

  private Optional<Caller> byDigest(String login, String password) throws TooManyTriesException {
    String secret = DigestTable.secretOf(login, password);
    return accounts.signInByDigest(login, "10.0.0.8", secret::equals);
  }

  @Test
  void digest_knowsUsersByPassword() throws Exception {
    accounts.addUser(BOB, "bob's password");
    assertThat(byDigest("bob", "bob's password"))
        .contains(new Caller("bob", Role.VIEWER, BOB.cameras()));
    assertThat(byDigest("admin", "first")).isPresent();
    assertThat(byDigest("bob", "first")).isEmpty();

    accounts.updateUser(BOB, Optional.of("another one"));
    reopen();
    assertThat(byDigest("bob", "bob's password")).isEmpty();
    assertThat(byDigest("bob", "another one")).isPresent();

    accounts.deleteUser("bob");
    assertThat(byDigest("bob", "another one")).isEmpty();
  }

  @Test
  void digest_knowsTokensByIdByNameAndAsToken() throws Exception {
    NewToken token = accounts.createToken("media server", Role.VIEWER);
    accounts.createToken("another", Role.ADMIN);
    for (String login : Set.of(token.id(), "media server", "token")) {
      assertThat(byDigest(login, token.token()))
          .contains(new Caller("media server", Role.VIEWER, Optional.empty()));
    }
    accounts.deleteToken(token.id());
    assertThat(byDigest("token", token.token())).isEmpty();
  }

  @Test
  void digest_isLimitedTogetherWithSignIn() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(byDigest("admin", "wrong")).isEmpty();
    }
    assertThat(signIn("admin", "wrong")).isEmpty();
    assertThat(signIn("admin", "wrong")).isEmpty();
    assertThatThrownBy(() -> byDigest("admin", "first")).isInstanceOf(TooManyTriesException.class);
    clock.advance(Duration.ofMinutes(1));
    assertThat(byDigest("admin", "first")).isPresent();
  }

  @Test
  void digest_ofAnAccountOlderThanDigestsComesWithTheNextSignIn() throws Exception {
    accounts.close();
    Files.delete(home.resolve("accounts.key")); // as good as none: it opens nothing
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("accounts.db"));
        Statement s = c.createStatement()) {
      s.execute("DELETE FROM digest");
    }
    accounts = open(home);
    assertThat(byDigest("admin", "first")).isEmpty();
    assertThat(signIn("admin", "first")).isPresent();
    assertThat(byDigest("admin", "first")).isPresent();
  }

  @Test
  void digest_secretsAreNotInTheDatabase() throws Exception {
    accounts.close();
    String secret = DigestTable.secretOf("admin", "first");
    for (String file : Set.of("accounts.db", "accounts.db-wal")) {
      if (Files.exists(home.resolve(file))) {
        String bytes = Files.readString(home.resolve(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain(secret);
      }
    }
    assertThat(Files.getPosixFilePermissions(home.resolve("accounts.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    accounts = open(home);
  }

  private List<String> hear() {
    List<String> heard = new ArrayList<>();
    accounts.bindBus(event -> heard.add(event.kind().id() + ": " + event.text()));
    return heard;
  }

  @Test
  void signingInAndOutIsTold() throws Exception {
    List<String> heard = hear();
    String session = signIn("admin", "first").orElseThrow();
    accounts.signOut(session);
    accounts.signOut(session);

    assertThat(heard)
        .containsExactly("login: admin signed in from 10.0.0.9", "login: admin signed out");
  }

  @Test
  void refusalIsTold_butNotWhatWasTypedInsteadOfAName() throws Exception {
    List<String> heard = hear();
    signIn("my secret", "");
    signIn("admin", "my secret");
    accounts.signInByDigest("my secret", "10.0.0.9", secret -> false);

    assertThat(heard)
        .containsExactly(
            "login: a sign-in of an unknown user from 10.0.0.9 was refused",
            "login: a sign-in of admin from 10.0.0.9 was refused",
            "login: a sign-in of unknown software from 10.0.0.9 was refused");
  }

  @Test
  void peekingKeepsNoSessionAlive() throws Exception {
    String session = signIn("admin", "first").orElseThrow();
    clock.advance(SessionTable.IDLE.minusSeconds(1));
    assertThat(accounts.peekSession(session)).isPresent();
    clock.advance(Duration.ofSeconds(1));
    assertThat(accounts.peekSession(session)).isEmpty();
    assertThat(accounts.bySession(session)).isEmpty();
  }
}
