package io.vedette.media;

import java.util.OptionalDouble;

/**
 * The way from an SPS's reorder depths to the frame rate in its VUI (ISO/IEC 23008-2 7.3.2.2,
 * E.2.1). Nothing on it is kept.
 */
final class H265Timing {
  private static final int MAX_REFERENCE_SETS = 64;
  private static final int MAX_REFERENCES = 16;
  private static final int EXTENDED_ASPECT_RATIO = 255;

  private H265Timing() {}

  /**
   * Frames per second; empty if they are not told, or the SPS is cut short before: its size is
   * known by then, so that is no error.
   *
   * @param countBits length of slice_pic_order_cnt_lsb
   */
  static OptionalDouble read(BitReader in, int countBits) {
    try {
      skipCoding(in);
      skipReferences(in, countBits);
      in.bits(2); // sps_temporal_mvp_enabled_flag, strong_intra_smoothing_enabled_flag
      return in.flag() ? vui(in) : OptionalDouble.empty();
    } catch (MalformedMediaException cutShort) {
      return OptionalDouble.empty();
    }
  }

  private static void skipCoding(BitReader in) throws MalformedMediaException {
    for (int i = 0; i < 6; i++) {
      in.unsignedGolomb(); // sizes of coding and transform blocks, depths of their trees
    }
    boolean scalingLists = in.flag();
    if (scalingLists && in.flag()) { // and not the default ones
      skipScalingLists(in);
    }
    in.bits(2); // amp_enabled_flag, sample_adaptive_offset_enabled_flag
    if (in.flag()) { // pcm
      in.bits(8); // bit depths
      in.unsignedGolomb();
      in.unsignedGolomb();
      in.flag();
    }
  }

  /** 7.3.4. */
  private static void skipScalingLists(BitReader in) throws MalformedMediaException {
    for (int size = 0; size < 4; size++) {
      for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1) {
        if (!in.flag()) {
          in.unsignedGolomb(); // scaling_list_pred_matrix_id_delta
        } else {
          if (size > 1) {
            in.signedGolomb(); // scaling_list_dc_coef_minus8
          }
          for (int i = Math.min(64, 1 << 4 + 2 * size); i > 0; i--) {
            in.signedGolomb();
          }
        }
      }
    }
  }

  private static void skipReferences(BitReader in, int countBits) throws MalformedMediaException {
    int sets = H265Sps.small(in, MAX_REFERENCE_SETS, "num_short_term_ref_pic_sets");
    int size = 0; // pictures in the set before
    for (int i = 0; i < sets; i++) {
      size = skipReferenceSet(in, i, size);
    }
    if (in.flag()) {
      for (int left = H265Sps.small(in, 32, "num_long_term_ref_pics_sps"); left > 0; left--) {
        in.bits(countBits + 1);
      }
    }
  }

  /** st_ref_pic_set (7.3.7); returns how many pictures it has. */
  private static int skipReferenceSet(BitReader in, int index, int before)
      throws MalformedMediaException {
    if (index > 0 && in.flag()) { // predicted from the set before
      in.flag(); // delta_rps_sign
      in.unsignedGolomb(); // abs_delta_rps_minus1
      int size = 0;
      for (int i = 0; i <= before; i++) {
        boolean used = in.flag();
        size += used || in.flag() ? 1 : 0; // use_delta_flag
      }
      return Math.min(size, MAX_REFERENCES);
    }
    int size =
        H265Sps.small(in, MAX_REFERENCES, "num_negative_pics")
            + H265Sps.small(in, MAX_REFERENCES, "num_positive_pics");
    for (int i = 0; i < size; i++) {
      in.unsignedGolomb(); // delta_poc_minus1
      in.flag(); // used_by_curr_pic_flag
    }
    return size;
  }

  private static OptionalDouble vui(BitReader in) throws MalformedMediaException {
    if (in.flag() && in.bits(8) == EXTENDED_ASPECT_RATIO) {
      in.bits(32); // sar_width, sar_height
    }
    if (in.flag()) {
      in.flag(); // overscan_appropriate_flag
    }
    if (in.flag()) {
      in.bits(4); // video_format, video_full_range_flag
      if (in.flag()) {
        in.bits(24); // colour_primaries, transfer_characteristics, matrix_coeffs
      }
    }
    if (in.flag()) {
      in.unsignedGolomb(); // chroma_sample_loc_type_top_field
      in.unsignedGolomb(); // chroma_sample_loc_type_bottom_field
    }
    in.bits(3); // neutral_chroma_indication, field_seq, frame_field_info_present
    if (in.flag()) { // default display window
      for (int i = 0; i < 4; i++) {
        in.unsignedGolomb();
      }
    }
    if (!in.flag()) {
      return OptionalDouble.empty();
    }
    long unitsInTick = in.bits(32);
    long timeScale = in.bits(32);
    return unitsInTick > 0 && timeScale > 0
        ? OptionalDouble.of((double) timeScale / unitsInTick)
        : OptionalDouble.empty();
  }
}
