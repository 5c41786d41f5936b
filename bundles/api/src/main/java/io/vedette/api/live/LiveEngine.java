package io.vedette.api.live;

import io.vedette.api.stream.StreamKey;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Shows streams to browsers by WebRTC. Thread-safe. The best by service ranking is asked first. */
@ProviderType
public interface LiveEngine {
  /** Name as {@code GET /system} shows it: {@code embedded}, {@code kurento}. */
  String name();

  /** False while it cannot take viewers; the next engine is then asked. */
  boolean isHealthy();

  /**
   * Takes an offer. Blocks at most 5 s for a stream that has not delivered yet.
   *
   * @throws LiveException with the kind that the web maps to a status
   */
  LiveSession open(LiveRequest request) throws LiveException;

  /**
   * Takes further ICE candidates of the browser (application/trickle-ice-sdpfrag).
   *
   * @return false if there is no such session
   */
  boolean trickle(String session, String sdpFragment);

  /**
   * Ends a session.
   *
   * @return false if there is none
   */
  boolean close(String session);

  /** Sessions that exist now. */
  List<ViewerStatus> viewers();

  /** The media servers it works with, as configured; none if it needs none. */
  default List<ServerStatus> servers() {
    return List.of();
  }

  /**
   * An offer to look at a stream.
   *
   * @param key the stream
   * @param sdpOffer as the browser made it
   * @param localAddress literal address on which the request reached us: it becomes a candidate
   */
  record LiveRequest(StreamKey key, String sdpOffer, String localAddress) {}

  /**
   * A session.
   *
   * @param id unguessable
   * @param sdpAnswer for the browser
   */
  record LiveSession(String id, String sdpAnswer) {}

  /**
   * A viewer.
   *
   * @param remote address of its media, empty before ICE is done
   * @param packetsLost as the browser reports
   */
  record ViewerStatus(
      String session, StreamKey key, String remote, long packetsSent, long packetsLost) {}

  /** Of a media server, in the API's words (lower case). */
  enum ServerState {
    /** Was not reached yet. */
    CONNECTING,
    UP,
    /** Does not answer, or is no media server; tried again and again. */
    DOWN
  }

  /**
   * A media server. Counts are since the engine began.
   *
   * @param uri as configured, without a login
   * @param sessions viewers it has now
   * @param opened viewers it has had
   * @param failures times it was left out
   * @param feedRestarts times one of its streams had to be begun anew
   * @param transcodings times it told that it transcodes; each is an alarm
   */
  record ServerStatus(
      String uri,
      ServerState state,
      int sessions,
      long opened,
      long failures,
      long feedRestarts,
      long transcodings) {}
}
