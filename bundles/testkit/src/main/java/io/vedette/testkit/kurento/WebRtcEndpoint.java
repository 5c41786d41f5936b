package io.vedette.testkit.kurento;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.vedette.media.AccessUnit;
import io.vedette.webrtc.ice.IceCredentials;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A WebRtcEndpoint: negotiates once, trickles its candidates, sends to one viewer. */
final class WebRtcEndpoint extends MediaElement implements ViewerLink.Listener {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Answer answer; // null before the offer
  private volatile ViewerLink link; // null before gathering; written by the server's thread
  private final List<String> remoteCandidates = new ArrayList<>();
  private boolean connecting;
  private volatile boolean mediaConnected; // written by the server's thread
  private volatile boolean handshakeDone;
  private volatile long heardNanos;

  WebRtcEndpoint(Life life, MediaObject pipeline) {
    super(life, "WebRtcEndpoint", pipeline);
  }

  @Override
  String[] hierarchy() {
    return new String[] {
      "kurento.BaseRtpEndpoint",
      "kurento.SdpEndpoint",
      "kurento.SessionEndpoint",
      "kurento.Endpoint",
      "kurento.MediaElement",
      "kurento.MediaObject"
    };
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
        return stats();
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
    long ntpSeconds = Instant.now().getEpochSecond() + 2_208_988_800L;
    answer =
        new Answer(
            offer,
            life().setup().videoCodecs(),
            ntpSeconds,
            credentials(),
            life().dtls().fingerprint(),
            RANDOM.nextInt() & 0xffff_ffffL,
            "user"
                + (RANDOM.nextInt() & 0xffff_ffffL)
                + "@host-"
                + Integer.toHexString(RANDOM.nextInt()));
    return answer.text();
  }

  /** As short as those of libnice: 4 and 22 characters. */
  private static IceCredentials credentials() {
    IceCredentials long22 = IceCredentials.random(RANDOM);
    return new IceCredentials(long22.ufrag().substring(0, 4), long22.password().substring(0, 22));
  }

  private String descriptor() throws RpcError {
    if (answer == null) {
      throw RpcError.noLocalSdp();
    }
    return link == null
        ? answer.text()
        : answer.text(Optional.of(link.address()), candidates(link.address()));
  }

  /** Component 2 comes in spite of rtcp-mux; nobody uses it. */
  private static List<String> candidates(InetSocketAddress at) {
    String where = " " + at.getAddress().getHostAddress() + " " + at.getPort() + " typ host";
    return List.of("candidate:1 1 UDP 2015364095" + where, "candidate:1 2 UDP 2015364094" + where);
  }

  private void gather() {
    if (answer == null || link != null || answer.codec().isEmpty()) {
      return; // too early, or once more: nothing comes of it
    }
    link = life().open(answer, this);
    component(1, "GATHERING");
    component(2, "GATHERING");
    for (String text : candidates(link.address())) {
      JsonObject candidate = complex("IceCandidate");
      candidate.addProperty("candidate", text);
      candidate.addProperty(
          "sdpMLineIndex", answer.offer().media().indexOf(answer.offer().video().get()));
      candidate.addProperty("sdpMid", answer.offer().video().get().value("mid").orElse(""));
      JsonObject data = new JsonObject();
      data.add("candidate", candidate);
      raise("IceCandidateFound", data);
    }
    raise("IceGatheringDone", new JsonObject());
  }

  private void component(int number, String state) {
    JsonObject data = new JsonObject();
    data.addProperty("componentId", number);
    data.addProperty("state", state);
    data.addProperty("streamId", 1);
    raise("IceComponentStateChanged", data);
  }

  /** Takes any text; only a section that is not there is refused. */
  private void addCandidate(JsonObject candidate) throws RpcError {
    int line = candidate.has("sdpMLineIndex") ? candidate.get("sdpMLineIndex").getAsInt() : 0;
    String mid = candidate.has("sdpMid") ? candidate.get("sdpMid").getAsString() : "";
    if (answer != null && !answer.offer().hasSection(line, mid)) {
      throw RpcError.badCandidate();
    }
    remoteCandidates.add(text(candidate, "candidate"));
    if (link != null) {
      connecting();
    }
  }

  private void connecting() {
    if (!connecting) {
      connecting = true;
      component(1, "CONNECTING");
    }
  }

  @Override
  public void checked(InetSocketAddress viewer) {
    life().run(() -> selected(viewer));
  }

  private void selected(InetSocketAddress viewer) {
    connecting();
    String where = " " + viewer.getAddress().getHostAddress() + " " + viewer.getPort() + " ";
    String remote =
        remoteCandidates.stream()
            .filter(c -> c.contains(where))
            .findFirst()
            .orElse("candidate:remote1 1 UDP 1845501695" + where + "typ prflx");
    JsonObject pair = complex("IceCandidatePair");
    pair.addProperty("componentId", 1);
    pair.addProperty("localCandidate", candidates(link.address()).get(0));
    pair.addProperty("remoteCandidate", remote);
    pair.addProperty("streamId", "1"); // a text here, a number in IceComponentStateChanged
    JsonObject data = new JsonObject();
    data.add("candidatePair", pair);
    raise("NewCandidatePairSelected", data);
    component(1, "CONNECTED");
    component(1, "READY");
  }

  @Override
  public void connected() {
    handshakeDone = true;
    life()
        .run(
            () -> {
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
      life().run(this::mediaConnected);
    }
  }

  private void mediaConnected() {
    if (!mediaConnected) {
      mediaConnected = true;
      change("MediaStateChanged", true);
    }
  }

  /** Notices, by their RTCP alone, that viewers have gone. Server's thread. */
  void checkMedia(Duration rtcpTimeout) {
    if (mediaConnected && System.nanoTime() - heardNanos > rtcpTimeout.toNanos()) {
      mediaConnected = false;
      change("MediaStateChanged", false);
    }
  }

  /** Sends the sender report. */
  void report() {
    ViewerLink to = link;
    if (to != null) {
      to.report();
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

  /** True once the handshake is done. */
  boolean hasViewer() {
    return handshakeDone;
  }

  private JsonElement stats() {
    H264Out sent = link == null ? null : link.sent();
    if (sent == null) {
      return none();
    }
    String id = UUID.randomUUID().toString();
    JsonObject stream = complex("RTCOutboundRTPStreamStats");
    for (String text : List.of("associateStatsId", "codecId", "mediaTrackId", "transportId")) {
      stream.addProperty(text, "");
    }
    for (String zero :
        List.of(
            "firCount",
            "fractionLost",
            "nackCount",
            "packetsLost",
            "remb",
            "sliCount",
            "targetBitrate")) {
      stream.addProperty(zero, 0);
    }
    stream.addProperty("bytesSent", sent.octets());
    stream.addProperty("id", id);
    stream.addProperty("isRemote", false);
    stream.addProperty("packetsSent", sent.packets());
    stream.addProperty("pliCount", link.pictureLosses());
    stream.addProperty("roundTripTime", 0.007);
    stream.addProperty("ssrc", Long.toString(answer.ssrc()));
    stream.addProperty("timestampMillis", System.currentTimeMillis());
    stream.addProperty("type", "outboundrtp");
    JsonObject all = new JsonObject();
    all.add(id, stream);
    return all;
  }

  @Override
  void released() {
    super.released();
    if (link != null) {
      link.close();
    }
  }
}
