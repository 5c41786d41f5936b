package io.vedette.api.event;

import org.osgi.annotation.versioning.ProviderType;

/** Where events are told. Thread-safe. */
@ProviderType
public interface EventBus {
  /**
   * Tells every {@link EventListener}, on the caller's thread, before it returns. Never throws
   * because of a listener.
   */
  void publish(Event event);
}
