package io.vedette.media;

import java.nio.ByteBuffer;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What we use of a sequence parameter set (ISO/IEC 14496-10 7.3.2.1.1 and, for the VUI, E.1.1).
 *
 * @param profileIdc 66 baseline, 77 main, 100 high, …
 * @param constraints the byte of constraint_set flags
 * @param levelIdc ten times the level
 * @param width pixels after cropping
 * @param height pixels after cropping
 * @param framesPerSecond from the VUI's timing; cameras often leave it out or lie
 * @param reorderFrames max_num_reorder_frames of the VUI: 0 promises that no B-frames come. Empty
 *     if there is no bitstream restriction: then only slice types tell
 */
public record H264Sps(
    int profileIdc,
    int constraints,
    int levelIdc,
    int width,
    int height,
    OptionalDouble framesPerSecond,
    OptionalInt reorderFrames) {

  /** Largest picture side we accept: 16K, twice what level 6.2 cameras make. */
  private static final int MAX_SIDE = 16384;

  /**
   * Parses without moving the buffer.
   *
   * @param nalUnit from the NAL header (type 7) to its end; emulation prevention bytes still inside
   * @throws MalformedMediaException if it is not an SPS, ends early, or gives an impossible size
   */
  public static H264Sps parse(ByteBuffer nalUnit) throws MalformedMediaException {
    if (nalUnit.remaining() < 4
        || NalUnits.h264Type(nalUnit.get(nalUnit.position())) != NalUnits.SPS) {
      throw new MalformedMediaException(
          "not an SPS NAL unit of H.264 (" + nalUnit.remaining() + " bytes)");
    }
    BitReader in = new BitReader(nalUnit, 1);
    final int profile = (int) in.bits(8);
    final int constraints = (int) in.bits(8);
    final int level = (int) in.bits(8);
    in.unsignedGolomb(); // seq_parameter_set_id
    Chroma chroma = Chroma.YUV420;
    if (hasChromaFormat(profile)) {
      chroma = chromaFormat(in);
    }
    in.unsignedGolomb(); // log2_max_frame_num_minus4
    pictureOrderCount(in);
    in.unsignedGolomb(); // max_num_ref_frames
    in.flag(); // gaps_in_frame_num_value_allowed_flag
    final long widthMbs = in.unsignedGolomb() + 1;
    final long heightMapUnits = in.unsignedGolomb() + 1;
    final boolean frameMbsOnly = in.flag();
    if (!frameMbsOnly) {
      in.flag(); // mb_adaptive_frame_field_flag
    }
    in.flag(); // direct_8x8_inference_flag
    long cropX = 0;
    long cropY = 0;
    if (in.flag()) {
      cropX = (in.unsignedGolomb() + in.unsignedGolomb()) * chroma.cropX;
      cropY = (in.unsignedGolomb() + in.unsignedGolomb()) * chroma.cropY * (frameMbsOnly ? 1 : 2);
    }
    final long width = widthMbs * 16 - cropX;
    final long height = heightMapUnits * 16 * (frameMbsOnly ? 1 : 2) - cropY;
    if (width <= 0 || height <= 0 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new MalformedMediaException("SPS with a picture of " + width + "x" + height);
    }
    Vui vui = in.flag() ? vuiOrEmpty(in) : Vui.EMPTY;
    return new H264Sps(
        profile, constraints, level, (int) width, (int) height, vui.fps, vui.reorderFrames);
  }

  private static boolean hasChromaFormat(int profile) {
    return switch (profile) {
      case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
      default -> false;
    };
  }

  /** Crop units of ISO/IEC 14496-10 table 6-1. */
  private enum Chroma {
    MONOCHROME(1, 1),
    YUV420(2, 2),
    YUV422(2, 1),
    YUV444(1, 1);

    final int cropX;
    final int cropY;

    Chroma(int cropX, int cropY) {
      this.cropX = cropX;
      this.cropY = cropY;
    }
  }

  private static Chroma chromaFormat(BitReader in) throws MalformedMediaException {
    long idc = in.unsignedGolomb();
    if (idc > 3) {
      throw new MalformedMediaException("SPS with chroma_format_idc " + idc);
    }
    boolean separatePlanes = idc == 3 && in.flag();
    in.unsignedGolomb(); // bit_depth_luma_minus8
    in.unsignedGolomb(); // bit_depth_chroma_minus8
    in.flag(); // qpprime_y_zero_transform_bypass_flag
    if (in.flag()) {
      int lists = idc == 3 ? 12 : 8;
      for (int i = 0; i < lists; i++) {
        if (in.flag()) {
          skipScalingList(in, i < 6 ? 16 : 64);
        }
      }
    }
    return separatePlanes ? Chroma.MONOCHROME : Chroma.values()[(int) idc];
  }

  private static void skipScalingList(BitReader in, int size) throws MalformedMediaException {
    long last = 8;
    long next = 8;
    for (int i = 0; i < size; i++) {
      if (next != 0) {
        next = (last + in.signedGolomb() + 256) & 0xff;
      }
      last = next == 0 ? last : next;
    }
  }

  private static void pictureOrderCount(BitReader in) throws MalformedMediaException {
    long type = in.unsignedGolomb();
    if (type == 0) {
      in.unsignedGolomb(); // log2_max_pic_order_cnt_lsb_minus4
    } else if (type == 1) {
      in.flag(); // delta_pic_order_always_zero_flag
      in.signedGolomb(); // offset_for_non_ref_pic
      in.signedGolomb(); // offset_for_top_to_bottom_field
      long count = in.unsignedGolomb();
      if (count > 255) {
        throw new MalformedMediaException(
            "SPS with num_ref_frames_in_pic_order_cnt_cycle " + count);
      }
      for (int i = 0; i < count; i++) {
        in.signedGolomb(); // offset_for_ref_frame
      }
    }
  }

  private record Vui(OptionalDouble fps, OptionalInt reorderFrames) {
    static final Vui EMPTY = new Vui(OptionalDouble.empty(), OptionalInt.empty());
  }

  /** Some cameras cut their VUI short; the picture's size is known by then, so that is no error. */
  private static Vui vuiOrEmpty(BitReader in) {
    OptionalDouble fps = OptionalDouble.empty();
    try {
      if (in.flag() && in.bits(8) == 255) {
        in.bits(32); // sar_width, sar_height
      }
      if (in.flag()) {
        in.flag(); // overscan_appropriate_flag
      }
      if (in.flag()) {
        in.bits(4); // video_format, video_full_range_flag
        if (in.flag()) {
          in.bits(24); // colour_primaries, transfer_characteristics, matrix_coefficients
        }
      }
      if (in.flag()) {
        in.unsignedGolomb(); // chroma_sample_loc_type_top_field
        in.unsignedGolomb(); // chroma_sample_loc_type_bottom_field
      }
      if (in.flag()) {
        long unitsInTick = in.bits(32);
        long timeScale = in.bits(32);
        in.flag(); // fixed_frame_rate_flag
        if (unitsInTick > 0 && timeScale > 0) {
          fps = OptionalDouble.of(timeScale / (2.0 * unitsInTick)); // two ticks a frame, E.2.1
        }
      }
      boolean nalHrd = in.flag();
      if (nalHrd) {
        skipHrd(in);
      }
      boolean vclHrd = in.flag();
      if (vclHrd) {
        skipHrd(in);
      }
      if (nalHrd || vclHrd) {
        in.flag(); // low_delay_hrd_flag
      }
      in.flag(); // pic_struct_present_flag
      if (!in.flag()) {
        return new Vui(fps, OptionalInt.empty());
      }
      in.flag(); // motion_vectors_over_pic_boundaries_flag
      in.unsignedGolomb(); // max_bytes_per_pic_denom
      in.unsignedGolomb(); // max_bits_per_mb_denom
      in.unsignedGolomb(); // log2_max_mv_length_horizontal
      in.unsignedGolomb(); // log2_max_mv_length_vertical
      long reorder = in.unsignedGolomb();
      return new Vui(fps, reorder <= 16 ? OptionalInt.of((int) reorder) : OptionalInt.empty());
    } catch (MalformedMediaException cutShort) {
      return new Vui(fps, OptionalInt.empty());
    }
  }

  private static void skipHrd(BitReader in) throws MalformedMediaException {
    long count = in.unsignedGolomb() + 1;
    if (count > 32) {
      throw new MalformedMediaException("HRD with cpb_cnt " + count);
    }
    in.bits(8); // bit_rate_scale, cpb_size_scale
    for (int i = 0; i < count; i++) {
      in.unsignedGolomb(); // bit_rate_value_minus1
      in.unsignedGolomb(); // cpb_size_value_minus1
      in.flag(); // cbr_flag
    }
    in.bits(20); // delay lengths and time_offset_length
  }
}
