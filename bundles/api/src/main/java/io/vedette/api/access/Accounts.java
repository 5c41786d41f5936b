package io.vedette.api.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Users, sessions and tokens. Thread-safe. Passwords and tokens are stored as hashes only. Checking
 * a password takes tens of milliseconds by intent.
 */
@ProviderType
public interface Accounts {
  /** Realm of digest logins; part of what is hashed, so it never changes. */
  String DIGEST_REALM = "Vedette";

  /**
   * Opens a session.
   *
   * @param remote address of the caller, for the limit of tries and the audit
   * @return the secret for the cookie; empty if user or password is wrong (not said which)
   * @throws TooManyTriesException after 5 failures within a minute
   */
  Optional<String> signIn(String user, String password, String remote) throws TooManyTriesException;

  /**
   * Checks a login by digest (RFC 2617), whose client proves that it knows a secret and never sends
   * it: for RTSP. The same limit of tries holds as for {@link #signIn}; no session begins.
   *
   * @param user name of a user, or id or name of a token, or {@code token} for any
   * @param proves told the hex of MD5(user:{@link #DIGEST_REALM}:password), it says whether the
   *     client's response was made of it; called on this thread, once for each login of that name
   * @return empty if no such login has the secret
   * @throws TooManyTriesException after 5 failures within a minute
   */
  Optional<Caller> signInByDigest(String user, String remote, Predicate<String> proves)
      throws TooManyTriesException;

  /** The caller behind a session's secret; using it keeps the session alive. */
  Optional<Caller> bySession(String secret);

  /** As {@link #bySession}, but no use: the session ends as if nobody had asked. */
  Optional<Caller> peekSession(String secret);

  /** Ends a session; unknown secrets are ignored. */
  void signOut(String secret);

  /** The caller behind a bearer token. */
  Optional<Caller> byToken(String token);

  /** Makes a token; the secret is returned here and never again. */
  NewToken createToken(String name, Role role);

  /** All tokens, without their secrets. */
  List<TokenInfo> tokens();

  /** Revokes a token; false if there is none. */
  boolean deleteToken(String id);

  /** All users. */
  List<User> users();

  /**
   * Adds a user.
   *
   * @throws IllegalStateException if the name is taken
   * @throws IllegalArgumentException if name or password is not good enough; the message says why
   */
  void addUser(User user, String password);

  /**
   * Changes a user; sessions of a user whose rights or password changed end.
   *
   * @param password empty: stays
   * @return false if there is none
   * @throws IllegalStateException if no admin would be left
   */
  boolean updateUser(User user, Optional<String> password);

  /** Deletes a user and ends the sessions; false if there is none; see {@link #updateUser}. */
  boolean deleteUser(String name);

  /** Notes who did what, from where. Never give it a secret. */
  void audit(String who, String remote, String action, String detail);

  /** Audit entries of a range, oldest first, at most 10 000. */
  List<AuditEntry> audit(Instant from, Instant to);

  /** A user; {@code cameras} empty: all. */
  record User(String name, Role role, Optional<Set<String>> cameras) {}

  /** A token as it is made. {@code toString} hides the secret. */
  record NewToken(String id, String token) {
    @Override
    public String toString() {
      return "NewToken[" + id + "]";
    }
  }

  /** A token as it is listed. */
  record TokenInfo(String id, String name, Role role, Instant created) {}

  /** One line of the audit. */
  record AuditEntry(Instant at, String who, String remote, String action, String detail) {}
}
