package io.vedette.api.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What has happened, kept on the disk for some months. Thread-safe. */
@ProviderType
public interface EventHistory {
  /**
   * Events of a time, the newest first.
   *
   * @param from inclusive
   * @param to exclusive
   * @param camera id; empty: of all, and those that concern none
   * @param kind empty: all
   * @param limit number at most: the newest
   */
  List<Event> between(
      Instant from, Instant to, Optional<String> camera, Optional<Event.Kind> kind, int limit);
}
