package io.vedette.sink.recorder;

import static io.vedette.sink.recorder.IndexDatabase.bindStream;
import static io.vedette.sink.recorder.IndexDatabase.first;

import io.vedette.api.recording.TimelineSpan.Cause;
import io.vedette.api.stream.StreamKey;
import io.vedette.sink.recorder.Index.Gap;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Gaps of all streams, as the index keeps them. Thread-safe; never throws, as {@link Index}. */
final class GapTable {
  /** Neighbouring deleted stretches closer than this become one: the last picture of a segment. */
  private static final long JOIN_MS = 1000;

  private final IndexDatabase database;

  GapTable(IndexDatabase database) {
    this.database = database;
  }

  /** A gap begins. */
  void open(StreamKey.Live stream, long fromMs, Cause cause) {
    put("REPLACE", stream, new Gap(fromMs, Long.MAX_VALUE, cause));
  }

  /** It ends; one that ends where it began is forgotten. */
  void close(StreamKey.Live stream, long fromMs, long toMs) {
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

  /** A gap that is over, as a file tells it; a known one with that start stays. */
  void add(StreamKey.Live stream, Gap gap) {
    put("IGNORE", stream, gap);
  }

  private void put(String conflict, StreamKey.Live stream, Gap gap) {
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

  /** Lengthens the deleted stretch that ends where the segment began, or begins one. */
  void deleted(Segment segment) {
    StreamKey.Live stream = segment.stream();
    Optional<Gap> before =
        between(stream, segment.startMs() - JOIN_MS, segment.startMs() + 1).stream()
            .filter(g -> g.cause() == Cause.DELETED && g.toMs() <= segment.startMs() + JOIN_MS)
            .findFirst();
    if (before.isPresent()) {
      close(stream, before.get().fromMs(), segment.endMs());
    } else {
      add(stream, new Gap(segment.startMs(), segment.endMs(), Cause.DELETED));
    }
  }

  /** Gaps that overlap the range, by start. */
  List<Gap> between(StreamKey.Live stream, long fromMs, long toMs) {
    return database.query(
        "SELECT from_ms, to_ms, cause FROM gap WHERE camera = ? AND profile = ?"
            + " AND from_ms < ? AND to_ms > ? ORDER BY from_ms",
        s -> {
          bindStream(s, stream);
          s.setLong(3, toMs);
          s.setLong(4, fromMs);
        },
        GapTable::gap);
  }

  private static Gap gap(ResultSet row) throws SQLException {
    return new Gap(row.getLong(1), row.getLong(2), Cause.valueOf(row.getString(3)));
  }

  /** The gap that lasts now. */
  Optional<Gap> lasting(StreamKey.Live stream) {
    return first(
        database.query(
            "SELECT from_ms, to_ms, cause FROM gap WHERE camera = ? AND profile = ?"
                + " AND to_ms = ? ORDER BY from_ms DESC LIMIT 1",
            s -> {
              bindStream(s, stream);
              s.setLong(3, Long.MAX_VALUE);
            },
            GapTable::gap));
  }

  /** End of the newest gap that is over, deleted stretches left out. */
  Optional<Long> newestEnd(StreamKey.Live stream) {
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

  /** Begin of the oldest gap. */
  Optional<Long> oldest(StreamKey.Live stream) {
    return first(
        database.query(
            "SELECT from_ms FROM gap WHERE camera = ? AND profile = ? ORDER BY from_ms LIMIT 1",
            s -> bindStream(s, stream),
            row -> row.getLong(1)));
  }

  /** Gaps that lasted when the recorder died end when it was last known to live. */
  void closeThoseOfLastLife() {
    database.change(
        "UPDATE gap SET to_ms = MAX(from_ms + 1, (SELECT alive_ms FROM life)) WHERE to_ms = ?"
            + " AND EXISTS (SELECT 1 FROM life)",
        s -> s.setLong(1, Long.MAX_VALUE));
    database.change(
        "UPDATE gap SET to_ms = from_ms + 1 WHERE to_ms = ?", s -> s.setLong(1, Long.MAX_VALUE));
  }
}
