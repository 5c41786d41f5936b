package io.vedette.web.http;

import io.vedette.api.access.Accounts;
import io.vedette.api.access.Caller;
import io.vedette.api.access.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The way of a request: route, caller, rights, handler; and of its failure into a problem. Called
 * by all threads of the server.
 */
public final class Dispatcher {
  private static final long MAX_DISCARDED = 4 << 20; // bytes

  private final Router router;
  private final Supplier<Accounts> accounts;

  /**
   * @param accounts throws a {@link Problem} while there are none
   */
  public Dispatcher(Router router, Supplier<Accounts> accounts) {
    this.router = router;
    this.accounts = accounts;
  }

  /** Answers the request, one way or the other. */
  public void dispatch(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      setCommonHeaders(response);
      Router.Match match = router.match(request.getMethod(), path(request));
      Optional<Caller> caller = admit(match, request);
      Query query = Query.parse(request.getQueryString(), match.route().query());
      match
          .route()
          .handler()
          .handle(new Exchange(request, response, match.values(), query, caller));
    } catch (Exception e) {
      if (response.isCommitted() && e instanceof IOException) {
        return; // whoever asked has gone; the server sees that the answer is short, and hangs up
      }
      Problems.write(Problems.of(e, request), response);
      discardBody(request);
    }
  }

  /** No answer is kept or guessed at; a handler may say otherwise. */
  static void setCommonHeaders(HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
  }

  /**
   * Reads what is left of a body. Else the server would reset the connection, and the caller, still
   * sending, would see that instead of the problem.
   */
  private static void discardBody(HttpServletRequest request) {
    long announced = request.getContentLengthLong(); // -1: unknown
    if (announced == 0 || announced > MAX_DISCARDED || request.getHeader("Expect") != null) {
      return;
    }
    try {
      request.getInputStream().skip(MAX_DISCARDED);
    } catch (IOException | IllegalStateException e) {
      // There is nobody left to be polite to.
    }
  }

  private static List<String> path(HttpServletRequest request) {
    try {
      return Router.segments(request.getRequestURI()).stream().map(Query::decode).toList();
    } catch (IllegalArgumentException e) {
      throw new Problem(Kind.MALFORMED, "the path has a % without two hexadecimal digits");
    }
  }

  private Optional<Caller> admit(Router.Match match, HttpServletRequest request) {
    Optional<Role> role = match.route().role();
    if (role.isEmpty()) {
      return Optional.empty();
    }
    Optional<Caller> caller = Callers.of(request, accounts.get());
    require(caller, role.get());
    requireCamera(caller.get(), match.values());
    return caller;
  }

  /**
   * Refuses whoever is not signed in, or lacks the role.
   *
   * @throws Problem of kind NOT_SIGNED_IN or FORBIDDEN
   */
  public static void require(Optional<Caller> caller, Role role) {
    if (caller.isEmpty()) {
      throw new Problem(Kind.NOT_SIGNED_IN, "sign in, or send a valid token")
          .with("WWW-Authenticate", "Bearer realm=\"Vedette\"");
    }
    if (!caller.get().is(role)) {
      throw new Problem(Kind.FORBIDDEN, "this needs the role " + role.id());
    }
  }

  private static void requireCamera(Caller caller, Map<String, String> values) {
    String camera = values.get("camera");
    if (camera != null) {
      requireCamera(caller, camera);
    }
  }

  /**
   * Refuses a caller who may not see a camera, whether it exists or not.
   *
   * @throws Problem of kind FORBIDDEN
   */
  public static void requireCamera(Caller caller, String camera) {
    if (!caller.sees(camera)) {
      throw new Problem(Kind.FORBIDDEN, "this account may not see the camera " + camera);
    }
  }
}
