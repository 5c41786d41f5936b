package io.vedette.sink.recorder;

import io.vedette.api.recording.TimelineSpan;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The index as one SQLite file of which this process is the only user. After a power cut rows may
 * be missing, which are found again by comparing with the files.
 */
final class SqliteIndex implements Index {
  private static final String COLUMNS =
      "disk, path, camera, profile, start_ms, end_ms, run, start_dts, end_dts, size, tracks";

  private final IndexDatabase database;
  private final GapTable gaps;

  private SqliteIndex(IndexDatabase database) {
    this.database = database;
    this.gaps = new GapTable(database);
  }

  /** Opens the index, in any case: see {@link IndexDatabase}. */
  static SqliteIndex open(Path file) {
    return new SqliteIndex(new IndexDatabase(file));
  }

  @Override
  public void put(Segment segment) {
    database.change(
        "INSERT OR REPLACE INTO segment (" + COLUMNS + ", keys) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        s -> {
          s.setString(1, segment.disk().toString());
          s.setString(2, segment.path());
          s.setString(3, segment.stream().camera());
          s.setString(4, segment.stream().profile().id());
          s.setLong(5, segment.startMs());
          s.setLong(6, segment.endMs());
          s.setString(7, segment.run().toString());
          s.setLong(8, segment.startDts());
          s.setLong(9, segment.endDts());
          s.setLong(10, segment.sizeBytes());
          s.setString(11, segment.tracks());
          s.setBytes(12, segment.keys().toBlob(segment.startMs()));
        });
  }

  @Override
  public void together(Runnable changes) {
    database.transaction(changes::run);
  }

  @Override
  public void deleted(Segment segment) {
    database.transaction(
        () -> {
          remove(segment);
          gaps.deleted(segment);
        });
  }

  @Override
  public void broken(Segment segment) {
    database.transaction(
        () -> {
          remove(segment);
          Gap gap = new Gap(segment.startMs(), segment.endMs(), TimelineSpan.Cause.DISK_ERROR);
          gaps.add(segment.stream(), gap);
        });
  }

  private void remove(Segment segment) {
    database.change(
        "DELETE FROM segment WHERE disk = ? AND path = ?",
        s -> {
          s.setString(1, segment.disk().toString());
          s.setString(2, segment.path());
        });
  }

  @Override
  public List<Segment> between(StreamKey.Live stream, long fromMs, long toMs) {
    return database.query(
        "SELECT "
            + COLUMNS
            + " FROM segment WHERE camera = ? AND profile = ? AND start_ms < ? AND end_ms > ?"
            + " ORDER BY start_ms",
        s -> {
          IndexDatabase.bindStream(s, stream);
          s.setLong(3, toMs);
          s.setLong(4, fromMs);
        },
        row -> segment(row, false));
  }

  @Override
  public Optional<Segment> atOrBefore(StreamKey.Live stream, long ms) {
    return one(stream, "start_ms <= ? ORDER BY start_ms DESC", ms);
  }

  @Override
  public Optional<Segment> after(StreamKey.Live stream, long ms) {
    return one(stream, "start_ms > ? ORDER BY start_ms", ms);
  }

  private Optional<Segment> one(StreamKey.Live stream, String condition, long ms) {
    return IndexDatabase.first(
        database.query(
            "SELECT "
                + COLUMNS
                + ", keys FROM segment WHERE camera = ? AND profile = ? AND "
                + condition
                + " LIMIT 1",
            s -> {
              IndexDatabase.bindStream(s, stream);
              s.setLong(3, ms);
            },
            row -> segment(row, true)));
  }

  @Override
  public Optional<Segment> find(UUID disk, String path) {
    return IndexDatabase.first(
        database.query(
            "SELECT " + COLUMNS + ", keys FROM segment WHERE disk = ? AND path = ?",
            s -> {
              s.setString(1, disk.toString());
              s.setString(2, path);
            },
            row -> segment(row, true)));
  }

  @Override
  public List<Segment> oldestOn(UUID disk, int count) {
    return database.query(
        "SELECT " + COLUMNS + " FROM segment WHERE disk = ? ORDER BY start_ms LIMIT ?",
        s -> {
          s.setString(1, disk.toString());
          s.setInt(2, count);
        },
        row -> segment(row, false));
  }

  @Override
  public List<Segment> oldestOf(String camera, List<UUID> disks, int count) {
    return database.query(
        "SELECT "
            + COLUMNS
            + " FROM segment WHERE camera = ? AND disk IN "
            + list(disks)
            + " ORDER BY start_ms LIMIT ?",
        s -> {
          s.setString(1, camera);
          s.setInt(2, count);
        },
        row -> segment(row, false));
  }

  /** Ids are letters of ours: nothing has to be quoted. */
  private static String list(List<UUID> disks) {
    return disks.stream().map(id -> "'" + id + "'").collect(Collectors.joining(",", "(", ")"));
  }

  @Override
  public long sizeOf(String camera, List<UUID> disks) {
    return IndexDatabase.first(
            database.query(
                "SELECT SUM(size) FROM segment WHERE camera = ? AND disk IN " + list(disks),
                s -> s.setString(1, camera),
                row -> row.getLong(1)))
        .orElse(0L);
  }

  @Override
  public List<StreamKey.Live> streams() {
    return database.query(
        "SELECT DISTINCT camera, profile FROM segment UNION SELECT camera, profile FROM gap",
        s -> {},
        row -> stream(row.getString(1), row.getString(2)));
  }

  @Override
  public Map<String, Long> sizes(UUID disk, String prefix) {
    Map<String, Long> sizes = new HashMap<>();
    database.query(
        "SELECT path, size FROM segment WHERE disk = ? AND path >= ? AND path < ?",
        s -> {
          s.setString(1, disk.toString());
          s.setString(2, prefix);
          s.setString(3, prefix + '\uffff');
        },
        row -> sizes.put(row.getString(1), row.getLong(2)));
    return sizes;
  }

  @Override
  public List<String> folders(UUID disk) {
    return database.query(
        // All but the slash and the name, which has 13 letters.
        "SELECT DISTINCT substr(path, 1, length(path) - 14) FROM segment WHERE disk = ?",
        s -> s.setString(1, disk.toString()),
        row -> row.getString(1));
  }

  private static StreamKey.Live stream(String camera, String profile) throws SQLException {
    return new StreamKey.Live(
        camera, Profile.of(profile).orElseThrow(() -> new SQLException("profile " + profile)));
  }

  private static Segment segment(ResultSet row, boolean keys) throws SQLException {
    long startMs = row.getLong(5);
    return new Segment(
        stream(row.getString(3), row.getString(4)),
        UUID.fromString(row.getString(1)),
        row.getString(2),
        startMs,
        row.getLong(6),
        UUID.fromString(row.getString(7)),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10),
        row.getString(11),
        keys ? KeyTable.ofBlob(row.getBytes(12), startMs) : KeyTable.EMPTY);
  }

  @Override
  public GapTable gaps() {
    return gaps;
  }

  @Override
  public void alive(long nowMs) {
    database.change(
        "INSERT OR REPLACE INTO life (one, alive_ms) VALUES (1, ?)", s -> s.setLong(1, nowMs));
  }

  @Override
  public Optional<String> disk(String path) {
    return IndexDatabase.first(
        database.query(
            "SELECT value FROM disk WHERE path = ?",
            s -> s.setString(1, path),
            row -> row.getString(1)));
  }

  @Override
  public void putDisk(String path, String value) {
    database.change(
        "INSERT OR REPLACE INTO disk (path, value) VALUES (?, ?)",
        s -> {
          s.setString(1, path);
          s.setString(2, value);
        });
  }

  @Override
  public void verify() {
    database.verify();
  }

  @Override
  public boolean isBroken() {
    return database.isBroken();
  }

  @Override
  public void renew() {
    database.renew();
  }

  @Override
  public void close() {
    database.close();
  }
}
