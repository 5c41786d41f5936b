package io.vedette.testkit.kurento;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.vedette.media.AccessUnit;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A WebRtcEndpoint: negotiates once, trickles its candidates, sends to one viewer. */
final class WebRtcEndpoint extends MediaElement implements ViewerLink.Listener {
  private final Ice ice = new Ice(this);
  private Answer answer; // null before the offer

  // Below: written by the server's thread, except the last.
  private volatile ViewerLink link; // null before candidates are gathered
  private volatile boolean mediaConnected;
  private volatile boolean handshakeDone;
  private volatile long heardNanos; // written by the thread that reads UDP

  WebRtcEndpoint(Life life, MediaObject pipeline) {
    super(life, "WebRtcEndpoint", pipeline);
  }

  @Override
  JsonElement invoke(String operation, JsonObject parameters) throws RpcError {
    switch (operation) {
      case "processOffer" -> {
        return new JsonPrimitive(process(text(parameters, "offer")));
      }
      case "getLocalSessionDescriptor" -> {
        return new JsonPrimitive(descriptor());
      }
      case "gatherCandidates" -> gather();
      case "addIceCandidate" -> addCandidate(parameters.getAsJsonObject("candidate"));
      case "getConnectionState" -> {
        return new JsonPrimitive(handshakeDone ? "CONNECTED" : "DISCONNECTED");
      }
      case "getMediaState" -> {
        return new JsonPrimitive(mediaConnected ? "CONNECTED" : "DISCONNECTED");
      }
      case "getStats" -> {
        H264Out sent = link == null ? null : link.sent();
        return sent == null ? none() : OutboundStats.of(answer.ssrc(), sent, link.pictureLosses());
      }
      default -> {
        if (operation.startsWith("set") && !operation.equals("setName")) {
          return none(); // bandwidths, STUN and TURN servers, interfaces: nothing comes of them
        }
        return super.invoke(operation, parameters);
      }
    }
    return none();
  }

  private String process(String sdp) throws RpcError {
    Offer offer = Offer.parse(sdp);
    if (answer != null) {
      throw RpcError.alreadyNegotiated();
    }
    answer = Answer.to(offer, life().setup().videoCodecs(), life().dtls().fingerprint());
    return answer.text();
  }

  private String descriptor() throws RpcError {
    if (answer == null) {
      throw RpcError.noLocalSdp();
    }
    return link == null
        ? answer.text()
        : answer.text(Optional.of(link.address()), Ice.candidates(link.address()));
  }

  private void gather() {
    if (answer == null || link != null || answer.codec().isEmpty()) {
      return; // too early, or once more: nothing comes of it
    }
    link = life().open(answer, this);
    ice.gathered(link.address(), answer.offer());
  }

  /** Takes any text; only a section that is not there is refused. */
  private void addCandidate(JsonObject candidate) throws RpcError {
    int line = candidate.has("sdpMLineIndex") ? candidate.get("sdpMLineIndex").getAsInt() : 0;
    String mid = candidate.has("sdpMid") ? candidate.get("sdpMid").getAsString() : "";
    if (answer != null && !answer.offer().hasSection(line, mid)) {
      throw RpcError.badCandidate();
    }
    ice.add(text(candidate, "candidate"));
    if (link != null) {
      ice.connecting();
    }
  }

  @Override
  public void checked(InetSocketAddress viewer) {
    life().run(() -> ice.selected(link.address(), viewer));
  }

  @Override
  public void connected() {
    life()
        .run(
            () -> {
              handshakeDone = true;
              change("ConnectionStateChanged", true);
              sources().forEach(Player::sinkConnected);
            });
  }

  private List<Player> sources() {
    return life().media().objects().stream()
        .filter(o -> o instanceof Player player && player.sinks().contains(this))
        .map(Player.class::cast)
        .toList();
  }

  private void change(String event, boolean connected) {
    JsonObject data = new JsonObject();
    data.addProperty("newState", connected ? "CONNECTED" : "DISCONNECTED");
    data.addProperty("oldState", connected ? "DISCONNECTED" : "CONNECTED");
    raise(event, data);
  }

  @Override
  public void heard() {
    heardNanos = System.nanoTime();
    if (!mediaConnected) {
      life().run(() -> mediaConnected(true));
    }
  }

  private void mediaConnected(boolean to) {
    if (mediaConnected != to) {
      mediaConnected = to;
      change("MediaStateChanged", to);
    }
  }

  /** Notices, by their RTCP alone, that viewers have gone. Server's thread. */
  void checkMedia(Duration rtcpTimeout) {
    if (System.nanoTime() - heardNanos > rtcpTimeout.toNanos()) {
      mediaConnected(false);
    }
  }

  /** Sends the sender report. Server's thread. */
  void report() {
    if (link != null) {
      link.report();
    }
  }

  @Override
  void take(UUID run, AccessUnit unit) {
    ViewerLink to = link;
    if (to != null && to.send(run, unit)) {
      in().pass();
    }
  }

  @Override
  boolean transcodes() {
    return answer != null && (life().transcodesAll() || !answer.codec().equals("H264"));
  }

  /** True once the handshake is done. Server's thread. */
  boolean hasViewer() {
    return handshakeDone;
  }

  @Override
  void released() {
    super.released();
    if (link != null) {
      link.close();
    }
  }
}
