package io.vedette.hub;

import io.vedette.api.event.Event;
import io.vedette.api.event.EventHistory;
import io.vedette.api.event.EventListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Keeps events in an SQLite file, {@code events.db}: the newest million. Whoever tells an event
 * does not wait for the disk: one thread writes, some at a time. A power cut may lose the last
 * second.
 */
@Component(service = {EventHistory.class, EventListener.class})
public final class EventArchive implements EventHistory, EventListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventArchive.class);

  /** Some 100 bytes each; a busy site of 32 cameras has 10 000 a day. */
  private static final int KEPT = 1_000_000;

  /** Events that wait for the disk; more are lost and counted. */
  private static final int WAITING = 10_000;

  private static final int TRIM_EVERY = 1_000;
  private static final long JOIN_MILLIS = 5_000;

  private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Connection connection; // guarded by itself
  private final Thread writer;
  private volatile boolean closed;
  private int sinceTrim; // the writer's

  @Activate
  public EventArchive(BundleContext context) throws IOException {
    this(Path.of(context.getProperty("vedette.home")));
  }

  EventArchive(Path home) throws IOException {
    Files.createDirectories(home);
    Path file = home.resolve("events.db");
    PrivateFile.create(file);
    try {
      SQLiteConfig config = new SQLiteConfig();
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
      SQLiteDataSource source = new SQLiteDataSource(config);
      source.setUrl("jdbc:sqlite:" + file);
      connection = source.getConnection();
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            """
            create table if not exists event (
              id integer primary key,      -- rises with the order in which they were told
              at integer not null,         -- milliseconds since the epoch
              kind text not null,
              phase text not null,
              camera text,                 -- null: concerns none
              text text not null
            ) strict
            """);
        statement.execute("create index if not exists event_at on event (at)");
      }
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      throw new IOException("cannot open " + file + ": " + e.getMessage(), e);
    }
    writer = new Thread(this::write, "events to disk");
    writer.setDaemon(true);
    writer.start();
  }

  @Deactivate
  void close() throws InterruptedException, SQLException {
    closed = true;
    writer.join(JOIN_MILLIS);
    synchronized (connection) {
      connection.close();
    }
  }

  @Override
  public void happened(Event event) {
    if (!waiting.offer(event)) {
      LOG.warn("an event of kind {} is not kept: the disk is too slow", event.kind().id());
    }
  }

  private void write() {
    List<Event> some = new ArrayList<>();
    try {
      while (!closed || !waiting.isEmpty()) {
        Event first = waiting.poll(200, TimeUnit.MILLISECONDS);
        if (first != null) {
          some.add(first);
          waiting.drainTo(some);
          store(some);
          some.clear();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("interrupted");
    }
  }

  private void store(List<Event> events) {
    synchronized (connection) {
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into event (at, kind, phase, camera, text) values (?, ?, ?, ?, ?)")) {
        for (Event event : events) {
          insert.setLong(1, event.at().toEpochMilli());
          insert.setString(2, event.kind().name());
          insert.setString(3, event.phase().name());
          insert.setString(4, event.camera().orElse(null));
          insert.setString(5, event.text());
          insert.addBatch();
        }
        insert.executeBatch();
        sinceTrim += events.size();
        if (sinceTrim >= TRIM_EVERY) {
          sinceTrim = 0;
          trim();
        }
        connection.commit();
      } catch (SQLException e) {
        LOG.warn("{} events are not kept: {}", events.size(), e.getMessage());
      }
    }
  }

  private void trim() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("delete from event where id <= (select max(id) from event) - " + KEPT);
    }
  }

  @Override
  public List<Event> between(Instant from, Instant to, Wanted wanted, int limit) {
    String direction = wanted.order() == Order.OLDEST ? "asc" : "desc";
    String query =
        "select at, kind, phase, camera, text from event where at >= ? and at < ?"
            + oneOf("camera", wanted.cameras().size())
            + oneOf("kind", wanted.kinds().size())
            + " order by at %1$s, id %1$s limit ?".formatted(direction);
    List<Event> events = new ArrayList<>();
    synchronized (connection) {
      try (PreparedStatement select = connection.prepareStatement(query)) {
        int at = 1;
        select.setLong(at++, from.toEpochMilli());
        select.setLong(at++, to.toEpochMilli());
        for (String camera : wanted.cameras()) {
          select.setString(at++, camera);
        }
        for (Event.Kind kind : wanted.kinds()) {
          select.setString(at++, kind.name());
        }
        select.setInt(at, limit);
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            read(row).ifPresent(events::add);
          }
        }
        connection.commit(); // a transaction left open would keep old pages
      } catch (SQLException e) {
        throw new IllegalStateException("events.db cannot be read: " + e.getMessage(), e);
      }
    }
    return events;
  }

  private static String oneOf(String column, int values) {
    return values == 0
        ? ""
        : " and " + column + " in (" + String.join(",", Collections.nCopies(values, "?")) + ")";
  }

  private static Optional<Event> read(ResultSet row) throws SQLException {
    try {
      return Optional.of(
          new Event(
              Instant.ofEpochMilli(row.getLong(1)),
              Event.Kind.valueOf(row.getString(2)),
              Event.Phase.valueOf(row.getString(3)),
              Optional.ofNullable(row.getString(4)),
              row.getString(5)));
    } catch (IllegalArgumentException ofALaterVersion) {
      return Optional.empty();
    }
  }
}
