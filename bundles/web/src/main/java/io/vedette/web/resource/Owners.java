package io.vedette.web.resource;

import io.vedette.api.access.Caller;
import io.vedette.api.access.Role;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Who began which session of a viewer. What somebody began is there for that caller and for
 * administrators; for others it does not exist. Thread-safe.
 */
final class Owners {
  private final Map<String, String> names = new ConcurrentHashMap<>(); // id → name of the caller

  /**
   * Notes who began something, and forgets what has ended.
   *
   * @param living asks for the ids of all that there is
   */
  void note(String id, Caller caller, Supplier<Collection<String>> living) {
    Set<String> ended = new HashSet<>(names.keySet()); // before asking: what comes meanwhile stays
    ended.removeAll(living.get());
    names.keySet().removeAll(ended);
    names.put(id, caller.name());
  }

  /** True if this is of the caller, or the caller is an administrator. */
  boolean mayUse(Caller caller, String id) {
    return caller.is(Role.ADMIN) || caller.name().equals(names.get(id));
  }
}
