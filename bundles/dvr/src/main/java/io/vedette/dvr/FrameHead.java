package io.vedette.dvr;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Head of a frame, 92 bytes, of which we use the tag and these fields.
 *
 * @param channel from 0
 * @param title of the camera
 * @param streamType 0 audio, 1 video, 2 data (inferred)
 * @param length of the frame; whether heads count is told by {@link FrameAssembler}
 * @param seconds time of the frame by the device's clock
 * @param millis of the second
 */
public record FrameHead(
    int channel, String title, int streamType, long length, long seconds, int millis) {
  /** Bytes of the head. */
  public static final int BYTES = 92;

  private static final byte[] TAG = {0x70, 0x74, 0x65, 0x65, 0x65, 0x6c, 0x64, 0}; // pteeeld

  /** True if the tag stands there. */
  static boolean at(byte[] bytes, int from, int size) {
    return size - from >= TAG.length
        && Arrays.equals(bytes, from, from + TAG.length, TAG, 0, TAG.length);
  }

  static FrameHead parse(ByteBuffer in) {
    int at = in.position();
    return new FrameHead(
        in.get(at + 9) & 0xff,
        DeviceText.read(in.duplicate().position(at + 11), 9),
        in.get(at + 22) & 0xff,
        in.getInt(at + 28) & 0xffffffffL,
        in.getInt(at + 40) & 0xffffffffL,
        in.getInt(at + 44));
  }

  /**
   * As a device writes it.
   *
   * @param key an I frame
   * @param ntsc TV system
   * @param counter of the channel's frames
   */
  public ByteBuffer encode(boolean key, boolean ntsc, int fps, int counter) {
    ByteBuffer out = DvrMessage.bytes(BYTES);
    out.put(TAG).put((byte) 1).put((byte) channel).put((byte) 0xff);
    DeviceText.write(out, title, 9);
    out.position(22);
    out.put((byte) streamType).put((byte) (key ? 0 : 1)).put((byte) 1).put((byte) 2);
    out.put((byte) fps).put((byte) fps).putInt((int) length).position(35);
    out.put((ntsc ? "NTSC" : "PAL0").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    out.position(40);
    out.putInt((int) seconds).putInt(millis).position(64);
    return out.putInt(counter).clear();
  }
}
