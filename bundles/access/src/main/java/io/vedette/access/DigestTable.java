package io.vedette.access;

import io.vedette.api.access.Accounts;
import io.vedette.api.access.Accounts.TokenInfo;
import io.vedette.api.access.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Secrets for digest logins. Each method runs inside the caller's transaction.
 *
 * <p>The MD5 of a password is weaker than its Argon2 hash, but a client of digest never sends
 * anything else. So it is sealed, and there is none for a user until the password was set or used.
 */
final class DigestTable {
  /** Under this name any token signs in. */
  static final String ANY_TOKEN = "token";

  /** Logins of one name that are tried: users and tokens that are called alike. */
  private static final int MAX_CANDIDATES = 256;

  private final SealKey key;

  DigestTable(SealKey key) {
    this.key = key;
  }

  /** Whose login it would be. */
  record Candidate(String secret, Caller caller) {}

  /** Replaces what there is of a user. */
  void putUser(Connection c, String user, String password) throws SQLException {
    try (PreparedStatement s = c.prepareStatement("DELETE FROM digest WHERE user = ?")) {
      s.setString(1, user);
      s.executeUpdate();
    }
    add(c, user, password, Optional.of(user), Optional.empty());
  }

  /** True if the user could sign in by digest with this password. */
  boolean knows(Connection c, String user, String password) throws SQLException {
    String secret = secretOf(user, password);
    return find(c, user).stream().anyMatch(candidate -> candidate.secret().equals(secret));
  }

  /** A token signs in by its id, its name, or as {@code token}. */
  void addToken(Connection c, TokenInfo token, String secret) throws SQLException {
    for (String login : new LinkedHashSet<>(List.of(token.id(), token.name(), ANY_TOKEN))) {
      add(c, login, secret, Optional.empty(), Optional.of(token.id()));
    }
  }

  private void add(
      Connection c, String login, String password, Optional<String> user, Optional<String> token)
      throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement("INSERT INTO digest (login, secret, user, token) VALUES (?, ?, ?, ?)")) {
      s.setString(1, login);
      s.setBytes(2, key.seal(secretOf(login, password)));
      s.setString(3, user.orElse(null));
      s.setString(4, token.orElse(null));
      s.executeUpdate();
    }
  }

  /** The newest first, for a token just made is the likeliest. */
  List<Candidate> find(Connection c, String login) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement(
            "SELECT d.secret, u.name AS user, u.role AS user_role, u.cameras,"
                + " t.name AS token, t.role AS token_role FROM digest d"
                + " LEFT JOIN user u ON u.name = d.user LEFT JOIN token t ON t.id = d.token"
                + " WHERE d.login = ? ORDER BY d.rowid DESC LIMIT ?")) {
      s.setString(1, login);
      s.setInt(2, MAX_CANDIDATES);
      try (ResultSet row = s.executeQuery()) {
        List<Candidate> found = new ArrayList<>();
        while (row.next()) {
          Caller caller = caller(row);
          key.open(row.getBytes("secret"))
              .ifPresent(secret -> found.add(new Candidate(secret, caller)));
        }
        return found;
      }
    }
  }

  private static Caller caller(ResultSet row) throws SQLException {
    String user = row.getString("user");
    if (user == null) {
      return new Caller(
          row.getString("token"), UserTable.role(row.getString("token_role")), Optional.empty());
    }
    Optional<Set<String>> cameras = UserTable.cameras(row.getString("cameras"));
    return new Caller(user, UserTable.role(row.getString("user_role")), cameras);
  }

  /** H(A1) of RFC 2617 3.2.2.2. */
  static String secretOf(String login, String password) {
    try {
      String a1 = login + ":" + Accounts.DIGEST_REALM + ":" + password;
      byte[] hash = MessageDigest.getInstance("MD5").digest(a1.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
