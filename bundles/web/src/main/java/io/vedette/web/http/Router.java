package io.vedette.web.http;

import io.vedette.api.access.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds who answers a request. Filled once, then read by all threads. With a route stands who may
 * use it, so that no handler can forget to ask.
 */
public final class Router {
  /**
   * One entry.
   *
   * @param template {@code /api/v1/cameras/{camera}}; a value in braces matches one segment, and
   *     one named camera must be among those the caller may see
   * @param role at least needed; empty: no sign-in
   * @param query names of the parameters that may stand behind the path
   */
  public record Route(
      String method, String template, Optional<Role> role, Handler handler, Set<String> query) {
    private List<String> pattern() {
      return segments(template);
    }
  }

  /** A route with the values of its path. */
  record Match(Route route, Map<String, String> values) {}

  private record Entry(Route route, List<String> pattern) {}

  private final List<Entry> entries = new ArrayList<>();

  /** Adds a route that needs a role, with the parameters of its query. */
  public Router add(Role role, String method, String template, Handler handler, String... query) {
    return add(new Route(method, template, Optional.of(role), handler, Set.of(query)));
  }

  /** Adds a route that needs no sign-in. */
  public Router open(String method, String template, Handler handler) {
    return add(new Route(method, template, Optional.empty(), handler, Set.of()));
  }

  private Router add(Route route) {
    entries.add(new Entry(route, route.pattern()));
    return this;
  }

  /** All routes, in the order in which they were added. */
  public List<Route> routes() {
    return entries.stream().map(Entry::route).toList();
  }

  /**
   * The route of a request; HEAD is answered by GET, OPTIONS by what may be asked.
   *
   * @param path decoded segments
   * @throws Problem of kind UNKNOWN or METHOD
   */
  Match match(String method, List<String> path) {
    TreeSet<String> allowed = new TreeSet<>();
    Set<String> query = new HashSet<>();
    Match head = null;
    for (Entry entry : entries) {
      Optional<Map<String, String>> values = values(entry.pattern, path);
      if (values.isPresent()) {
        String has = entry.route.method;
        if (has.equals(method)) {
          return new Match(entry.route, values.get());
        }
        if (has.equals("GET")) {
          allowed.add("HEAD");
          head = new Match(entry.route, values.get());
        }
        allowed.add(has);
        query.addAll(entry.route.query);
      }
    }
    if (method.equals("HEAD") && head != null) {
      return head;
    }
    if (allowed.isEmpty()) {
      throw new Problem(Kind.UNKNOWN, "there is nothing at this path");
    }
    allowed.add("OPTIONS");
    String allow = String.join(", ", allowed);
    if (method.equals("OPTIONS")) {
      return new Match(
          new Route(method, "", Optional.empty(), e -> e.noContent("Allow", allow), query),
          Map.of());
    }
    throw new Problem(Kind.METHOD, method + " is not among " + allow).with("Allow", allow);
  }

  private static Optional<Map<String, String>> values(List<String> pattern, List<String> path) {
    if (pattern.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String part = pattern.get(i);
      String segment = path.get(i);
      if (part.startsWith("{") && !segment.isEmpty()) {
        values.put(part.substring(1, part.length() - 1), segment);
      } else if (!part.equals(segment)) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  /** {@code /a/b/} → {@code a, b, ""}. */
  static List<String> segments(String path) {
    return List.of(path.substring(1).split("/", -1));
  }
}
