package io.vedette.sink.rtsp;

import io.vedette.api.access.Caller;
import io.vedette.api.access.Role;
import io.vedette.api.access.TooManyTriesException;
import io.vedette.rtsp.ServerAuth;
import io.vedette.rtsp.ServerSession.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Checks the logins of one connection. Every request carries one; the accounts are asked for the
 * first and then once a minute, so that a deleted user or token is noticed, while a stranger who
 * tries passwords, and makes the accounts refuse to look, throws nobody out. The bearer of a ticket
 * is asked for nothing else. Used by one thread at a time; {@link #caller} and {@link #isStillIn}
 * by any.
 */
final class Door implements ServerAuth.Doorkeeper {
  private static final long ASK_AGAIN_NS = Duration.ofMinutes(1).toNanos();

  /** Whoever knows the accounts; see {@code Accounts.signInByDigest}. */
  @FunctionalInterface
  interface Logins {
    Optional<Caller> signInByDigest(String user, String remote, Predicate<String> proves)
        throws TooManyTriesException;
  }

  private final Logins logins;
  private final Tickets tickets;
  private final String remote;
  private volatile Caller caller; // null before the first right login
  private volatile String user = "";
  private volatile String secret = ""; // with which the user came in
  private long askedNs;
  private volatile Tickets.Pass pass; // null unless the caller came with a ticket

  /**
   * @param remote literal address of the client, for the limit of tries and the audit
   */
  Door(Logins logins, Tickets tickets, String remote) {
    this.logins = logins;
    this.tickets = tickets;
    this.remote = remote;
  }

  /** Who has come in. */
  Optional<Caller> caller() {
    return Optional.ofNullable(caller);
  }

  /**
   * False if the caller's login is no more, or has other rights: for a client that plays and asks
   * nothing. Blocks. A ticket is ended by whoever made it.
   */
  boolean isStillIn() {
    Caller then = caller;
    if (then == null || pass != null || secret.isEmpty()) {
      return true; // nobody came in, or there is nothing to ask about
    }
    try {
      return logins.signInByDigest(user, remote, secret::equals).equals(Optional.of(then));
    } catch (TooManyTriesException limited) {
      return true; // strangers' tries throw nobody out
    }
  }

  /** True if the caller may play this path, which shows that camera. */
  boolean opens(String path, String camera) {
    Tickets.Pass ticket = pass;
    return caller().filter(c -> c.sees(camera)).isPresent()
        && (ticket == null || ticket.key().path().equals(path));
  }

  /** True if the caller came with a ticket: it looks on, and steers nothing. */
  boolean isTicket() {
    return pass != null;
  }

  @Override
  public boolean admits(String name, ServerAuth.Proof proof) throws Refusal {
    if (name.startsWith(Tickets.PREFIX)) {
      return admitsTicket(name, proof);
    }
    if (pass != null) {
      return false; // a connection does not change hands
    }
    boolean known = name.equals(user) && !secret.isEmpty() && proof.isOfMd5(secret);
    if (known && System.nanoTime() - askedNs < ASK_AGAIN_NS) {
      return true;
    }
    try {
      String[] proven = {""};
      Optional<Caller> found =
          logins.signInByDigest(
              name,
              remote,
              candidate -> {
                boolean right = proof.isOfMd5(candidate);
                if (right) {
                  proven[0] = candidate;
                }
                return right;
              });
      found.ifPresent(c -> caller = c);
      user = found.isPresent() ? name : "";
      secret = found.isPresent() ? proven[0] : "";
      askedNs = System.nanoTime();
      return found.isPresent();
    } catch (TooManyTriesException limited) {
      if (known) {
        return true;
      }
      throw new Refusal(403, "Forbidden (" + limited.getMessage() + ")");
    }
  }

  /** One that has run out lets in nobody; who is in with it stays, until it is closed. */
  private boolean admitsTicket(String name, ServerAuth.Proof proof) {
    Optional<Tickets.Pass> found = tickets.find(name).filter(t -> proof.isOf(t.secret()));
    if (found.isEmpty()
        || caller != null && pass != found.get()
        || pass == null && !found.get().isFresh()) {
      return false;
    }
    pass = found.get();
    caller = new Caller(pass.bearer(), Role.VIEWER, Optional.of(Set.of(pass.key().camera())));
    return true;
  }
}
