package io.vedette.sink.recorder;

import io.vedette.api.recording.TimelineSpan.Cause;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The index as one SQLite file of which this process is the only user. After a power cut rows may
 * be missing, which are found again by comparing with the files.
 */
final class SqliteIndex implements Index {
  private static final String COLUMNS =
      "disk, path, camera, profile, start_ms, end_ms, run, start_dts, end_dts, size, tracks";

  /** Neighbouring deleted stretches closer than this become one: the last picture of a segment. */
  private static final long JOIN_MS = 1000;

  private final IndexDatabase database;

  private SqliteIndex(IndexDatabase database) {
    this.database = database;
  }

  /** Opens the index, in any case: see {@link IndexDatabase}. */
  static SqliteIndex open(Path file) {
    return new SqliteIndex(new IndexDatabase(file));
  }

  private static <T> Optional<T> first(List<T> rows) {
    return rows.stream().findFirst();
  }

  private static void bindStream(PreparedStatement s, StreamKey.Live stream) throws SQLException {
    s.setString(1, stream.camera());
    s.setString(2, stream.profile().id());
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
  public void deleted(Segment segment) {
    database.transaction(
        () -> {
          database.change(
              "DELETE FROM segment WHERE disk = ? AND path = ?",
              s -> {
                s.setString(1, segment.disk().toString());
                s.setString(2, segment.path());
              });
          addDeletedGap(segment);
        });
  }

  /** Lengthens the deleted stretch that ends where the segment began, if there is one. */
  private void addDeletedGap(Segment segment) {
    StreamKey.Live stream = segment.stream();
    Optional<Gap> before =
        gaps(stream, segment.startMs() - JOIN_MS, segment.startMs() + 1).stream()
            .filter(g -> g.cause() == Cause.DELETED && g.toMs() <= segment.startMs() + JOIN_MS)
            .findFirst();
    if (before.isPresent()) {
      closeGap(stream, before.get().fromMs(), segment.endMs());
    } else {
      addGap(stream, new Gap(segment.startMs(), segment.endMs(), Cause.DELETED));
    }
  }

  @Override
  public List<Segment> between(StreamKey.Live stream, long fromMs, long toMs) {
    return database.query(
        "SELECT "
            + COLUMNS
            + " FROM segment WHERE camera = ? AND profile = ? AND start_ms < ? AND end_ms > ?"
            + " ORDER BY start_ms",
        s -> {
          bindStream(s, stream);
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
    return first(
        database.query(
            "SELECT "
                + COLUMNS
                + ", keys FROM segment WHERE camera = ? AND profile = ? AND "
                + condition
                + " LIMIT 1",
            s -> {
              bindStream(s, stream);
              s.setLong(3, ms);
            },
            row -> segment(row, true)));
  }

  @Override
  public Optional<Segment> find(UUID disk, String path) {
    return first(
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
    return oldest("disk", disk.toString(), count);
  }

  @Override
  public List<Segment> oldestOf(String camera, int count) {
    return oldest("camera", camera, count);
  }

  private List<Segment> oldest(String column, String value, int count) {
    return database.query(
        "SELECT " + COLUMNS + " FROM segment WHERE " + column + " = ? ORDER BY start_ms LIMIT ?",
        s -> {
          s.setString(1, value);
          s.setInt(2, count);
        },
        row -> segment(row, false));
  }

  @Override
  public long sizeOf(String camera) {
    return first(
            database.query(
                "SELECT SUM(size) FROM segment WHERE camera = ?",
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
  public void openGap(StreamKey.Live stream, long fromMs, Cause cause) {
    putGap("REPLACE", stream, new Gap(fromMs, Long.MAX_VALUE, cause));
  }

  @Override
  public void addGap(StreamKey.Live stream, Gap gap) {
    putGap("IGNORE", stream, gap);
  }

  private void putGap(String conflict, StreamKey.Live stream, Gap gap) {
    database.change(
        "INSERT OR "
            + conflict
            + " INTO gap (camera, profile, from_ms, to_ms, cause)"
            + " VALUES (?,?,?,?,?)",
        s -> {
          bindStream(s, stream);
          s.setLong(3, gap.fromMs());
          s.setLong(4, gap.toMs());
          s.setString(5, gap.cause().name());
        });
  }

  @Override
  public void closeGap(StreamKey.Live stream, long fromMs, long toMs) {
    String sql =
        toMs > fromMs
            ? "UPDATE gap SET to_ms = ?4 WHERE camera = ?1 AND profile = ?2 AND from_ms = ?3"
            : "DELETE FROM gap WHERE camera = ?1 AND profile = ?2 AND from_ms = ?3";
    database.change(
        sql,
        s -> {
          bindStream(s, stream);
          s.setLong(3, fromMs);
          if (toMs > fromMs) {
            s.setLong(4, toMs);
          }
        });
  }

  @Override
  public List<Gap> gaps(StreamKey.Live stream, long fromMs, long toMs) {
    return database.query(
        "SELECT from_ms, to_ms, cause FROM gap WHERE camera = ? AND profile = ?"
            + " AND from_ms < ? AND to_ms > ? ORDER BY from_ms",
        s -> {
          bindStream(s, stream);
          s.setLong(3, toMs);
          s.setLong(4, fromMs);
        },
        row -> new Gap(row.getLong(1), row.getLong(2), Cause.valueOf(row.getString(3))));
  }

  @Override
  public Optional<Long> newestGapEnd(StreamKey.Live stream) {
    return first(
        database.query(
            "SELECT to_ms FROM gap WHERE camera = ? AND profile = ? AND to_ms < ?"
                + " AND cause <> 'DELETED' ORDER BY to_ms DESC LIMIT 1",
            s -> {
              bindStream(s, stream);
              s.setLong(3, Long.MAX_VALUE);
            },
            row -> row.getLong(1)));
  }

  @Override
  public Optional<Long> oldestGap(StreamKey.Live stream) {
    return first(
        database.query(
            "SELECT from_ms FROM gap WHERE camera = ? AND profile = ? ORDER BY from_ms LIMIT 1",
            s -> bindStream(s, stream),
            row -> row.getLong(1)));
  }

  @Override
  public void alive(long nowMs) {
    database.change(
        "INSERT OR REPLACE INTO life (one, alive_ms) VALUES (1, ?)", s -> s.setLong(1, nowMs));
  }

  @Override
  public void closeGapsOfLastLife() {
    database.change(
        "UPDATE gap SET to_ms = MAX(from_ms + 1, (SELECT alive_ms FROM life)) WHERE to_ms = ?"
            + " AND EXISTS (SELECT 1 FROM life)",
        s -> s.setLong(1, Long.MAX_VALUE));
    database.change(
        "UPDATE gap SET to_ms = from_ms + 1 WHERE to_ms = ?", s -> s.setLong(1, Long.MAX_VALUE));
  }

  @Override
  public Optional<String> disk(String path) {
    return first(
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
