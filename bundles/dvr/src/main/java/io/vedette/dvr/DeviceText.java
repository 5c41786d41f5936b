package io.vedette.dvr;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Texts of fixed size, padded with NUL. Titles of cameras are Big5. */
final class DeviceText {
  private static final Charset BIG5 = Charset.forName("Big5");

  private DeviceText() {}

  /** Reads a field and steps over it. */
  static String read(ByteBuffer in, int size) {
    byte[] bytes = new byte[size];
    in.get(bytes);
    int length = 0;
    while (length < size && bytes[length] != 0) {
      length++;
    }
    return decode(bytes, length);
  }

  /**
   * Strictly Big5; a last character that the field's size cut in half is left out. Else Latin-1
   * without what cannot be printed.
   */
  private static String decode(byte[] bytes, int length) {
    for (int end = length; end >= Math.max(0, length - 1); end--) {
      try {
        String text = BIG5.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end)).toString();
        return text.replaceAll("\\p{Cntrl}", "").strip();
      } catch (CharacterCodingException notBig5) {
        // once more without the last byte
      }
    }
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1)
        .replaceAll("[\\x00-\\x1f\\x7f-\\x9f]", "")
        .strip();
  }

  /** Writes a field of a size, cut to leave one NUL. */
  static void write(ByteBuffer out, String text, int size) {
    byte[] bytes = text.getBytes(BIG5);
    int length = Math.min(bytes.length, size - 1);
    out.put(bytes, 0, length).put(new byte[size - length]);
  }
}
