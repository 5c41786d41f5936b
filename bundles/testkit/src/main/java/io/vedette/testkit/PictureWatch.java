package io.vedette.testkit;

import io.vedette.media.NalUnits;
import io.vedette.rtp.Reception;
import io.vedette.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Looks at the packets of an H.264 stream (RFC 6184) and tells where its pictures end, without
 * putting them together. Packets come in the order in which they arrive. Used by one thread.
 */
final class PictureWatch {
  private static final int CLOCK_RATE = 90_000;
  private static final int STAP_A = 24;
  private static final int FU_A = 28;

  private final Reception reception = new Reception(CLOCK_RATE);
  private long packets;
  private long lost;

  // Of the picture that is arriving.
  private boolean begun;
  private long timestamp;
  private boolean whole;
  private boolean key;
  private int sliceBytes;

  /**
   * Takes a packet.
   *
   * @return the picture that it ends
   */
  Optional<Picture> accept(RtpPacket packet, long nowNanos) {
    int missing = reception.accept(packet.sequence());
    if (missing == Reception.LATE) {
      return Optional.empty();
    }
    packets++;
    if (begun && packet.timestamp() != timestamp) {
      begin(); // a replay that jumps leaves a picture unfinished: RFC 6184, 5.1
    }
    timestamp = packet.timestamp();
    reception.arrived(packet.timestamp(), nowNanos);
    if (missing != 0) {
      lost += missing == Reception.RESTARTED ? 0 : missing;
      whole = false;
    } else if (!begun) {
      whole = true;
    }
    begun = true;
    look(packet.payload());
    if (!packet.marker()) {
      return Optional.empty();
    }
    Picture picture = new Picture(packet.timestamp(), key, sliceBytes, whole, nowNanos);
    begin();
    return Optional.of(picture);
  }

  private void begin() {
    begun = false;
    key = false;
    sliceBytes = 0;
  }

  private void look(ByteBuffer payload) {
    int type = NalUnits.h264Type(payload.get(0));
    if (type == FU_A) {
      int fragment = payload.get(1);
      // The header byte of the unit is spread over indicator and FU header of its first fragment.
      slice(fragment & 0x1f, payload.remaining() - 2 + (fragment < 0 ? 1 : 0));
    } else if (type == STAP_A) {
      for (int at = 1; at + 3 <= payload.limit(); at += 2 + (payload.getShort(at) & 0xffff)) {
        slice(NalUnits.h264Type(payload.get(at + 2)), payload.getShort(at) & 0xffff);
      }
    } else {
      slice(type, payload.remaining());
    }
  }

  private void slice(int type, int bytes) {
    if (NalUnits.isSlice(type)) {
      key |= type == NalUnits.IDR;
      sliceBytes += bytes;
    }
  }

  /** For reports to the sender. */
  Reception reception() {
    return reception;
  }

  /** Packets that came. */
  long packets() {
    return packets;
  }

  /** Packets that others which came later have shown to be missing. */
  long lost() {
    return lost;
  }
}
