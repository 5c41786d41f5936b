package io.vedette.transcoder.ffmpeg;

import io.vedette.media.AccessUnit;
import io.vedette.media.CodecConfig;
import io.vedette.media.H264Config;
import io.vedette.media.H265Config;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.NalUnits;
import io.vedette.media.VideoConfig;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The codecs that are taken, with what ffmpeg calls them and how a picture is written to it. */
enum Codec {
  H264("h264", "09f0"),
  H265("hevc", "460150");

  private static final byte[] START_CODE = {0, 0, 0, 1};

  // nal_unit_type, ITU-T H.265 table 7-1
  private static final int H265_FIRST_IRAP = 16;
  private static final int H265_LAST_IRAP = 23;
  private static final int H265_NO_SLICE = 32;

  private final String format;
  private final String delimiter; // hexadecimal

  Codec(String format, String delimiter) {
    this.format = format;
    this.delimiter = delimiter;
  }

  /** The codec of a track; empty if it is none of these. */
  static Optional<Codec> of(CodecConfig config) {
    if (config instanceof H264Config) {
      return Optional.of(H264);
    }
    return config instanceof H265Config ? Optional.of(H265) : Optional.empty();
  }

  /** Name of the raw byte stream in ffmpeg's words. */
  String format() {
    return format;
  }

  /** Pictures that a decoder holds back to bring them into order; 0 also if nothing tells. */
  static int heldBack(CodecConfig config) {
    return config instanceof VideoConfig video ? video.reorderFrames().orElse(0) : 0;
  }

  /** Pixels across; 0 if that is no picture. */
  static int width(CodecConfig config) {
    return config instanceof VideoConfig video ? video.width() : 0;
  }

  /**
   * A picture as a byte stream with start codes, parameter sets before it if it is random access,
   * and an access unit delimiter behind it: without that the parser would hold the picture until
   * the next one begins (measured: 57 ms instead of 13 at 25 pictures a second).
   *
   * @throws MalformedMediaException if the unit cannot be taken apart
   */
  byte[] picture(AccessUnit unit) throws MalformedMediaException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(unit.sizeBytes() + 128);
    if (unit.randomAccess() && unit.track().config() instanceof VideoConfig config) {
      write(out, config.lengthPrefixed());
    }
    write(out, unit.payload());
    out.writeBytes(START_CODE);
    out.writeBytes(HexFormat.of().parseHex(delimiter));
    return out.toByteArray();
  }

  /**
   * True if a decoder can begin with the bytes of a unit. They may be those of a later picture, if
   * the decoder holds some back, and then it is not the key picture's unit that has them.
   */
  static boolean begins(AccessUnit unit) {
    Optional<Codec> codec = of(unit.track().config());
    try {
      List<Boolean> keys = codec.isPresent() ? codec.get().keys(unit) : List.of();
      boolean isOwn = keys.size() != 1 || heldBack(unit.track().config()) == 0;
      return isOwn ? unit.randomAccess() : keys.get(0);
    } catch (MalformedMediaException e) {
      return false; // and is left out
    }
  }

  /**
   * Of each picture whose bytes a unit has, in decoding order, whether it is a key picture.
   *
   * @throws MalformedMediaException if the unit cannot be taken apart
   */
  List<Boolean> keys(AccessUnit unit) throws MalformedMediaException {
    List<Boolean> keys = new ArrayList<>();
    for (ByteBuffer nal : NalUnits.split(unit.payload())) {
      if (beginsPicture(nal)) {
        keys.add(isKey(nal));
      }
    }
    return keys;
  }

  /** A slice whose header begins with first_mb_in_slice 0, or first_slice_segment_in_pic_flag 1. */
  private boolean beginsPicture(ByteBuffer nal) {
    boolean isSlice = this == H264 ? NalUnits.isSlice(type(nal)) : type(nal) < H265_NO_SLICE;
    int header = this == H264 ? 1 : 2; // bytes
    return isSlice && nal.remaining() > header && nal.get(nal.position() + header) < 0; // bit 7
  }

  private boolean isKey(ByteBuffer nal) {
    int type = type(nal);
    return this == H264 ? type == NalUnits.IDR : type >= H265_FIRST_IRAP && type <= H265_LAST_IRAP;
  }

  private int type(ByteBuffer nal) {
    byte first = nal.get(nal.position());
    return this == H264 ? NalUnits.h264Type(first) : first >> 1 & 0x3f; // ITU-T H.265 7.3.1.2
  }

  private static void write(ByteArrayOutputStream out, ByteBuffer lengthPrefixed)
      throws MalformedMediaException {
    for (ByteBuffer unit : NalUnits.split(lengthPrefixed)) {
      byte[] bytes = new byte[unit.remaining()];
      unit.get(bytes);
      out.writeBytes(START_CODE);
      out.writeBytes(bytes);
    }
  }
}
