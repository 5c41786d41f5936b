package io.vedette.access;

import io.vedette.api.access.Accounts;
import io.vedette.api.access.Caller;
import io.vedette.api.access.Role;
import io.vedette.api.access.TooManyTriesException;
import io.vedette.api.camera.Camera;
import io.vedette.api.event.Event;
import io.vedette.api.event.EventBus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Accounts in {@code HOME/accounts.db}. Thread-safe; works on the threads of whoever asks.
 * Immediate, so that the first start's password does not lie in its file until somebody signs in.
 */
@Component(service = Accounts.class, immediate = true)
public final class SqliteAccounts implements Accounts {
  /** What a user may be called: fits into a path and a log line as it is. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

  private static final int MIN_PASSWORD = 8; // characters, NIST SP 800-63B 3.1.1.2
  private static final int MAX_PASSWORD = 1024; // bounds the work of hashing
  private static final Duration CHECK_WAIT = Duration.ofSeconds(5);

  private final Clock clock;
  private final PasswordHash.Cost hashCost; // of new hashes
  private final Database database;
  private final DigestTable digests;
  private final TryLimit tries = new TryLimit(); // guarded by check
  private final SignInNews news = new SignInNews();

  private volatile EventBus bus; // null: nobody is told of events

  /**
   * One password is checked at a time: it costs 7 MiB and 60 ms, and so the limit of tries holds
   * for tries made at once, too.
   */
  private final Semaphore check = new Semaphore(1, true);

  /** Compared with when the user is unknown, so that the answer takes as long. */
  private final String nobodysHash;

  /**
   * @throws IOException if the accounts cannot be opened; the message says why
   */
  @Activate
  public SqliteAccounts(BundleContext context) throws IOException {
    this(home(context), Clock.systemUTC(), PasswordHash.COST);
  }

