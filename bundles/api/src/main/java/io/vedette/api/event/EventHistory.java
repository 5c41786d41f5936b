package io.vedette.api.event;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** What has happened, kept on the disk for some months. Thread-safe. */
@ProviderType
public interface EventHistory {
  /**
   * Events of a time, in the order that is wanted.
   *
   * @param from inclusive
   * @param to exclusive
   * @param limit number at most: the first in that order
   */
  List<Event> between(Instant from, Instant to, Wanted wanted, int limit);

  /**
   * Which events.
   *
   * @param cameras ids; empty: of all, and those that concern none
   * @param kinds empty: all
   * @param order which come first
   */
  record Wanted(Set<String> cameras, Set<Event.Kind> kinds, Order order) {
    public Wanted {
      cameras = Set.copyOf(cameras);
      kinds = Set.copyOf(kinds);
    }
  }

  /** Which events come first. */
  enum Order {
    NEWEST,
    OLDEST
  }
}
