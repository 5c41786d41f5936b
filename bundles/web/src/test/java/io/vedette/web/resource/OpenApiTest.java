package io.vedette.web.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vedette.web.http.Router;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The description of the API against its routes. */
class OpenApiTest {
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "patch", "delete", "options");

  private TestServer server;
  private JsonObject document;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
    document = server.as("nobody", "GET", "/api/v1/openapi.json").object();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  /** Method and path of each operation → least role, or open. */
  private Map<String, String> described() {
    Map<String, String> operations = new TreeMap<>();
    document
        .getAsJsonObject("paths")
        .asMap()
        .forEach(
            (path, item) ->
                item.getAsJsonObject()
                    .asMap()
                    .forEach(
                        (method, operation) -> {
                          if (METHODS.contains(method)) {
                            operations.put(
                                method.toUpperCase(Locale.ROOT) + " " + path,
                                role(operation.getAsJsonObject()));
                          }
                        }));
    return operations;
  }

  private static String role(JsonObject operation) {
    return operation.has("x-role") ? operation.get("x-role").getAsString() : "open";
  }

  @Test
  void describesEachRouteWithItsRole_andNoOther() throws Exception {
    Map<String, String> routed = new TreeMap<>();
    for (Router.Route route : server.router.routes()) {
      routed.put(
          route.method() + " " + route.template(),
          route.role().map(role -> role.id()).orElse("open"));
    }
    routed.keySet().removeIf(operation -> isNotYet(operation));
    routed.put("GET /api/v1/live/{camera}/{stream}", "viewer"); // a servlet of its own
    routed.put("GET /api/v1/live/replay/{id}/{camera}", "viewer");
    routed.put("GET /api/v1/live/replay/{id}/{camera}/times", "viewer");
    routed.put("GET /metrics", "admin"); // open to this machine

    assertThat(described()).isEqualTo(routed);
  }

  @Test
  void describesTheParametersOfEachQuery() {
    for (Router.Route route : server.router.routes()) {
      if (!isNotYet(route.method() + " " + route.template())
          && !route.template().equals("/metrics")) {
        assertThat(parameters(route)).as(route.template()).isEqualTo(route.query());
      }
    }
  }

  private Set<String> parameters(Router.Route route) {
    JsonObject operation =
        document
            .getAsJsonObject("paths")
            .getAsJsonObject(route.template())
            .getAsJsonObject(route.method().toLowerCase(Locale.ROOT));
    Set<String> names = new TreeSet<>();
    if (operation.has("parameters")) {
      operation
          .getAsJsonArray("parameters")
          .forEach(p -> names.add(p.getAsJsonObject().get("name").getAsString()));
    }
    return names;
  }

  private boolean isNotYet(String operation) {
    Router later = new Router();
    new NotYetResource(later);
    return later.routes().stream()
        .anyMatch(route -> operation.equals(route.method() + " " + route.template()));
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    assertReferences(document);
  }

  private void assertReferences(JsonElement element) {
    if (element.isJsonArray()) {
      element.getAsJsonArray().forEach(this::assertReferences);
    } else if (element.isJsonObject()) {
      JsonElement ref = element.getAsJsonObject().get("$ref");
      if (ref != null) {
        JsonElement target = document;
        for (String part : ref.getAsString().substring(2).split("/")) {
          target = target.getAsJsonObject().get(part);
          assertThat(target).as(ref.getAsString()).isNotNull();
        }
      }
      element.getAsJsonObject().asMap().values().forEach(this::assertReferences);
    }
  }
}
