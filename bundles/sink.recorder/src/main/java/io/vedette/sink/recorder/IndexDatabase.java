package io.vedette.sink.recorder;

import io.vedette.api.stream.StreamKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * An SQLite file that may be lost at any time: it opens in any case, if need be anew or in memory,
 * and a fault later gives empty answers until {@link #renew}. One connection, WAL, synchronous
 * NORMAL. Thread-safe.
 */
final class IndexDatabase implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(IndexDatabase.class);

  /** Raised when index.sql changes: an index of another version is thrown away and made anew. */
  private static final int VERSION = 1;

  private final Path file;
  private Connection connection; // guarded by this
  private boolean broken; // guarded by this

  /** What happens in a transaction. */
  interface Work {
    void run();
  }

  private interface Call<T> {
    T run() throws SQLException;
  }

  /** Sets the parameters of a statement. */
  interface Bind {
    void to(PreparedStatement statement) throws SQLException;
  }

  /** Makes a value of a row. */
  interface Read<T> {
    T from(ResultSet row) throws SQLException;
  }

  /**
   * Opens the file. One that cannot be opened is moved aside and made anew; if that fails too, the
   * database lives in memory until the next start.
   */
  IndexDatabase(Path file) {
    this.file = file;
    this.connection = openOrRenew();
  }

  private Connection openOrRenew() {
    try {
      return openFile();
    } catch (SQLException | IOException e) {
      log.warn("index {} is unusable ({}); making it anew from the recordings", file, message(e));
      return makeAnew();
    }
  }

  private Connection makeAnew() {
    try {
      for (String suffix : List.of("-wal", "-shm", "")) {
        Path part = file.resolveSibling(file.getFileName() + suffix);
        Path aside = file.resolveSibling(file.getFileName() + ".unusable" + suffix);
        if (Files.exists(part)) {
          Files.move(part, aside, StandardCopyOption.REPLACE_EXISTING);
        }
      }
      return openFile();
    } catch (SQLException | IOException e) {
      log.error("no index at {} ({}); it stays in memory until the next start", file, message(e));
    }
    try {
      return connect(":memory:");
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("SQLite does not work here: " + message(e), e);
    }
  }

  private Connection openFile() throws SQLException, IOException {
    if (Files.notExists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return connect(file.toString());
  }

  private static Connection connect(String name) throws SQLException, IOException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setBusyTimeout(2000);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + name);
    Connection connection = source.getConnection();
    try {
      prepare(connection);
      return connection;
    } catch (SQLException | IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static void prepare(Connection connection) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
        int version = row.next() ? row.getInt(1) : 0;
        if (version != 0 && version != VERSION) {
          throw new SQLException("version " + version + " is not that of this program, " + VERSION);
        }
      }
      try (InputStream script = IndexDatabase.class.getResourceAsStream("index.sql")) {
        String sql = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        for (String command : sql.split(";\\s*\\n")) {
          statement.executeUpdate(command);
        }
      }
      statement.executeUpdate("PRAGMA user_version = " + VERSION);
    }
  }

  /** Puts a broken file aside and begins an empty one. */
  synchronized void renew() {
    close();
    connection = makeAnew();
    broken = false;
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }

  /** Runs the work; a fault marks the index as broken, once, and gives the fallback. */
  private synchronized <T> T run(T fallback, Call<T> work) {
    if (broken) {
      return fallback;
    }
    try {
      return work.run();
    } catch (SQLException | IllegalArgumentException e) { // the latter from values that cannot be
      broken = true;
      log.warn("index {} failed: {}; it will be made anew", file, message(e));
      return fallback;
    }
  }

  static <T> Optional<T> first(List<T> rows) {
    return rows.stream().findFirst();
  }

  /** Sets the first two parameters: camera, profile. */
  static void bindStream(PreparedStatement statement, StreamKey.Live stream) throws SQLException {
    statement.setString(1, stream.camera());
    statement.setString(2, stream.profile().id());
  }

  /** Runs a statement that changes something. */
  void change(String sql, Bind bind) {
    run(
        0,
        () -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind.to(statement);
            return statement.executeUpdate();
          }
        });
  }

  /** All rows of a query. */
  <T> List<T> query(String sql, Bind bind, Read<T> read) {
    return run(
        List.of(),
        () -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind.to(statement);
            List<T> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                rows.add(read.from(row));
              }
            }
            return rows;
          }
        });
  }

  /** One commit for all changes of the work. */
  void transaction(Work work) {
    run(
        0,
        () -> {
          connection.setAutoCommit(false);
          try {
            work.run();
            connection.commit();
          } finally {
            connection.setAutoCommit(true);
          }
          return 0;
        });
  }

  /** Looks for damage. */
  void verify() {
    run(
        0,
        () -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
            if (row.next() && !row.getString(1).equals("ok")) {
              throw new SQLException(row.getString(1));
            }
            return 0;
          }
        });
  }

  synchronized boolean isBroken() {
    return broken;
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      log.warn("closing index {}: {}", file, message(e));
    }
  }
}
