package io.vedette.web.resource;

import io.vedette.api.access.Accounts.User;
import io.vedette.api.access.Role;
import io.vedette.api.camera.Camera;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Fields;
import io.vedette.web.http.Json;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import io.vedette.web.http.Router;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Who can sign in, with which rights. */
final class UsersResource {
  static final String ROLES = "viewer, operator, admin";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

  private final Parts parts;

  UsersResource(Parts parts, Router router) {
    this.parts = parts;
    router
        .add(Role.ADMIN, "GET", "/api/v1/users", this::list)
        .add(Role.ADMIN, "POST", "/api/v1/users", this::create)
        .add(Role.ADMIN, "PUT", "/api/v1/users/{name}", this::change)
        .add(Role.ADMIN, "DELETE", "/api/v1/users/{name}", this::delete);
  }

  private void list(Exchange exchange) throws IOException {
    exchange.json(parts.accounts().users().stream().map(UsersResource::json).toList());
  }

  private static Json json(User user) {
    return Json.object()
        .with("name", user.name())
        .with("role", user.role().id())
        .with("cameras", user.cameras());
  }

  private void create(Exchange exchange) throws IOException {
    Fields body = exchange.body("name", "role", "password", "cameras");
    String name = body.text("name");
    if (!NAME.matcher(name).matches()) {
      throw body.bad("name", "must match " + NAME);
    }
    User user = user(name, body, Set.of());
    String password = body.text("password");
    try {
      parts.accounts().addUser(user, password);
    } catch (IllegalArgumentException e) {
      throw Problem.ofField("password", e.getMessage());
    } catch (IllegalStateException e) {
      throw Problem.ofField(Kind.CONFLICT, "name", e.getMessage());
    }
    Audit.note(parts, exchange, "user added", name + " (" + user.role().id() + ")");
    exchange.created("/api/v1/users/" + name, json(user));
  }

  private void change(Exchange exchange) throws IOException {
    Fields body = exchange.body("name", "role", "password", "cameras");
    String name = exchange.path("name");
    if (!body.textIfAny("name").orElse(name).equals(name)) {
      throw body.bad("name", "cannot be changed");
    }
    User user = user(name, body, camerasNow(name));
    try {
      if (!parts.accounts().updateUser(user, body.textIfAny("password"))) {
        throw Problem.unknown("user", name);
      }
    } catch (IllegalArgumentException e) {
      throw Problem.ofField("password", e.getMessage());
    } catch (IllegalStateException e) {
      throw new Problem(Kind.CONFLICT, e.getMessage());
    }
    parts.grants().look();
    Audit.note(parts, exchange, "user changed", name + " (" + user.role().id() + ")");
    exchange.json(json(user));
  }

  private void delete(Exchange exchange) {
    String name = exchange.path("name");
    try {
      if (!parts.accounts().deleteUser(name)) {
        throw Problem.unknown("user", name);
      }
    } catch (IllegalStateException e) {
      throw new Problem(Kind.CONFLICT, e.getMessage());
    }
    parts.grants().look();
    Audit.note(parts, exchange, "user deleted", name);
    exchange.noContent();
  }

  private Set<String> camerasNow(String name) {
    return parts.accounts().users().stream()
        .filter(u -> u.name().equals(name))
        .flatMap(u -> u.cameras().stream())
        .findFirst()
        .orElse(Set.of());
  }

  /**
   * A user from a request.
   *
   * @param kept cameras that need not exist: the user had them, and they were deleted since
   */
  private User user(String name, Fields body, Set<String> kept) {
    Role role = body.word("role", Role::of, ROLES);
    Optional<List<String>> cameras = body.textsIfAny("cameras");
    for (String camera : cameras.orElse(List.of())) {
      if (!Camera.ID.matcher(camera).matches()) {
        throw body.bad("cameras", "must be ids of cameras, which match " + Camera.ID);
      }
      if (!kept.contains(camera) && parts.cameras().find(camera).isEmpty()) {
        throw Problem.ofField(Kind.IMPOSSIBLE, "cameras", "there is no camera " + camera);
      }
    }
    return new User(name, role, cameras.map(ids -> (Set<String>) new LinkedHashSet<>(ids)));
  }
}
