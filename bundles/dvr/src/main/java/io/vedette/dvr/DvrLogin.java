package io.vedette.dvr;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * User and password. {@code toString} hides the password.
 *
 * @param user at most 14 bytes
 * @param password at most 14 bytes, travels in the clear; may be empty
 */
public record DvrLogin(String user, String password) {
  private static final int FIELD = 15;
  private static final int BODY = 31;

  /**
   * @throws IllegalArgumentException if one does not fit; nothing of it is in the message
   */
  public DvrLogin {
    if (bytes(user).length >= FIELD || bytes(password).length >= FIELD) {
      throw new IllegalArgumentException("DVRs take user names and passwords of 14 bytes at most");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** As a command: user 15, password 15, unknown byte 0. */
  public DvrMessage message() {
    ByteBuffer body = DvrMessage.bytes(BODY);
    body.put(bytes(user)).position(FIELD);
    body.put(bytes(password)).position(BODY);
    return DvrMessage.command(DvrId.LOGIN, body.flip());
  }

  /** What a device reads of a login's body. */
  public static DvrLogin parse(ByteBuffer body) throws DvrException {
    if (body.remaining() < BODY - 1) {
      throw new DvrException(
          DvrException.Kind.PROTOCOL, "a login of " + body.remaining() + " bytes");
    }
    return new DvrLogin(text(body), text(body));
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[FIELD];
    in.get(bytes);
    int length = 0;
    while (length < FIELD - 1 && bytes[length] > 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "DvrLogin[" + user + "]";
  }
}
