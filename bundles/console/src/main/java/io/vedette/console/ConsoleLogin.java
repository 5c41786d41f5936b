package io.vedette.console;

import io.vedette.api.access.Accounts;
import io.vedette.api.access.Caller;
import io.vedette.api.access.Role;
import io.vedette.api.access.TooManyTriesException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.apache.felix.webconsole.spi.SecurityProvider;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Lets administrators in, by the session of our pages or by HTTP Basic. Called by the console on
 * the request's thread before every page, resource and action of it, so this is also the place that
 * refuses other sites' requests and notes actions in the audit.
 */
@Component(
    service = SecurityProvider.class,
    property = SecurityProvider.PROPERTY_ID + "=io.vedette.console")
public final class ConsoleLogin implements SecurityProvider {
  /** The cookie that bundle web sets. */
  private static final String SESSION_COOKIE = "vedette_session";

  private final Accounts accounts;
  private final BasicSessions basicSessions;

  @Activate
  public ConsoleLogin(@Reference Accounts accounts) {
    this.accounts = accounts;
    this.basicSessions = new BasicSessions(accounts);
  }

  /** The administrator's name; null if the request has been answered with a refusal. */
  @Override
  public Object authenticate(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("X-Frame-Options", "SAMEORIGIN");
    try {
      if (!SameOrigin.allows(request)) {
        refuse(response, HttpServletResponse.SC_FORBIDDEN, "this request comes from another site");
        return null;
      }
      Optional<Caller> caller = caller(request);
      if (caller.isEmpty()) {
        askForPassword(response);
        return null;
      }
      if (!caller.get().is(Role.ADMIN)) {
        refuse(response, HttpServletResponse.SC_FORBIDDEN, "the console is for administrators");
        return null;
      }
      if (!SameOrigin.isSafe(request.getMethod())) {
        String what = request.getMethod() + " " + request.getRequestURI();
        accounts.audit(caller.get().name(), request.getRemoteAddr(), "console", what);
      }
      return caller.get().name();
    } catch (TooManyTriesException e) {
      response.setHeader("Retry-After", Long.toString(Math.max(1, e.retryAfter().toSeconds())));
      refuse(response, 429, e.getMessage());
      return null;
    }
  }

  private Optional<Caller> caller(HttpServletRequest request) throws TooManyTriesException {
    Optional<Caller> bySession = sessionCookie(request).flatMap(accounts::bySession);
    if (bySession.isPresent()) {
      return bySession;
    }
    String authorization = request.getHeader("Authorization");
    return authorization == null
        ? Optional.empty()
        : basicSessions.caller(authorization, request.getRemoteAddr());
  }

  private static Optional<String> sessionCookie(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
      if (cookie.getName().equals(SESSION_COOKIE)) {
        return Optional.of(cookie.getValue());
      }
    }
    return Optional.empty();
  }

  /** Every administrator may do everything: the console knows roles, we have one that gets here. */
  @Override
  public boolean authorize(Object user, String role) {
    return true;
  }

  /** Ends the session, of the pages too, and makes the browser forget a password it keeps. */
  @Override
  public void logout(HttpServletRequest request, HttpServletResponse response) {
    sessionCookie(request).ifPresent(accounts::signOut);
    String authorization = request.getHeader("Authorization");
    if (authorization != null) {
      basicSessions.forget(authorization);
    }
    Cookie gone = new Cookie(SESSION_COOKIE, "");
    gone.setMaxAge(0);
    gone.setPath("/");
    response.addCookie(gone);
    askForPassword(response);
  }

  private static void askForPassword(HttpServletResponse response) {
    response.setHeader("WWW-Authenticate", "Basic realm=\"Vedette\", charset=\"UTF-8\"");
    refuse(response, HttpServletResponse.SC_UNAUTHORIZED, "sign in as an administrator");
  }

  private static void refuse(HttpServletResponse response, int status, String reason) {
    try {
      response.setStatus(status);
      response.setContentType("text/plain");
      response.setCharacterEncoding("UTF-8");
      response.getWriter().println(reason);
      response.flushBuffer();
    } catch (IOException e) {
      // The caller has gone: nobody is left to be refused.
    }
  }
}
