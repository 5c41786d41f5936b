package io.vedette.dvrip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A packet: 20 bytes of header and a payload.
 *
 * <pre>{@code
 * | FF | version | 0 0 | session u32 | sequence u32 | channel | end | id u16 | length u32 | payload |
 * }</pre>
 *
 * @param version 0 or 1; devices send 1, some take nothing else
 * @param session number that the login gave; 0 before
 * @param sequence counter of the sender
 * @param channel of media; in control messages the number of packets
 * @param end of media: 1 ends a playback
 * @param id see {@link DvripId}
 * @param payload read-only
 */
public record DvripPacket(
    int version, int session, int sequence, int channel, int end, int id, ByteBuffer payload) {
  /** Bytes before the payload. */
  public static final int HEADER_BYTES = 20;

  /** Devices send up to 32 KiB; sizes from 2 GiB on are attacks that were seen. */
  public static final int MAX_PAYLOAD_BYTES = 1 << 20;

  /** First byte of a header. */
  static final int HEAD = 0xff;

  public DvripPacket {
    payload = payload.slice().asReadOnlyBuffer();
  }

  /** The payload; a duplicate at position 0. */
  @Override
  public ByteBuffer payload() {
    return payload.duplicate();
  }

  /** A control message with JSON; ended as most clients end it. */
  public static DvripPacket message(int session, int sequence, int id, Object json) {
    byte[] text = (Json.write(json) + "\n\0").getBytes(StandardCharsets.UTF_8);
    return new DvripPacket(1, session, sequence, 0, 0, id, ByteBuffer.wrap(text));
  }

  /** Header and payload, ready to send. */
  public ByteBuffer encode() {
    ByteBuffer out =
        ByteBuffer.allocate(HEADER_BYTES + payload.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) HEAD).put((byte) version).putShort((short) 0).putInt(session).putInt(sequence);
    out.put((byte) channel).put((byte) end).putShort((short) id).putInt(payload.remaining());
    return out.put(payload()).flip();
  }

  /**
   * The JSON of a control message.
   *
   * @throws DvripException if it is none
   */
  public Json json() throws DvripException {
    return Json.parse(payload());
  }
}
