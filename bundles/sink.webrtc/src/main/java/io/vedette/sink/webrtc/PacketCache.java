package io.vedette.sink.webrtc;

import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.MalformedMediaException;
import io.vedette.rtp.H264Packetizer;
import io.vedette.rtp.NalPacketizer;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * RTP payloads of the units sent last: a picture is cut into packets once, however many viewers it
 * has. Belongs to one sender; all viewers of a stream are with the same one. Used by its thread.
 */
final class PacketCache {
  /** Newest pictures of some streams; a viewer that joins cuts its group of pictures anew. */
  private static final int MAX_BYTES = 8 * 1024 * 1024;

  /** The run is part of it: a replay stream that is published anew counts from 0 again. */
  private record Key(StreamKey stream, UUID run, long sequence) {}

  private record Packets(List<ByteBuffer> payloads, int bytes) {}

  private final H264Packetizer packetizer =
      new H264Packetizer(NalPacketizer.DEFAULT_MAX_PAYLOAD_BYTES);
  private final Map<Key, Packets> newest = new LinkedHashMap<>();
  private int bytes;

  /** Payloads of a unit of video, in order. Buffers are shared: do not move them. */
  List<ByteBuffer> payloads(StreamKey stream, LogEntry.Unit entry) throws MalformedMediaException {
    Key key = new Key(stream, entry.run().id(), entry.sequence());
    Packets known = newest.get(key);
    if (known != null) {
      return known.payloads;
    }
    List<ByteBuffer> payloads = packetizer.packetize(entry.unit());
    Packets packets = new Packets(payloads, entry.unit().sizeBytes());
    newest.put(key, packets);
    bytes += packets.bytes;
    for (Iterator<Packets> oldest = newest.values().iterator(); bytes > MAX_BYTES; ) {
      bytes -= oldest.next().bytes;
      oldest.remove();
    }
    return payloads;
  }
}
