package io.vedette.access;

import io.vedette.api.access.Accounts.AuditEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Rows of the audit, the newest 100 000. Each method runs inside the caller's transaction. */
final class AuditTable {
  private static final int MAX_ROWS = 100_000; // 20 MB, years of a busy site
  private static final int MAX_ANSWER = 10_000;
  private static final int MAX_TEXT = 500; // characters of a column

  private AuditTable() {}

  static void add(Connection c, AuditEntry entry) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement(
            "INSERT INTO audit (at, who, remote, action, detail) VALUES (?, ?, ?, ?, ?)")) {
      s.setLong(1, entry.at().toEpochMilli());
      s.setString(2, cut(entry.who()));
      s.setString(3, cut(entry.remote()));
      s.setString(4, cut(entry.action()));
      s.setString(5, cut(entry.detail()));
      s.executeUpdate();
    }
    // Ids rise by one, so that the oldest rows are a range of the key.
    try (PreparedStatement s =
        c.prepareStatement("DELETE FROM audit WHERE id <= (SELECT max(id) FROM audit) - ?")) {
      s.setInt(1, MAX_ROWS);
      s.executeUpdate();
    }
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }

  static List<AuditEntry> between(Connection c, Instant from, Instant to) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement(
            "SELECT at, who, remote, action, detail FROM audit WHERE at >= ? AND at < ?"
                + " ORDER BY id LIMIT "
                + MAX_ANSWER)) {
      s.setLong(1, from.toEpochMilli());
      s.setLong(2, to.toEpochMilli());
      try (ResultSet row = s.executeQuery()) {
        List<AuditEntry> entries = new ArrayList<>();
        while (row.next()) {
          entries.add(
              new AuditEntry(
                  Instant.ofEpochMilli(row.getLong("at")),
                  row.getString("who"),
                  row.getString("remote"),
                  row.getString("action"),
                  row.getString("detail")));
        }
        return entries;
      }
    }
  }
}
