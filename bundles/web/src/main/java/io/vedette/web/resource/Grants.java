package io.vedette.web.resource;

import io.vedette.api.access.Accounts;
import io.vedette.api.access.Caller;
import io.vedette.web.http.Callers;
import io.vedette.web.http.Credential;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs on after the request that began it was answered: live views, replays, streams of
 * events. Each ends with the session or the token that it began with, and when the rights of that
 * change: at once after a change made here, within {@link #LOOK} after any other. Thread-safe; ends
 * things on a thread of its own.
 */
public final class Grants {
  /** How soon a session is missed that ran out, or was ended by somebody else than the web. */
  static final Duration LOOK = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Grants.class);

  private final Supplier<Accounts> accounts;
  private final Set<Grant> grants = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService executor;

  /** One of them; close it when what was granted has ended. */
  public final class Grant implements AutoCloseable {
    private final Credential credential;
    private final Caller caller;
    private final Runnable end;

    private Grant(Credential credential, Caller caller, Runnable end) {
      this.credential = credential;
      this.caller = caller;
      this.end = end;
    }

    @Override
    public void close() {
      grants.remove(this);
    }
  }

  /**
   * @param accounts throws a {@link Problem} while there are none
   */
  Grants(Supplier<Accounts> accounts) {
    this.accounts = accounts;
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "web-grants");
              thread.setDaemon(true);
              return thread;
            });
    executor.scheduleWithFixedDelay(
        this::lookNow, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  void close() {
    executor.shutdown();
  }

  /**
   * Grants something to whoever makes a request.
   *
   * @param end ends it; called again and again until the grant is closed
   */
  public Grant add(Exchange exchange, Runnable end) {
    Grant grant = new Grant(Callers.credential(exchange.request()), exchange.caller(), end);
    grants.add(grant);
    return grant;
  }

  /** Somebody has signed out, or was changed: ends what that ends, soon. */
  void look() {
    try {
      executor.execute(this::lookNow);
    } catch (RejectedExecutionException stopping) {
      LOG.debug("the web stops, and all that was granted with it");
    }
  }

  void lookNow() {
    Map<Credential, Optional<Caller>> now = new HashMap<>(); // a wall shows one credential 32 times
    for (Grant grant : grants) {
      Optional<Caller> caller = now.computeIfAbsent(grant.credential, this::ask);
      if (!caller.equals(Optional.of(grant.caller))) {
        end(grant);
      }
    }
  }

  /** While there are no accounts nobody is let in, and nobody stays. */
  private Optional<Caller> ask(Credential credential) {
    try {
      return credential.caller(accounts.get());
    } catch (RuntimeException e) {
      LOG.debug("{} cannot be looked up: {}", credential, e.getMessage());
      return Optional.empty();
    }
  }

  private static void end(Grant grant) {
    try {
      grant.end.run();
    } catch (RuntimeException e) { // of the engine, say; the others end, this one is tried again
      LOG.warn("what was granted to {} does not end", grant.caller.name(), e);
    }
  }
}
