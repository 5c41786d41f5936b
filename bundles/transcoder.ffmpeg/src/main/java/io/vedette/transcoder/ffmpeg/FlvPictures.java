package io.vedette.transcoder.ffmpeg;

import io.vedette.media.H264Config;
import io.vedette.media.MalformedMediaException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * H.264 out of ffmpeg in the FLV format ("Video File Format Specification Version 10", annex E). A
 * tag says how long its picture is, so that it is whole at once: in a raw byte stream the end of
 * one is only seen when the next begins, and in fragmented MP4 the last one is held back for its
 * duration. NAL units have 4-byte lengths, as ours. Used by one thread.
 */
final class FlvPictures {
  private static final int VIDEO = 9;
  private static final int AVC = 7;
  private static final int CONFIGURATION = 0;
  private static final int PICTURE = 1;
  private static final int HEADER_BYTES = 9 + 4; // and the size of the tag before the first
  private static final int VIDEO_HEADER_BYTES = 5;

  /** Eight times a key picture of 4K in good quality. */
  private static final int MAX_BYTES = 8 << 20;

  private final DataInputStream in;
  private boolean begun;
  private H264Config config; // null before the first

  FlvPictures(InputStream in) {
    this.in = new DataInputStream(in);
  }

  /**
   * A picture.
   *
   * @param config parameter sets in force
   * @param key an IDR picture
   * @param payload NAL units with 4-byte lengths
   */
  record Picture(H264Config config, boolean key, ByteBuffer payload) {}

  /** The next picture; empty at the end. Blocks. */
  Optional<Picture> next() throws IOException, MalformedMediaException {
    if (!begun) {
      in.skipNBytes(HEADER_BYTES);
      begun = true;
    }
    for (int type = in.read(); type >= 0; type = in.read()) {
      int size = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      in.skipNBytes(4 + 3); // time, stream
      if (size > MAX_BYTES) {
        throw new MalformedMediaException("an FLV tag of " + size + " bytes");
      }
      byte[] data = in.readNBytes(size);
      in.skipNBytes(4); // size again
      if (type == VIDEO && size > VIDEO_HEADER_BYTES && (data[0] & 0xf) == AVC) {
        ByteBuffer body =
            ByteBuffer.wrap(data, VIDEO_HEADER_BYTES, size - VIDEO_HEADER_BYTES).slice();
        if (data[1] == CONFIGURATION) {
          config = configuration(body);
        } else if (data[1] == PICTURE && config != null) {
          return Optional.of(new Picture(config, data[0] >> 4 == 1, body));
        }
      }
    }
    return Optional.empty();
  }

  /** AVCDecoderConfigurationRecord, ISO/IEC 14496-15 5.3.3.1. */
  private static H264Config configuration(ByteBuffer in) throws MalformedMediaException {
    try {
      in.position(5); // version, profile, level, bytes of a length
      List<ByteBuffer> sps = sets(in, in.get() & 0x1f);
      List<ByteBuffer> pps = sets(in, in.get() & 0xff);
      return H264Config.of(sps.get(0), pps);
    } catch (RuntimeException e) { // of buffers and lists: it ends early
      throw new MalformedMediaException("an avcC of " + in.capacity() + " bytes that ends early");
    }
  }

  private static List<ByteBuffer> sets(ByteBuffer in, int count) {
    List<ByteBuffer> sets = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = in.getShort() & 0xffff;
      sets.add(in.slice(in.position(), length));
      in.position(in.position() + length);
    }
    return sets;
  }
}
