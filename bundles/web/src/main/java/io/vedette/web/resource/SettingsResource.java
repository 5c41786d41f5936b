package io.vedette.web.resource;

import io.vedette.api.access.Role;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Fields;
import io.vedette.web.http.Json;
import io.vedette.web.http.Problem;
import io.vedette.web.http.Router;
import io.vedette.web.settings.Settings;
import io.vedette.web.settings.Settings.Described;
import io.vedette.web.settings.SettingsSchema;
import io.vedette.web.settings.SettingsValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can be set, of whatever bundle. */
final class SettingsResource {
  private final Parts parts;

  SettingsResource(Parts parts, Router router) {
    this.parts = parts;
    router
        .add(Role.ADMIN, "GET", "/api/v1/settings", this::list)
        .add(Role.ADMIN, "GET", "/api/v1/settings/{pid}", this::show)
        .add(Role.ADMIN, "PUT", "/api/v1/settings/{pid}", this::change);
  }

  private void list(Exchange exchange) throws IOException {
    Settings settings = parts.settings();
    List<Json> all = new ArrayList<>();
    for (Described described : settings.all()) {
      all.add(write(settings, described));
    }
    exchange.json(all);
  }

  private void show(Exchange exchange) throws IOException {
    Settings settings = parts.settings();
    exchange.json(write(settings, find(settings, exchange)));
  }

  /** Takes what a GET gave, or the values alone; values that are not given stay as they are. */
  private void change(Exchange exchange) throws IOException {
    Settings settings = parts.settings();
    Described described = find(settings, exchange);
    Fields body = exchange.body("pid", "title", "schema", "values");
    if (!body.textIfAny("pid").orElse(described.pid()).equals(described.pid())) {
      throw body.bad("pid", "is not that of the path");
    }
    Fields values =
        body.objectIfAny("values", SettingsValues.keys(described.metatype()))
            .orElseThrow(() -> body.bad("values", "is missing"));
    Map<String, Object> changed = SettingsValues.read(described.metatype(), values);
    changed.keySet().removeAll(inForce(settings, described, changed));
    if (!changed.isEmpty()) { // a bundle may restart over a change that is none
      settings.change(described.pid(), changed);
      Audit.note(
          parts,
          exchange,
          "settings changed",
          described.pid() + ": " + String.join(", ", changed.keySet()));
    }
    exchange.json(write(settings, described));
  }

  /** Keys whose value is in force already; never those of secrets. */
  private static Set<String> inForce(
      Settings settings, Described described, Map<String, Object> wanted) throws IOException {
    Map<String, Object> now =
        SettingsValues.write(described.metatype(), settings.values(described.pid()));
    Map<String, Object> then = SettingsValues.write(described.metatype(), wanted);
    Set<String> same = new HashSet<>(wanted.keySet());
    same.removeIf(key -> !then.containsKey(key) || !then.get(key).equals(now.get(key)));
    return same;
  }

  private static Described find(Settings settings, Exchange exchange) {
    String pid = exchange.path("pid");
    return settings.all().stream()
        .filter(d -> d.pid().equals(pid))
        .findFirst()
        .orElseThrow(() -> Problem.unknown("setting", pid));
  }

  private static Json write(Settings settings, Described described) throws IOException {
    return Json.object()
        .with("pid", described.pid())
        .with("title", described.metatype().getName())
        .with("schema", SettingsSchema.of(described.metatype()))
        .with(
            "values", SettingsValues.write(described.metatype(), settings.values(described.pid())));
  }
}
