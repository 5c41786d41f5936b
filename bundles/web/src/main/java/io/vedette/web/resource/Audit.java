package io.vedette.web.resource;

import io.vedette.api.access.Accounts;
import io.vedette.api.access.Role;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Json;
import io.vedette.web.http.Router;
import java.io.IOException;

/** Who did what, from where. */
final class Audit {
  private final Parts parts;
  private final TimeRange.Reader ranges;

  Audit(Parts parts, TimeRange.Reader ranges, Router router) {
    this.parts = parts;
    this.ranges = ranges;
    router.add(Role.ADMIN, "GET", "/api/v1/audit", this::list, "from", "to");
  }

  /** Notes a change that a caller made. */
  static void note(Parts parts, Exchange exchange, String action, String detail) {
    parts.accounts().audit(exchange.caller().name(), exchange.remote(), action, detail);
  }

  private void list(Exchange exchange) throws IOException {
    TimeRange range = ranges.lastDayIfOpen(exchange);
    exchange.json(
        parts.accounts().audit(range.from(), range.to()).stream().map(Audit::json).toList());
  }

  private static Json json(Accounts.AuditEntry entry) {
    return Json.object()
        .with("at", entry.at())
        .with("who", entry.who())
        .with("remote", entry.remote())
        .with("action", entry.action())
        .with("detail", entry.detail());
  }
}
