package io.vedette.testkit.kurento;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.UUID;

/** The statistics of a viewer, as getStats returns them; what nobody counts here is 0. */
final class OutboundStats {
  private static final List<String> EMPTY =
      List.of("associateStatsId", "codecId", "mediaTrackId", "transportId");
  private static final List<String> ZERO =
      List.of(
          "firCount",
          "fractionLost",
          "nackCount",
          "packetsLost",
          "remb",
          "roundTripTime",
          "sliCount",
          "targetBitrate");

  private OutboundStats() {}

  /** A map with one entry. */
  static JsonObject of(long ssrc, H264Out sent, long pictureLosses) {
    String id = UUID.randomUUID().toString();
    JsonObject stream = MediaObject.complex("RTCOutboundRTPStreamStats");
    EMPTY.forEach(name -> stream.addProperty(name, ""));
    ZERO.forEach(name -> stream.addProperty(name, 0));
    stream.addProperty("bytesSent", sent.octets());
    stream.addProperty("id", id);
    stream.addProperty("isRemote", false);
    stream.addProperty("packetsSent", sent.packets());
    stream.addProperty("pliCount", pictureLosses);
    stream.addProperty("ssrc", Long.toString(ssrc));
    stream.addProperty("timestampMillis", System.currentTimeMillis());
    stream.addProperty("type", "outboundrtp");
    JsonObject all = new JsonObject();
    all.add(id, stream);
    return all;
  }
}
