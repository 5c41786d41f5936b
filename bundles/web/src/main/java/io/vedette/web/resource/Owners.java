package io.vedette.web.resource;

import io.vedette.api.access.Caller;
import io.vedette.api.access.Role;
import io.vedette.web.http.Exchange;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Who began which session of a viewer, or replay. What somebody began is there for that caller and
 * for administrators; for others it does not exist; and it ends with the caller's session or token.
 * Thread-safe.
 */
final class Owners {
  private final Grants grants;
  private final Map<String, Owner> owners = new ConcurrentHashMap<>(); // by id of what was begun

  private record Owner(String name, Grants.Grant grant) {}

  Owners(Grants grants) {
    this.grants = grants;
  }

  /**
   * Notes who began something, and forgets what has ended.
   *
   * @param living asks for the ids of all that there is
   * @param end ends one by its id
   */
  void note(
      String id, Exchange exchange, Supplier<Collection<String>> living, Consumer<String> end) {
    Set<String> ended = new HashSet<>(owners.keySet()); // before asking: what comes meanwhile stays
    ended.removeAll(living.get());
    ended.forEach(this::forget);
    Runnable endThis =
        () -> {
          end.accept(id);
          forget(id);
        };
    owners.put(id, new Owner(exchange.caller().name(), grants.add(exchange, endThis)));
  }

  private void forget(String id) {
    Owner owner = owners.remove(id);
    if (owner != null) { // may be forgotten by two at once
      owner.grant().close();
    }
  }

  /** True if this is of the caller, or the caller is an administrator. */
  boolean mayUse(Caller caller, String id) {
    Owner owner = owners.get(id);
    return caller.is(Role.ADMIN) || (owner != null && caller.name().equals(owner.name()));
  }
}
