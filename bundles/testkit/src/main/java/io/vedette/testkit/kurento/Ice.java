package io.vedette.testkit.kurento;

import com.google.gson.JsonObject;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * What an endpoint tells of its candidates and of the pair that is chosen, and what candidates it
 * is given. Used by the server's thread only.
 */
final class Ice {
  /** A browser has some ten. */
  private static final int MAX_REMOTE = 100;

  private final MediaObject endpoint;
  private final List<String> remote = new ArrayList<>();
  private boolean connecting;

  Ice(MediaObject endpoint) {
    this.endpoint = endpoint;
  }

  /** Component 2 comes in spite of rtcp-mux; nobody uses it. */
  static List<String> candidates(InetSocketAddress at) {
    String where = " " + at.getAddress().getHostAddress() + " " + at.getPort() + " typ host";
    return List.of("candidate:1 1 UDP 2015364095" + where, "candidate:1 2 UDP 2015364094" + where);
  }

  /** Tells the candidates of the section of the pictures. */
  void gathered(InetSocketAddress at, Offer offer) {
    component(1, "GATHERING");
    component(2, "GATHERING");
    Offer.Media video = offer.video().orElseThrow();
    for (String text : candidates(at)) {
      JsonObject candidate = MediaObject.complex("IceCandidate");
      candidate.addProperty("candidate", text);
      candidate.addProperty("sdpMLineIndex", offer.media().indexOf(video));
      candidate.addProperty("sdpMid", video.value("mid").orElse(""));
      JsonObject data = new JsonObject();
      data.add("candidate", candidate);
      endpoint.raise("IceCandidateFound", data);
    }
    endpoint.raise("IceGatheringDone", new JsonObject());
  }

  /** Remembers any text: nothing is said of one that makes no sense. */
  void add(String candidate) {
    if (remote.size() < MAX_REMOTE) {
      remote.add(candidate);
    }
  }

  /** Tells once that checks begin. */
  void connecting() {
    if (!connecting) {
      connecting = true;
      component(1, "CONNECTING");
    }
  }

  /** Tells the pair; a viewer whose candidates were names is peer reflexive. */
  void selected(InetSocketAddress at, InetSocketAddress viewer) {
    connecting();
    String where = " " + viewer.getAddress().getHostAddress() + " " + viewer.getPort() + " ";
    JsonObject pair = MediaObject.complex("IceCandidatePair");
    pair.addProperty("componentId", 1);
    pair.addProperty("localCandidate", candidates(at).get(0));
    pair.addProperty(
        "remoteCandidate",
        remote.stream()
            .filter(candidate -> candidate.contains(where))
            .findFirst()
            .orElse("candidate:remote1 1 UDP 1845501695" + where + "typ prflx"));
    pair.addProperty("streamId", "1"); // a text here, a number in IceComponentStateChanged
    JsonObject data = new JsonObject();
    data.add("candidatePair", pair);
    endpoint.raise("NewCandidatePairSelected", data);
    component(1, "CONNECTED");
    component(1, "READY");
  }

  private void component(int number, String state) {
    JsonObject data = new JsonObject();
    data.addProperty("componentId", number);
    data.addProperty("state", state);
    data.addProperty("streamId", 1);
    endpoint.raise("IceComponentStateChanged", data);
  }
}
