package io.vedette.web.resource;

import io.vedette.api.access.Role;
import io.vedette.api.live.LiveEngine.LiveRequest;
import io.vedette.api.live.LiveEngine.LiveSession;
import io.vedette.api.live.LiveException;
import io.vedette.api.stream.StreamKey;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Problem;
import io.vedette.web.http.Router;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Watching by WebRTC: WHEP (draft-ietf-wish-whep) in front of the live engines. */
final class WhepResource {
  private static final String SDP = "application/sdp";
  private static final String TRICKLE = "application/trickle-ice-sdpfrag"; // RFC 8840
  private static final String LIVE = "/whep/live/{camera}/{stream}";
  private static final String REPLAY = "/whep/replay/{id}/{camera}";
  private static final String SESSION = "/whep/sessions/{session}";

  private final Parts parts;
  private final StreamPaths streams;
  private final Owners owners;

  WhepResource(Parts parts, Router router) {
    this.parts = parts;
    streams = new StreamPaths(parts);
    owners = new Owners(parts.grants());
    router
        .add(Role.VIEWER, "POST", LIVE, this::watchLive)
        .add(Role.VIEWER, "POST", REPLAY, this::watchReplay)
        .open("OPTIONS", LIVE, WhepResource::options)
        .open("OPTIONS", REPLAY, WhepResource::options)
        .add(Role.VIEWER, "PATCH", SESSION, this::trickle)
        .add(Role.VIEWER, "DELETE", SESSION, this::end);
  }

  private static void options(Exchange exchange) {
    exchange.response().setHeader("Accept-Post", SDP);
    exchange.noContent("Allow", "OPTIONS, POST");
  }

  private void watchLive(Exchange exchange) throws IOException, LiveException {
    watch(exchange, streams.live(exchange));
  }

  private void watchReplay(Exchange exchange) throws IOException, LiveException {
    watch(exchange, streams.replay(exchange));
  }

  private void watch(Exchange exchange, StreamKey key) throws IOException, LiveException {
    exchange.requireAccept(SDP);
    LiveRequest request =
        new LiveRequest(key, exchange.textBody(SDP), exchange.request().getLocalAddr());
    LiveSession session = parts.live().open(request);
    owners.note(session.id(), exchange, parts.live()::sessions, parts.live()::close);
    exchange.response().setHeader("Location", "/whep/sessions/" + session.id());
    exchange.response().setHeader("Accept-Patch", TRICKLE);
    exchange.send(201, SDP, session.sdpAnswer().getBytes(StandardCharsets.UTF_8));
  }

  private String ownSession(Exchange exchange) {
    String session = exchange.path("session");
    if (!owners.mayUse(exchange.caller(), session)) {
      throw Problem.unknown("session", session);
    }
    return session;
  }

  private void trickle(Exchange exchange) {
    String session = ownSession(exchange);
    String fragment = exchange.textBody(TRICKLE);
    if (!parts.live().trickle(session, fragment)) {
      throw Problem.unknown("session", session);
    }
    exchange.noContent();
  }

  private void end(Exchange exchange) {
    String session = ownSession(exchange);
    if (!parts.live().close(session)) {
      throw Problem.unknown("session", session);
    }
    exchange.response().setStatus(200); // draft-ietf-wish-whep 4.4
  }
}
