package io.vedette.testkit.kurento;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A client's session: what it holds and what it listens to. Used by the server's thread only. */
final class Session {
  /** A subscription: to which events of which object. */
  record Subscription(String object, String type) {}

  private final String id;
  private final Set<MediaObject> held = new LinkedHashSet<>();
  private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
  private ClientSocket socket; // null: it has none now
  private boolean inUse = true;

  Session(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  Set<MediaObject> held() {
    return held;
  }

  Map<String, Subscription> subscriptions() {
    return subscriptions;
  }

  void attach(ClientSocket to) {
    socket = to;
  }

  void detach(ClientSocket from) {
    if (socket == from) {
      socket = null;
    }
  }

  /** Somebody asked something in its name. */
  void use() {
    inUse = true;
  }

  /** True if nothing was heard of it since the last call. */
  boolean isForgotten() {
    boolean alive = inUse || socket != null;
    inUse = false;
    return !alive;
  }

  /** Sends an event once for each subscription to it; without a socket it is lost. */
  void raise(String object, String type, JsonObject message) {
    for (Subscription subscription : subscriptions.values()) {
      if (socket != null
          && subscription.object().equals(object)
          && subscription.type().equals(type)) {
        socket.event(message);
      }
    }
  }
}
