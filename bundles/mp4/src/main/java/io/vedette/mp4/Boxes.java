package io.vedette.mp4;

import io.vedette.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes boxes in memory apart. Sizes are checked before anything is read; no method recurses. */
final class Boxes {
  /** Children of one box that we look at; ours have a dozen at most. */
  private static final int MAX_CHILDREN = 64;

  private Boxes() {}

  /** Four characters as the number that stands in the file. */
  static int type(String name) {
    return ByteBuffer.wrap(name.getBytes(StandardCharsets.ISO_8859_1)).getInt();
  }

  static String name(int type) {
    byte[] bytes = ByteBuffer.allocate(4).putInt(type).array();
    StringBuilder text = new StringBuilder(4);
    for (byte b : bytes) {
      text.append(b >= 0x20 && b < 0x7f ? (char) b : '?');
    }
    return text.toString();
  }

  /** A box; its content has position 0. */
  record Box(int type, ByteBuffer content) {
    /** Children of a box that is only a container. */
    List<Box> children() throws MalformedMediaException {
      return Boxes.list(content);
    }

    /** The only child of that type. */
    Box child(String name) throws MalformedMediaException {
      return Boxes.child(children(), name);
    }

    /** Content after version and flags, at least {@code bytes} long. */
    ByteBuffer afterFlags(int bytes) throws MalformedMediaException {
      need(content, 4 + bytes, name(type));
      return content.slice(4, content.limit() - 4);
    }

    int version() {
      return content.get(0) & 0xff;
    }

    int flags() {
      return content.getInt(0) & 0xffffff;
    }
  }

  static Box child(List<Box> boxes, String name) throws MalformedMediaException {
    return find(boxes, name)
        .orElseThrow(() -> new MalformedMediaException("box " + name + " is missing"));
  }

  static Optional<Box> find(List<Box> boxes, String name) {
    int type = type(name);
    return boxes.stream().filter(box -> box.type == type).findFirst();
  }

  /** Boxes from position to limit. */
  static List<Box> list(ByteBuffer bytes) throws MalformedMediaException {
    List<Box> boxes = new ArrayList<>();
    int at = bytes.position();
    while (at < bytes.limit()) {
      int left = bytes.limit() - at;
      int size = left < 8 ? 0 : bytes.getInt(at);
      if (size < 8 || size > left || boxes.size() == MAX_CHILDREN) {
        throw new MalformedMediaException(
            "box of " + size + " bytes at byte " + at + " of " + bytes.limit());
      }
      boxes.add(new Box(bytes.getInt(at + 4), bytes.slice(at + 8, size - 8)));
      at += size;
    }
    return boxes;
  }

  static void need(ByteBuffer in, int bytes, String what) throws MalformedMediaException {
    if (in.remaining() < bytes) {
      throw new MalformedMediaException(
          what + " has " + in.remaining() + " bytes of " + bytes + " it needs");
    }
  }
}