  SqliteAccounts(Path home, Clock clock, PasswordHash.Cost hashCost) throws IOException {
    this.clock = clock;
    this.hashCost = hashCost;
    nobodysHash = PasswordHash.of(Secrets.random256(), hashCost);
    Files.createDirectories(
        home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    digests = new DigestTable(SealKey.of(home.resolve("accounts.key")));
    database = new Database(home.resolve("accounts.db"));
    try {
      FirstAdmin.create(this, home.resolve("initial-admin-password"));
    } catch (IOException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static Path home(BundleContext context) throws IOException {
    String home = context.getProperty("vedette.home");
    if (home == null) {
      throw new IOException("the framework property vedette.home is not set");
    }
    return Path.of(home);
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindBus(EventBus told) {
    bus = told;
  }

  void unbindBus(EventBus told) {
    if (bus == told) {
      bus = null;
    }
  }

  /** Ends the use of the file. */
  @Deactivate
  public void close() {
    database.close();
  }

  @Override
  public Optional<String> signIn(String user, String password, String remote)
      throws TooManyTriesException {
    Optional<String> secret = checkedAlone(user, password, remote);
    if (secret.isPresent()) {
      tell(user + " signed in from " + remote);
    } else {
      tellRefused(userExists(user) ? user : "an unknown user", remote);
    }
    return secret;
  }

  private Optional<String> checkedAlone(String user, String password, String remote)
      throws TooManyTriesException {
    boolean mine = false;
    try {
      mine = check.tryAcquire(CHECK_WAIT.toMillis(), TimeUnit.MILLISECONDS);
      if (!mine) {
        throw new TooManyTriesException(CHECK_WAIT);
      }
      return signInAlone(user, password, remote);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TooManyTriesException(CHECK_WAIT);
    } finally {
      if (mine) {
        check.release();
      }
    }
  }

  private Optional<String> signInAlone(String user, String password, String remote)
      throws TooManyTriesException {
    Instant now = clock.instant();
    checkTries(user, remote, now);
    if (!isRight(user, password)) {
      refused(user, remote, now);
      return Optional.empty();
    }
    String secret = Secrets.random256();
    return database.transaction(
        c -> {
          if (!digests.knows(c, user, password)) { // the account is older than digest logins are
            digests.putUser(c, user, password);
          }
          SessionTable.add(c, Secrets.sha256(secret), user, now);
          AuditTable.add(c, new AuditEntry(now, user, remote, "signed in", ""));
          return Optional.of(secret);
        });
  }

  private void checkTries(String user, String remote, Instant now) throws TooManyTriesException {
    tries.check(userKey(user), now);
    tries.check("address " + remote, now);
  }

  private void refused(String user, String remote, Instant now) {
    tries.failed(userKey(user), now);
    tries.failed("address " + remote, now);
    audit(user, remote, "sign-in refused", "");
  }

  private static String userKey(String user) {
    return "user " + (NAME.matcher(user).matches() ? user : "");
  }

  @Override
  public Optional<Caller> signInByDigest(String user, String remote, Predicate<String> proves)
      throws TooManyTriesException {
    List<DigestTable.Candidate> candidates = database.transaction(c -> digests.find(c, user));
    Optional<Caller> caller;
    check.acquireUninterruptibly(); // for the limit of tries; nothing slow is done below
    try {
      Instant now = clock.instant();
      checkTries(user, remote, now);
      caller =
          candidates.stream()
              .filter(candidate -> proves.test(candidate.secret()))
              .map(DigestTable.Candidate::caller)
              .findFirst();
      if (caller.isEmpty()) {
        refused(user, remote, now);
      }
    } finally {
      check.release();
    }
    if (caller.isEmpty()) {
      tellRefused(candidates.isEmpty() ? "unknown software" : user, remote);
    }
    return caller;
  }

  /** What was typed as a name may be a password: only names that exist are told. */
  private void tellRefused(String who, String remote) {
    tell("a sign-in of " + who + " from " + remote + " was refused");
  }

  /** Tells an event, holding no lock. */
  private void tell(String what) {
    EventBus now = bus;
    Instant at = clock.instant();
    if (now != null) {
      news.of(what, at)
          .ifPresent(
              text ->
                  now.publish(
                      new Event(
                          at, Event.Kind.LOGIN, Event.Phase.HAPPENED, Optional.empty(), text)));
    }
  }

  private boolean userExists(String user) {
    return database.transaction(c -> UserTable.find(c, user)).isPresent();
  }

  private boolean isRight(String user, String password) {
    if (password.length() > MAX_PASSWORD) {
      return false;
    }
    Optional<UserTable.Row> row = database.transaction(c -> UserTable.find(c, user));
    boolean matches =
        PasswordHash.matches(row.map(UserTable.Row::passwordHash).orElse(nobodysHash), password);
    return row.isPresent() && matches;
  }

  @Override
  public Optional<Caller> bySession(String secret) {
    byte[] hash = Secrets.sha256(secret);
    return database.transaction(c -> caller(c, SessionTable.use(c, hash, clock.instant())));
  }

  @Override
  public Optional<Caller> peekSession(String secret) {
    byte[] hash = Secrets.sha256(secret);
    return database.transaction(
        c -> caller(c, SessionTable.find(c, hash, clock.instant()).map(SessionTable.Row::user)));
  }

  private static Optional<Caller> caller(Connection c, Optional<String> name) throws SQLException {
    Optional<UserTable.Row> row =
        name.isPresent() ? UserTable.find(c, name.get()) : Optional.empty();
    return row.map(r -> new Caller(r.user().name(), r.user().role(), r.user().cameras()));
  }

  @Override
  public void signOut(String secret) {
    byte[] hash = Secrets.sha256(secret);
    Optional<SessionTable.Row> ended =
        database.transaction(
            c -> {
              Optional<SessionTable.Row> row = SessionTable.find(c, hash, clock.instant());
              SessionTable.delete(c, hash);
              return row;
            });
    ended.ifPresent(row -> tell(row.user() + " signed out"));
  }

  @Override
  public Optional<Caller> byToken(String token) {
    return database.transaction(c -> TokenTable.find(c, Secrets.sha256(token)));
  }

  @Override
  public NewToken createToken(String name, Role role) {
    String secret = "vdt_" + Secrets.random256(); // the prefix is for scanners of leaked secrets
    TokenInfo token = new TokenInfo(Secrets.randomId(), name, role, clock.instant());
    change(
        c -> {
          TokenTable.add(c, token, Secrets.sha256(secret));
          digests.addToken(c, token, secret);
        });
    return new NewToken(token.id(), secret);
  }

  @Override
  public List<TokenInfo> tokens() {
    return database.transaction(TokenTable::all);
  }

  @Override
  public boolean deleteToken(String id) {
    return database.transaction(c -> TokenTable.delete(c, id));
  }

  @Override
  public List<User> users() {
    return database.transaction(UserTable::all);
  }

  @Override
  public void addUser(User user, String password) {
    requireGoodPassword(password);
    putNew(user, password);
  }

  /** The first administrator; the installer chose the password, however short. */
  void addFirstAdmin(String name, String password) {
    putNew(new User(name, Role.ADMIN, Optional.empty()), password);
  }

  private void putNew(User user, String password) {
    requireGoodUser(user);
    String hash = PasswordHash.of(password, hashCost); // outside of the transaction: it is slow
    change(
        c -> {
          if (UserTable.find(c, user.name()).isPresent()) {
            throw new IllegalStateException("there is a user named " + user.name());
          }
          UserTable.put(c, user, hash);
          digests.putUser(c, user.name(), password);
        });
  }

  @Override
  public boolean updateUser(User user, Optional<String> password) {
    requireGoodUser(user);
    password.ifPresent(SqliteAccounts::requireGoodPassword);
    Optional<String> newHash = password.map(p -> PasswordHash.of(p, hashCost));
    return database.transaction(
        c -> {
          Optional<UserTable.Row> before = UserTable.find(c, user.name());
          if (before.isEmpty()) {
            return false;
          }
          UserTable.put(c, user, newHash.orElse(before.get().passwordHash()));
          if (password.isPresent()) {
            digests.putUser(c, user.name(), password.get());
          }
          requireAdmin(c);
          if (newHash.isPresent() || !user.equals(before.get().user())) {
            SessionTable.deleteOf(c, user.name());
          }
          return true;
        });
  }

  @Override
  public boolean deleteUser(String name) {
    return database.transaction(
        c -> {
          if (UserTable.find(c, name).isEmpty()) {
            return false;
          }
          UserTable.delete(c, name);
          requireAdmin(c);
          return true;
        });
  }

  private static void requireAdmin(Connection c) throws SQLException {
    if (UserTable.all(c).stream().noneMatch(u -> u.role() == Role.ADMIN)) {
      throw new IllegalStateException("no administrator would be left");
    }
  }

  private static void requireGoodUser(User user) {
    if (!NAME.matcher(user.name()).matches()) {
      throw new IllegalArgumentException("a user's name must match " + NAME);
    }
    for (String camera : user.cameras().orElse(Set.of())) {
      if (!Camera.ID.matcher(camera).matches()) {
        throw new IllegalArgumentException("a camera's id must match " + Camera.ID);
      }
    }
  }

  private static void requireGoodPassword(String password) {
    if (password.length() < MIN_PASSWORD || password.length() > MAX_PASSWORD) {
      throw new IllegalArgumentException(
          "a password has " + MIN_PASSWORD + " to " + MAX_PASSWORD + " characters");
    }
  }

  @Override
  public void audit(String who, String remote, String action, String detail) {
    AuditEntry entry = new AuditEntry(clock.instant(), who, remote, action, detail);
    change(c -> AuditTable.add(c, entry));
  }

  @Override
  public List<AuditEntry> audit(Instant from, Instant to) {
    return database.transaction(c -> AuditTable.between(c, from, to));
  }

  private interface Change {
    void run(Connection c) throws SQLException;
  }

  private void change(Change change) {
    database.transaction(
        c -> {
          change.run(c);
          return null;
        });
  }
}
