package io.vedette.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * An SQLite file of which this process is the only user: one connection, one transaction at a time.
 * Thread-safe. Brings the schema up to date when it opens: {@code schema-1.sql}, {@code
 * schema-2.sql}, … each once, counted in {@code PRAGMA user_version}.
 */
final class Database implements AutoCloseable {
  private final Path file;
  private final Connection connection; // guarded by this

  /** What happens inside a transaction. */
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /**
   * Opens or creates the file, readable by its owner only.
   *
   * @throws IOException if it cannot be opened, is no database, or was made by a newer version
   */
  Database(Path file) throws IOException {
    this.file = file;
    if (Files.notExists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    // FULL: a power cut right after "password changed" must not bring the old one back.
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    try {
      connection = source.getConnection();
      try {
        migrate();
        connection.setAutoCommit(false);
      } catch (SQLException | IOException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private void migrate() throws SQLException, IOException {
    int version = version();
    for (int next = version + 1; ; next++) {
      try (InputStream sql = Database.class.getResourceAsStream("schema-" + next + ".sql")) {
        if (sql == null) {
          break;
        }
        apply(next, new String(sql.readAllBytes(), StandardCharsets.UTF_8));
        version = next;
      }
    }
    if (Database.class.getResource("schema-" + version + ".sql") == null) {
      throw new IOException(
          file + " has schema " + version + ", made by a newer version of Vedette than this one");
    }
  }

  private void apply(int version, String script) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String sql : script.split(";\\s*\\n")) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
      statement.execute("PRAGMA user_version = " + version);
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw new SQLException("schema-" + version + ".sql: " + e.getMessage(), e);
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private int version() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  /**
   * Runs the work in one transaction: all of it is kept, or, if it throws, nothing.
   *
   * @throws UncheckedIOException if the database fails
   */
  synchronized <T> T transaction(Work<T> work) {
    try {
      try {
        T result = work.run(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw new UncheckedIOException(new IOException(file + ": " + e.getMessage(), e));
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new UncheckedIOException(new IOException(file + ": " + e.getMessage(), e));
    }
  }
}
