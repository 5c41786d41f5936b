package io.vedette.web.resource;

import io.vedette.api.access.Accounts;
import io.vedette.api.access.Role;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Fields;
import io.vedette.web.http.Json;
import io.vedette.web.http.Problem;
import io.vedette.web.http.Router;
import java.io.IOException;

/** Bearer tokens for scripts and other software. */
final class TokensResource {
  private static final int MAX_NAME = 100;

  private final Parts parts;

  TokensResource(Parts parts, Router router) {
    this.parts = parts;
    router
        .add(Role.ADMIN, "GET", "/api/v1/tokens", this::list)
        .add(Role.ADMIN, "POST", "/api/v1/tokens", this::create)
        .add(Role.ADMIN, "DELETE", "/api/v1/tokens/{id}", this::delete);
  }

  private void list(Exchange exchange) throws IOException {
    exchange.json(
        parts.accounts().tokens().stream()
            .map(
                t ->
                    Json.object()
                        .with("id", t.id())
                        .with("name", t.name())
                        .with("role", t.role().id())
                        .with("created", t.created()))
            .toList());
  }

  private void create(Exchange exchange) throws IOException {
    Fields body = exchange.body("name", "role");
    String name = body.text("name").strip();
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw body.bad("name", "must have 1 to " + MAX_NAME + " characters");
    }
    Role role = body.word("role", Role::of, UsersResource.ROLES);
    Accounts.NewToken token = parts.accounts().createToken(name, role);
    Audit.note(parts, exchange, "token created", name + " (" + role.id() + ")");
    exchange.created(
        "/api/v1/tokens/" + token.id(),
        Json.object().with("id", token.id()).with("token", token.token()));
  }

  private void delete(Exchange exchange) {
    String id = exchange.path("id");
    if (!parts.accounts().deleteToken(id)) {
      throw Problem.unknown("token", id);
    }
    parts.grants().look();
    Audit.note(parts, exchange, "token revoked", id);
    exchange.noContent();
  }
}
