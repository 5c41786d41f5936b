package io.vedette.web.resource;

import io.vedette.api.access.Caller;
import io.vedette.api.access.Role;
import io.vedette.web.http.Callers;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Fields;
import io.vedette.web.http.Json;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import io.vedette.web.http.Router;
import java.io.IOException;

/** Signing in and out. */
final class SessionResource {
  private final Parts parts;

  SessionResource(Parts parts, Router router) {
    this.parts = parts;
    router
        .open("POST", "/api/v1/session", this::signIn)
        .add(Role.VIEWER, "GET", "/api/v1/session", this::show)
        .add(Role.VIEWER, "DELETE", "/api/v1/session", this::signOut);
  }

  /** Needs no X-Requested-With: a JSON body cannot be sent by another site's form. */
  private void signIn(Exchange exchange) throws Exception {
    Fields body = exchange.body("user", "password");
    String user = body.text("user");
    String password = body.text("password");
    String secret =
        parts
            .accounts()
            .signIn(user, password, exchange.remote())
            .orElseThrow(
                () -> new Problem(Kind.NOT_SIGNED_IN, "the user name or the password is wrong"));
    Callers.setSession(exchange, secret);
    exchange.noContent();
  }

  private void show(Exchange exchange) throws IOException {
    Caller caller = exchange.caller();
    exchange.json(
        Json.object()
            .with("user", caller.name())
            .with("role", caller.role().id())
            .with("cameras", caller.cameras()));
  }

  private void signOut(Exchange exchange) {
    Callers.session(exchange.request()).ifPresent(parts.accounts()::signOut);
    parts.grants().look();
    Callers.setSession(exchange, "");
    exchange.noContent();
  }
}
