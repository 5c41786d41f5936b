package io.vedette.dvr;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One camera input, as settings block 13 (CAMERAS_ATTR, 452 bytes, 16 records of 28 bytes) tells.
 *
 * @param title at most 8 bytes of Big5
 * @param installed somebody switched it on
 */
public record CameraSlot(String title, boolean installed) {
  /** Id of the block. */
  public static final int BLOCK = 13;

  /** Inputs that the block has room for. */
  public static final int MAX = 16;

  private static final int FIRST = 4;
  private static final int RECORD = 28;
  private static final int FLAGS = 24;
  private static final int SIZE = FIRST + MAX * RECORD;

  /** Reads the block; {@code in} is the whole of it. */
  static List<CameraSlot> parse(ByteBuffer in) throws DvrException {
    if (in.remaining() != SIZE) {
      throw new DvrException(
          DvrException.Kind.PROTOCOL,
          "camera block of " + in.remaining() + " bytes instead of " + SIZE);
    }
    int start = in.position();
    List<CameraSlot> slots = new ArrayList<>(MAX);
    for (int n = 0; n < MAX; n++) {
      int at = start + FIRST + n * RECORD;
      String title = DeviceText.read(in.position(at + 1), 9);
      slots.add(new CameraSlot(title, (in.get(at + FLAGS) & 1) != 0));
    }
    return List.copyOf(slots);
  }

  /** The block, as a device writes it. */
  public static ByteBuffer encode(List<CameraSlot> slots) {
    ByteBuffer out = DvrMessage.bytes(SIZE);
    for (int n = 0; n < Math.min(MAX, slots.size()); n++) {
      int at = FIRST + n * RECORD;
      out.put(at, (byte) n);
      DeviceText.write(out.position(at + 1), slots.get(n).title(), 9);
      out.put(at + FLAGS, (byte) (slots.get(n).installed() ? 1 : 0));
    }
    return out.clear();
  }
}
