package io.vedette.access;

import io.vedette.api.access.Accounts.TokenInfo;
import io.vedette.api.access.Caller;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows of tokens. Each method runs inside the caller's transaction. */
final class TokenTable {
  private TokenTable() {}

  static void add(Connection c, TokenInfo token, byte[] secret) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement(
            "INSERT INTO token (id, secret, name, role, created) VALUES (?, ?, ?, ?, ?)")) {
      s.setString(1, token.id());
      s.setBytes(2, secret);
      s.setString(3, token.name());
      s.setString(4, token.role().id());
      s.setLong(5, token.created().toEpochMilli());
      s.executeUpdate();
    }
  }

  static Optional<Caller> find(Connection c, byte[] secret) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement("SELECT name, role FROM token WHERE secret = ?")) {
      s.setBytes(1, secret);
      try (ResultSet row = s.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Caller(
                    row.getString("name"), UserTable.role(row.getString("role")), Optional.empty()))
            : Optional.empty();
      }
    }
  }

  static List<TokenInfo> all(Connection c) throws SQLException {
    try (PreparedStatement s =
            c.prepareStatement("SELECT id, name, role, created FROM token ORDER BY created, id");
        ResultSet row = s.executeQuery()) {
      List<TokenInfo> tokens = new ArrayList<>();
      while (row.next()) {
        tokens.add(
            new TokenInfo(
                row.getString("id"),
                row.getString("name"),
                UserTable.role(row.getString("role")),
                Instant.ofEpochMilli(row.getLong("created"))));
      }
      return tokens;
    }
  }

  static boolean delete(Connection c, String id) throws SQLException {
    try (PreparedStatement s = c.prepareStatement("DELETE FROM token WHERE id = ?")) {
      s.setString(1, id);
      return s.executeUpdate() > 0;
    }
  }
}
