package io.vedette.hub;

import io.vedette.api.event.Event;
import io.vedette.api.event.EventBus;
import io.vedette.api.event.EventListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells events to all listeners. Keeps none: who wants a history is a listener. Thread-safe. */
@Component(service = EventBus.class)
public final class Events implements EventBus {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  private final List<EventListener> listeners = new CopyOnWriteArrayList<>();

  @Activate
  public Events() {}

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindListener(EventListener listener) {
    listeners.add(listener);
  }

  void unbindListener(EventListener listener) {
    listeners.remove(listener);
  }

  @Override
  public void publish(Event event) {
    for (EventListener listener : listeners) {
      try {
        listener.happened(event);
      } catch (RuntimeException | LinkageError e) {
        LOG.warn("{} failed on an event of kind {}", listener, event.kind().id(), e);
      }
    }
  }
}
