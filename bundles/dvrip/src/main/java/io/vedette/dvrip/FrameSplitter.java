package io.vedette.dvrip;

import io.vedette.media.AnnexBPictures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Payloads of media packets → frames, wherever they were cut. Steps over bytes without meaning to
 * the next head. Grows with the bytes that came, up to 8 MiB. Used by one thread.
 */
final class FrameSplitter {
  static final int MAX_FRAME = 8 * 1024 * 1024;

  /** More junk in a row is another protocol. */
  private static final int MAX_JUNK = 1024 * 1024;

  private static final int KEY = 0xfc;
  private static final int JPEG = 0xfe; // on some devices an I frame
  private static final int DELTA = 0xfd;
  private static final int AUDIO = 0xfa;
  private static final int INFO = 0xf9;

  private byte[] buffer = new byte[64 * 1024];
  private int start;
  private int end;
  private int junk; // in a row
  private long losses;

  /** Kinds of frames. */
  enum Type {
    /** I frame: with codec, rate, size and time. */
    KEY,
    DELTA,
    AUDIO,
    /** Of no use to us. */
    OTHER
  }

  /**
   * A frame.
   *
   * @param codec low four bits of the head's type byte; for audio all of it
   * @param rate pictures per second of a key frame; index of the sampling rate of audio
   * @param time of a key frame by the device's clock, packed
   * @param payload valid until the next push
   */
  record Frame(Type type, int codec, int rate, int time, ByteBuffer payload) {}

  /** How often bytes were stepped over. */
  long losses() {
    return losses;
  }

  void push(ByteBuffer bytes) {
    int count = bytes.remaining();
    if (buffer.length - end < count) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
      if (buffer.length - end < count) {
        buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, end + count));
      }
    }
    bytes.get(buffer, end, count);
    end += count;
  }

  /**
   * The next frame.
   *
   * @return null if it is not all there yet
   * @throws DvripException if there is no head in a MiB
   */
  Frame next() throws DvripException {
    while (end - start >= 8) {
      int type = buffer[start + 3] & 0xff;
      if (buffer[start] == 0 && buffer[start + 1] == 0 && buffer[start + 2] == 1 && type >= INFO) {
        int head = type == KEY || type == JPEG ? 16 : 8;
        if (end - start < head) {
          return null;
        }
        long length = length(type);
        if (type <= JPEG && type != 0xfb && length <= MAX_FRAME) {
          return end - start - head < length ? null : take(type, head, (int) length);
        }
      }
      skip();
    }
    return null;
  }

  private long length(int type) {
    ByteBuffer in = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
    return switch (type) {
      case KEY, JPEG -> in.getInt(start + 12) & 0xffffffffL;
      case DELTA -> in.getInt(start + 4) & 0xffffffffL;
      default -> in.getShort(start + 6) & 0xffffL;
    };
  }

  private static Frame key(int codec, int rate, int time, ByteBuffer payload) {
    return new Frame(Type.KEY, codec & 0x0f, rate & 0x1f, time, payload);
  }

  private Frame take(int type, int head, int length) {
    ByteBuffer in = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
    int codec = buffer[start + 4] & 0xff;
    int rate = buffer[start + 5] & 0xff;
    ByteBuffer payload = in.slice(start + head, length);
    Frame frame =
        switch (type) {
          // Bits 4 to 7 of the type byte are high bits of width and height.
          case KEY -> key(codec, rate, in.getInt(start + 8), payload);
          case JPEG ->
              AnnexBPictures.beginsWithStartCode(payload)
                  ? key(codec, rate, in.getInt(start + 8), payload)
                  : new Frame(Type.OTHER, codec, rate, 0, payload);
          case DELTA -> new Frame(Type.DELTA, 0, 0, 0, payload);
          case AUDIO -> new Frame(Type.AUDIO, codec, rate, 0, payload);
          default -> new Frame(Type.OTHER, codec, rate, 0, payload);
        };
    start += head + length;
    junk = 0;
    return frame;
  }

  /** Drops bytes up to the next 00 00 01. */
  private void skip() throws DvripException {
    losses += junk == 0 ? 1 : 0;
    int from = start++;
    while (end - start >= 3
        && !(buffer[start] == 0 && buffer[start + 1] == 0 && buffer[start + 2] == 1)) {
      start++;
    }
    junk += start - from;
    if (junk > MAX_JUNK) {
      throw new DvripException(
          DvripException.Kind.PROTOCOL, "no frame within " + junk + " bytes of the stream");
    }
  }
}
