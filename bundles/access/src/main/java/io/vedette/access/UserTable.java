package io.vedette.access;

import io.vedette.api.access.Accounts.User;
import io.vedette.api.access.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Rows of users. Each method runs inside the caller's transaction. */
final class UserTable {
  private UserTable() {}

  record Row(User user, String passwordHash) {}

  static Optional<Row> find(Connection c, String name) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement("SELECT name, role, cameras, password FROM user WHERE name = ?")) {
      s.setString(1, name);
      try (ResultSet row = s.executeQuery()) {
        return row.next()
            ? Optional.of(new Row(user(row), row.getString("password")))
            : Optional.empty();
      }
    }
  }

  static List<User> all(Connection c) throws SQLException {
    try (PreparedStatement s =
            c.prepareStatement("SELECT name, role, cameras FROM user ORDER BY name");
        ResultSet row = s.executeQuery()) {
      List<User> users = new ArrayList<>();
      while (row.next()) {
        users.add(user(row));
      }
      return users;
    }
  }

  private static User user(ResultSet row) throws SQLException {
    return new User(
        row.getString("name"), role(row.getString("role")), cameras(row.getString("cameras")));
  }

  /** NULL: all. */
  static Optional<Set<String>> cameras(String column) {
    return Optional.ofNullable(column)
        .map(ids -> ids.isEmpty() ? Set.of() : Set.of(ids.split(" ")));
  }

  static Role role(String id) throws SQLException {
    return Role.of(id).orElseThrow(() -> new SQLException("unknown role in the database: " + id));
  }

  /** Adds or replaces; sessions stay. */
  static void put(Connection c, User user, String passwordHash) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement(
            "INSERT INTO user (name, role, cameras, password) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET role = excluded.role,"
                + " cameras = excluded.cameras, password = excluded.password")) {
      s.setString(1, user.name());
      s.setString(2, user.role().id());
      s.setString(3, user.cameras().map(ids -> String.join(" ", new TreeSet<>(ids))).orElse(null));
      s.setString(4, passwordHash);
      s.executeUpdate();
    }
  }

  /** Deletes a user and, by the foreign key, the sessions. */
  static void delete(Connection c, String name) throws SQLException {
    try (PreparedStatement s = c.prepareStatement("DELETE FROM user WHERE name = ?")) {
      s.setString(1, name);
      s.executeUpdate();
    }
  }
}
