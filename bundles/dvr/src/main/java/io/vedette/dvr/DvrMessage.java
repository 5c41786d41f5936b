package io.vedette.dvr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A message of the control connection: 7 bytes of header and a body.
 *
 * <pre>{@code | wants reply u8 | id u16 | length of the body u32 | body |}</pre>
 *
 * @param wantsReply of commands; without meaning in replies and events
 * @param id see {@link DvrId}
 * @param body read-only, little-endian
 */
public record DvrMessage(boolean wantsReply, int id, ByteBuffer body) {
  /** Bytes before the body. */
  public static final int HEADER_BYTES = 7;

  /** Longer bodies are nonsense: the longest known block has 1604 bytes. */
  public static final int MAX_BODY_BYTES = 65_536;

  /** Status byte at the begin of a reply's body. */
  public static final int OK = 0x00;

  /** Status byte of a refusal. */
  public static final int FAILED = 0xff;

  public DvrMessage {
    body = body.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The body; a duplicate at position 0. */
  @Override
  public ByteBuffer body() {
    return body.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A command that wants a reply. */
  static DvrMessage command(int id, ByteBuffer body) {
    return new DvrMessage(true, id, body);
  }

  /** A reply: status, then parameters. */
  public static DvrMessage reply(int command, int status, ByteBuffer parameters) {
    ByteBuffer body = bytes(1 + parameters.remaining());
    body.put((byte) status).put(parameters.duplicate());
    return new DvrMessage(false, DvrId.reply(command), body.flip());
  }

  /** Header and body, ready to send. */
  public ByteBuffer encode() {
    ByteBuffer out = bytes(HEADER_BYTES + body.remaining());
    out.put((byte) (wantsReply ? 1 : 0)).putShort((short) id).putInt(body.remaining());
    return out.put(body()).flip();
  }

  /** An empty little-endian buffer. */
  static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
