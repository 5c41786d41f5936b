package io.vedette.hub;

import io.vedette.api.camera.Camera;
import io.vedette.api.camera.WeeklySchedule;
import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.Credentials;
import io.vedette.api.stream.Profile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Cameras in an SQLite file: {@code cameras.db}. A change is on the disk when the method returns
 * (WAL, synchronous=FULL). Passwords are sealed by {@link SecretBox}. Used under the registry's
 * lock.
 */
final class CameraStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CameraStore.class);

  // Numbered by PRAGMA user_version; only ever appended to.
  private static final List<String> MIGRATIONS =
      List.of(
          """
          create table camera (
            id text primary key,
            name text not null,
            driver text not null,
            main text not null,             -- URI without credentials
            sub text,                       -- the same, or null
            user text,                      -- null: the camera asks for none
            password blob,                  -- sealed; null exactly when user is
            channel integer not null,
            enabled integer not null,
            mode text not null,
            streams text not null,          -- 'MAIN', 'SUB' or 'MAIN,SUB'
            pre_seconds integer not null,
            post_seconds integer not null,
            days integer,                   -- null: unlimited
            gigabytes integer               -- null: unlimited
          ) strict
          """,
          "alter table camera add column schedule text not null default ''"); // a period a line

  private final Connection connection;
  private final SecretBox secrets;

  CameraStore(Path file, SecretBox secrets) throws IOException {
    this.secrets = secrets;
    try {
      SQLiteConfig config = new SQLiteConfig();
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      SQLiteDataSource source = new SQLiteDataSource(config);
      source.setUrl("jdbc:sqlite:" + file);
      connection = source.getConnection();
      migrate();
    } catch (SQLException e) {
      throw new IOException("cannot open " + file + ": " + e.getMessage(), e);
    }
  }

  private void migrate() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int version;
      try (ResultSet row = statement.executeQuery("pragma user_version")) {
        version = row.getInt(1);
      }
      if (version > MIGRATIONS.size()) {
        throw new SQLException("the file comes from a newer Vedette (version " + version + ")");
      }
      for (; version < MIGRATIONS.size(); version++) {
        connection.setAutoCommit(false);
        statement.execute(MIGRATIONS.get(version));
        statement.execute("pragma user_version = " + (version + 1));
        connection.commit();
        connection.setAutoCommit(true);
      }
    }
  }

  List<Camera> all() throws IOException {
    List<Camera> cameras = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select * from camera order by id")) {
      while (row.next()) {
        cameras.add(camera(row));
      }
      return cameras;
    } catch (SQLException e) {
      throw new IOException("cannot read the cameras: " + e.getMessage(), e);
    }
  }

  private Camera camera(ResultSet row) throws SQLException {
    return new Camera(
        row.getString("id"),
        row.getString("name"),
        row.getString("driver"),
        new CameraAddress(
            URI.create(row.getString("main")),
            Optional.ofNullable(row.getString("sub")).map(URI::create),
            credentials(row),
            row.getInt("channel")),
        row.getBoolean("enabled"),
        new Camera.RecordSettings(
            Camera.Mode.valueOf(row.getString("mode")),
            profiles(row.getString("streams")),
            Duration.ofSeconds(row.getLong("pre_seconds")),
            Duration.ofSeconds(row.getLong("post_seconds")),
            WeeklySchedule.parse(row.getString("schedule"))),
        new Camera.Retention(optionalInt(row, "days"), optionalInt(row, "gigabytes")));
  }

  private Optional<Credentials> credentials(ResultSet row) throws SQLException {
    String user = row.getString("user");
    if (user == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Credentials(user, secrets.open(row.getBytes("password"))));
    } catch (GeneralSecurityException e) {
      LOG.warn(
          "{}: its password was stored with another key and must be entered again",
          row.getString("id"));
      return Optional.of(new Credentials(user, ""));
    }
  }

  private static Set<Profile> profiles(String names) {
    Set<Profile> profiles = EnumSet.noneOf(Profile.class);
    for (String name : names.split(",")) {
      if (!name.isEmpty()) {
        profiles.add(Profile.valueOf(name));
      }
    }
    return profiles;
  }

  private static OptionalInt optionalInt(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }

  /** Adds or replaces. */
  void put(Camera camera) {
    try (PreparedStatement put =
        connection.prepareStatement(
            "insert or replace into camera values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
      CameraAddress address = camera.address();
      put.setString(1, camera.id());
      put.setString(2, camera.name());
      put.setString(3, camera.driver());
      put.setString(4, address.main().toString());
      put.setString(5, address.sub().map(URI::toString).orElse(null));
      put.setString(6, address.credentials().map(Credentials::user).orElse(null));
      put.setBytes(7, address.credentials().map(c -> secrets.seal(c.password())).orElse(null));
      put.setInt(8, address.channel());
      put.setBoolean(9, camera.enabled());
      put.setString(10, camera.record().mode().name());
      put.setString(
          11,
          String.join(
              ",", camera.record().streams().stream().map(Profile::name).sorted().toList()));
      put.setLong(12, camera.record().preRecord().toSeconds());
      put.setLong(13, camera.record().postRecord().toSeconds());
      setInt(put, 14, camera.retention().days());
      setInt(put, 15, camera.retention().gigabytes());
      put.setString(16, camera.record().schedule().toString());
      put.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot store camera " + camera.id(), e);
    }
  }

  private static void setInt(PreparedStatement put, int index, OptionalInt value)
      throws SQLException {
    if (value.isPresent()) {
      put.setInt(index, value.getAsInt());
    } else {
      put.setNull(index, java.sql.Types.INTEGER);
    }
  }

  void remove(String id) {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from camera where id = ?")) {
      delete.setString(1, id);
      delete.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot remove camera " + id, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.warn("cannot close the cameras' database: {}", e.getMessage());
    }
  }
}
