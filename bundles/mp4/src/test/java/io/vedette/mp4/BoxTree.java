package io.vedette.mp4;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;

/** A box tree as text: one line per box with type, size and, where short, the bytes inside. */
final class BoxTree {
  private static final Set<String> CONTAINERS =
      Set.of("moov", "trak", "edts", "mdia", "minf", "dinf", "stbl", "mvex", "moof", "traf");

  private BoxTree() {}

  static String of(ByteBuffer bytes) {
    StringBuilder text = new StringBuilder();
    append(text, bytes.duplicate(), "");
    return text.toString();
  }

  private static void append(StringBuilder text, ByteBuffer in, String indent) {
    while (in.remaining() >= 8) {
      int size = in.getInt(in.position());
      byte[] type = new byte[4];
      in.get(in.position() + 4, type);
      String name = new String(type, StandardCharsets.ISO_8859_1);
      if (size < 8 || size > in.remaining()) {
        text.append(indent).append(name).append(" BAD SIZE ").append(size).append('\n');
        return;
      }
      ByteBuffer content = in.slice(in.position() + 8, size - 8);
      in.position(in.position() + size);
      text.append(indent).append(name).append(' ').append(size);
      if (CONTAINERS.contains(name)) {
        text.append('\n');
        append(text, content, indent + "  ");
      } else {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        text.append(name.equals("mdat") ? "" : " " + HexFormat.of().formatHex(bytes)).append('\n');
      }
    }
  }
}
