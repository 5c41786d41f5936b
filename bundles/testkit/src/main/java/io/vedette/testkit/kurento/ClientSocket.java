package io.vedette.testkit.kurento;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session.Listener.AutoDemanding;

/**
 * One WebSocket of a client. What comes in goes to the host by Jetty's threads; everything else is
 * done by the server's thread. Public, for Jetty finds its methods by reflection.
 */
public final class ClientSocket implements AutoDemanding {
  /** Kurento writes nulls out. */
  private static final Gson JSON = new GsonBuilder().serializeNulls().create();

  /** Where it belongs; called by any thread. */
  interface Host {
    void opened(ClientSocket socket);

    void received(ClientSocket socket, String message);

    void closed(ClientSocket socket);

    /** Calls {@link ClientSocket#flushEvents} soon, if events are to be held back now. */
    boolean holdsEvents(ClientSocket socket);
  }

  private final Host host;
  private final Deque<JsonObject> heldEvents = new ArrayDeque<>(); // newest first
  private volatile org.eclipse.jetty.websocket.api.Session jetty;
  private String session; // the newest that was used here; null before the first

  ClientSocket(Host host) {
    this.host = host;
  }

  @Override
  public void onWebSocketOpen(org.eclipse.jetty.websocket.api.Session opened) {
    jetty = opened;
    host.opened(this);
  }

  @Override
  public void onWebSocketText(String message) {
    host.received(this, message);
  }

  @Override
  public void onWebSocketClose(int status, String reason) {
    host.closed(this);
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    // The close that follows says enough.
  }

  /** Name of the session that was last used here, or null. */
  String session() {
    return session;
  }

  void session(String id) {
    session = id;
  }

  /** Sends an answer. */
  void reply(JsonObject message) {
    raw(JSON.toJson(message));
  }

  /** Sends an event, now or with others in another order. */
  void event(JsonObject message) {
    if (host.holdsEvents(this)) {
      heldEvents.push(message);
    } else {
      raw(JSON.toJson(message));
    }
  }

  /** Sends the events that were held back, the newest first. */
  void flushEvents() {
    for (JsonObject event = heldEvents.poll(); event != null; event = heldEvents.poll()) {
      raw(JSON.toJson(event));
    }
  }

  /** Sends any text. */
  void raw(String text) {
    jetty.sendText(text, Callback.NOOP); // if it cannot be sent, the socket is about to close
  }

  /** Cuts the connection without a close frame. */
  void cut() {
    jetty.disconnect();
  }
}
