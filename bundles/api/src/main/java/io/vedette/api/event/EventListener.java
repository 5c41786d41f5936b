package io.vedette.api.event;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Whiteboard: a service of this type hears of each event, on the thread of whoever tells it. It
 * must return fast, and be thread-safe.
 */
@ConsumerType
public interface EventListener {
  /** Hears an event. Those of one source come in order. */
  void happened(Event event);
}
