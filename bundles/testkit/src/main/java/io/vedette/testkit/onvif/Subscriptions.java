package io.vedette.testkit.onvif;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** Pull points: a queue each. As in many cameras there is room for few. */
final class Subscriptions {
  private static final int MAX = 5;

  private final Map<String, Queue<String>> queues = new HashMap<>(); // guarded by this
  private final Map<String, String> states = new LinkedHashMap<>(); // guarded by this
  private int made; // guarded by this

  /** A new one, told the present state of everything; empty string if there is no room. */
  synchronized String add() {
    if (queues.size() == MAX) {
      return "";
    }
    String id = Integer.toString(++made);
    Queue<String> queue = new ArrayDeque<>();
    states.values().forEach(state -> queue.add(state.replace("Changed", "Initialized")));
    queues.put(id, queue);
    return id;
  }

  synchronized boolean has(String id) {
    return queues.containsKey(id);
  }

  synchronized boolean remove(String id) {
    return queues.remove(id) != null;
  }

  /** Forgets all, as a reboot does. */
  synchronized void clear() {
    queues.clear();
  }

  synchronized int count() {
    return queues.size();
  }

  synchronized void tell(String topic, String source, String data, boolean active, Instant at) {
    String message =
        """
        <wsnt:NotificationMessage><wsnt:Topic \
        Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">tns1:%s</wsnt:Topic>\
        <wsnt:Message><tt:Message UtcTime="%s" PropertyOperation="Changed"><tt:Source>%s\
        </tt:Source><tt:Data><tt:SimpleItem Name="%s" Value="%s"/></tt:Data></tt:Message>\
        </wsnt:Message></wsnt:NotificationMessage>"""
            .formatted(topic, at, source, data, active);
    states.put(topic + source, message);
    queues.values().forEach(queue -> queue.add(message));
  }

  /** What has happened, an empty string if nothing has; empty if there is no such subscription. */
  synchronized Optional<String> pull(String id) {
    Queue<String> queue = queues.get(id);
    if (queue == null) {
      return Optional.empty();
    }
    String all = String.join("", queue);
    queue.clear();
    return Optional.of(all);
  }
}
