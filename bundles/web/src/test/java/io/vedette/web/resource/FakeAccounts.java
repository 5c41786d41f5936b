package io.vedette.web.resource;

import io.vedette.api.access.Accounts;
import io.vedette.api.access.Caller;
import io.vedette.api.access.Role;
import io.vedette.api.access.TooManyTriesException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Accounts in memory. The password of each user is the name; the token of a role is its id. */
final class FakeAccounts implements Accounts {
  final Map<String, User> users = Collections.synchronizedMap(new LinkedHashMap<>());
  final List<AuditEntry> audit = new ArrayList<>();
  final List<TokenInfo> tokens = new CopyOnWriteArrayList<>();
  boolean tooManyTries;

  FakeAccounts() {
    addUser(new User("admin", Role.ADMIN, Optional.empty()), "admin-password");
  }

  @Override
  public Optional<String> signIn(String user, String password, String remote)
      throws TooManyTriesException {
    if (tooManyTries) {
      throw new TooManyTriesException(Duration.ofSeconds(42));
    }
    return users.containsKey(user) && password.equals(user + "-password")
        ? Optional.of("session-of-" + user)
        : Optional.empty();
  }

  @Override
  public Optional<Caller> signInByDigest(String user, String remote, Predicate<String> proves) {
    return Optional.empty();
  }

  @Override
  public Optional<Caller> bySession(String secret) {
    return Optional.ofNullable(users.get(secret.replace("session-of-", "")))
        .map(u -> new Caller(u.name(), u.role(), u.cameras()));
  }

  @Override
  public Optional<Caller> peekSession(String secret) {
    return bySession(secret);
  }

  @Override
  public void signOut(String secret) {
    users.remove(secret.replace("session-of-", ""));
  }

  @Override
  public Optional<Caller> byToken(String token) {
    if (token.equals("secret")) { // of those that were made
      return tokens.stream().findFirst().map(t -> new Caller(t.name(), t.role(), Optional.empty()));
    }
    return Role.of(token).map(role -> new Caller(token, role, Optional.empty()));
  }

  @Override
  public NewToken createToken(String name, Role role) {
    tokens.add(new TokenInfo("t1", name, role, Instant.EPOCH));
    return new NewToken("t1", "secret");
  }

  @Override
  public List<TokenInfo> tokens() {
    return tokens;
  }

  @Override
  public boolean deleteToken(String id) {
    return tokens.removeIf(t -> t.id().equals(id));
  }

  @Override
  public List<User> users() {
    return List.copyOf(users.values());
  }

  @Override
  public void addUser(User user, String password) {
    if (password.length() < 8) {
      throw new IllegalArgumentException("a password has 8 to 1024 characters");
    }
    if (users.putIfAbsent(user.name(), user) != null) {
      throw new IllegalStateException("there is a user named " + user.name());
    }
  }

  @Override
  public boolean updateUser(User user, Optional<String> password) {
    return users.replace(user.name(), user) != null;
  }

  @Override
  public boolean deleteUser(String name) {
    if (name.equals("admin")) {
      throw new IllegalStateException("no administrator would be left");
    }
    return users.remove(name) != null;
  }

  @Override
  public void audit(String who, String remote, String action, String detail) {
    audit.add(new AuditEntry(Instant.EPOCH, who, remote, action, detail));
  }

  @Override
  public List<AuditEntry> audit(Instant from, Instant to) {
    return audit;
  }
}
