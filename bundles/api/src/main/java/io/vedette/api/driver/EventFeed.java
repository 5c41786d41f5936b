package io.vedette.api.driver;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a camera notices, as it tells it. Pulled by one thread of the hub; {@link #close} may come
 * from another and ends a blocked {@link #next}.
 */
@ConsumerType
public interface EventFeed extends AutoCloseable {
  /**
   * Waits for the next event, at most about a minute.
   *
   * @return empty if nothing happened meanwhile
   * @throws CameraException if the feed is over; the hub opens the next one, with back-off
   */
  Optional<CameraEvent> next() throws CameraException;

  @Override
  void close();
}
