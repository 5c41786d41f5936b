package io.vedette.sink.recorder;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteException;

/**
 * What the index says of a file, read without changing it: for somebody who compares.
 *
 * @param startMs wall time, ms since the epoch
 */
record IndexRow(
    String camera, String profile, long startMs, long endMs, long sizeBytes, KeyTable keys) {
  static IndexRow of(Segment segment) {
    return new IndexRow(
        segment.stream().camera(),
        segment.stream().profile().id(),
        segment.startMs(),
        segment.endMs(),
        segment.sizeBytes(),
        segment.keys());
  }

  /**
   * All rows of a disk, by path.
   *
   * @throws SQLiteException if the file is no index
   */
  static Map<String, IndexRow> of(Path index, UUID disk) throws IOException, SQLiteException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + index);
    Map<String, IndexRow> rows = new HashMap<>();
    try (Connection connection = source.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT path, camera, profile, start_ms, end_ms, size, keys FROM segment"
                    + " WHERE disk = ?")) {
      query.setString(1, disk.toString());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          rows.put(
              row.getString(1),
              new IndexRow(
                  row.getString(2),
                  row.getString(3),
                  row.getLong(4),
                  row.getLong(5),
                  row.getLong(6),
                  KeyTable.ofBlob(row.getBytes(7), row.getLong(4))));
        }
      }
    } catch (SQLiteException e) {
      throw e;
    } catch (SQLException e) {
      throw new IOException(index + ": " + e.getMessage(), e);
    }
    return rows;
  }

  @Override
  public String toString() {
    return "%s/%s from %s to %s, %d bytes, %d keys"
        .formatted(
            camera,
            profile,
            Instant.ofEpochMilli(startMs),
            Instant.ofEpochMilli(endMs),
            sizeBytes,
            keys.size());
  }
}
