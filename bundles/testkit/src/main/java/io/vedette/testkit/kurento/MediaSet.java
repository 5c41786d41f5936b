package io.vedette.testkit.kurento;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * All objects of a server and who holds them. An object lives as long as a session holds it; every
 * session holds what it has touched, the parents of it, and what others create below them. Release
 * takes it from all sessions at once. Used by the server's thread only.
 */
final class MediaSet {
  private final Map<String, MediaObject> objects = new LinkedHashMap<>();
  private final Map<String, Session> sessions = new LinkedHashMap<>();

  /** Puts the server manager in, which nobody needs to hold. */
  void add(ServerManager manager) {
    objects.put(manager.id(), manager);
  }

  /** Puts a new object in; those who hold its parent hold it too. */
  void add(String session, MediaObject object) {
    objects.put(object.id(), object);
    object
        .parent()
        .ifPresent(
            parent ->
                sessions.values().stream()
                    .filter(s -> s.held().contains(parent))
                    .forEach(s -> s.held().add(object)));
    hold(session(session), object);
  }

  /** The object for a session, which holds it from now on. */
  MediaObject touch(String session, String id) throws RpcError {
    MediaObject object = objects.get(id);
    if (object == null) {
      throw RpcError.notFound(id);
    }
    hold(session(session), object);
    return object;
  }

  private static void hold(Session session, MediaObject object) {
    session.use();
    session.held().add(object);
    object.parent().ifPresent(parent -> hold(session, parent));
  }

  /** The session, a new one if there is none of that name. */
  Session session(String id) {
    return sessions.computeIfAbsent(id, Session::new);
  }

  /** Says that the session is alive. */
  Session existing(String id) throws RpcError {
    Session session = sessions.get(id);
    if (session == null) {
      throw RpcError.invalidSession();
    }
    session.use();
    return session;
  }

  /** Releases an object and all below it, whoever holds them; nothing if there is none. */
  void release(String id) {
    MediaObject object = objects.get(id);
    if (object == null || object instanceof ServerManager) {
      return;
    }
    children(object).forEach(child -> release(child.id()));
    sessions
        .values()
        .forEach(
            session -> {
              session.held().remove(object);
              session.subscriptions().values().removeIf(s -> s.object().equals(id));
            });
    objects.remove(id);
    object.released();
  }

  /** Ends a session; what it alone held is released. */
  void end(String id) {
    Session session = sessions.remove(id);
    if (session != null) {
      for (MediaObject object : List.copyOf(session.held())) {
        if (sessions.values().stream().noneMatch(s -> s.held().contains(object))) {
          release(object.id());
        }
      }
    }
  }

  /** The garbage collector's round. */
  void collect() {
    sessions.values().stream()
        .filter(Session::isForgotten)
        .map(Session::id)
        .toList()
        .forEach(this::end);
  }

  void detach(ClientSocket socket) {
    sessions.values().forEach(session -> session.detach(socket));
  }

  /** Subscribes to events; returns the name of the subscription. */
  String subscribe(String session, MediaObject object, String type) {
    String subscription = UUID.randomUUID().toString();
    session(session).subscriptions().put(subscription, new Session.Subscription(object.id(), type));
    return subscription;
  }

  void unsubscribe(String session, String subscription) {
    session(session).subscriptions().remove(subscription);
  }

  /** Tells an event to all who have subscribed to it. */
  void raise(MediaObject source, String type, JsonObject message) {
    if (objects.containsKey(source.id())) {
      List.copyOf(sessions.values()).forEach(s -> s.raise(source.id(), type, message));
    }
  }

  Collection<MediaObject> objects() {
    return List.copyOf(objects.values());
  }

  List<MediaObject> children(MediaObject parent) {
    List<MediaObject> children = new ArrayList<>();
    for (MediaObject object : objects.values()) {
      if (object.parent().filter(parent::equals).isPresent()) {
        children.add(object);
      }
    }
    return children;
  }

  List<String> sessions() {
    return List.copyOf(sessions.keySet());
  }

  /** The end of the process: everything is gone, nobody is told. */
  void clear() {
    sessions.clear();
    objects().forEach(MediaObject::released);
    objects.clear();
  }
}
