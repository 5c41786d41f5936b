package io.vedette.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Rows of sessions. Each method runs inside the caller's transaction. */
final class SessionTable {
  /** A wall that is looked at asks more often; a browser left behind is signed out over night. */
  static final Duration IDLE = Duration.ofHours(12);

  /** However busy: then the password is asked for again. */
  static final Duration LIFE = Duration.ofDays(30);

  /** Each use within this time of the last is not written down: a write costs an fsync. */
  static final Duration GRAIN = Duration.ofMinutes(1);

  /** A script that signs in for each request keeps only its newest ones. */
  static final int MAX_PER_USER = 100;

  private SessionTable() {}

  static void add(Connection c, byte[] secret, String user, Instant now) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement("INSERT INTO session (secret, user, created, used) VALUES (?,?,?,?)")) {
      s.setBytes(1, secret);
      s.setString(2, user);
      s.setLong(3, now.toEpochMilli());
      s.setLong(4, now.toEpochMilli());
      s.executeUpdate();
    }
    deleteExpired(c, now);
    try (PreparedStatement s =
        c.prepareStatement(
            "DELETE FROM session WHERE secret IN (SELECT secret FROM session WHERE user = ?"
                + " ORDER BY used DESC, created DESC LIMIT -1 OFFSET "
                + MAX_PER_USER
                + ")")) {
      s.setString(1, user);
      s.executeUpdate();
    }
  }

  private static void deleteExpired(Connection c, Instant now) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement("DELETE FROM session WHERE used <= ? OR created <= ?")) {
      s.setLong(1, now.minus(IDLE).toEpochMilli());
      s.setLong(2, now.minus(LIFE).toEpochMilli());
      s.executeUpdate();
    }
  }

  /** A session that is alive. */
  record Row(String user, long usedMs) {}

  /** The user of a session that is alive; notes that it was used. */
  static Optional<String> use(Connection c, byte[] secret, Instant now) throws SQLException {
    Optional<Row> row = find(c, secret, now);
    if (row.isPresent() && row.get().usedMs() <= now.minus(GRAIN).toEpochMilli()) {
      touch(c, secret, now);
    }
    return row.map(Row::user);
  }

  /** A session that is alive. */
  static Optional<Row> find(Connection c, byte[] secret, Instant now) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement(
            "SELECT user, used FROM session WHERE secret = ? AND used > ? AND created > ?")) {
      s.setBytes(1, secret);
      s.setLong(2, now.minus(IDLE).toEpochMilli());
      s.setLong(3, now.minus(LIFE).toEpochMilli());
      try (ResultSet row = s.executeQuery()) {
        return row.next()
            ? Optional.of(new Row(row.getString("user"), row.getLong("used")))
            : Optional.empty();
      }
    }
  }

  private static void touch(Connection c, byte[] secret, Instant now) throws SQLException {
    try (PreparedStatement s = c.prepareStatement("UPDATE session SET used = ? WHERE secret = ?")) {
      s.setLong(1, now.toEpochMilli());
      s.setBytes(2, secret);
      s.executeUpdate();
    }
  }

  static void delete(Connection c, byte[] secret) throws SQLException {
    try (PreparedStatement s = c.prepareStatement("DELETE FROM session WHERE secret = ?")) {
      s.setBytes(1, secret);
      s.executeUpdate();
    }
  }

  static void deleteOf(Connection c, String user) throws SQLException {
    try (PreparedStatement s = c.prepareStatement("DELETE FROM session WHERE user = ?")) {
      s.setString(1, user);
      s.executeUpdate();
    }
  }
}
