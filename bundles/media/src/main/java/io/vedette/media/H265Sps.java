package io.vedette.media;

import java.nio.ByteBuffer;
import java.util.OptionalDouble;

/**
 * What we use of a sequence parameter set (ISO/IEC 23008-2 7.3.2.2).
 *
 * @param profile of the whole stream
 * @param width pixels within the conformance window
 * @param height pixels within the conformance window
 * @param chromaFormat 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4
 * @param lumaBits per sample
 * @param chromaBits per sample
 * @param subLayers temporal layers, 1 to 7
 * @param nested sps_temporal_id_nesting_flag
 * @param buffers sps_max_dec_pic_buffering_minus1 of all layers
 * @param reorderFrames sps_max_num_reorder_pics of all layers: pictures that come before one that
 *     is shown earlier
 * @param framesPerSecond from the VUI's timing; cameras often leave it out or lie
 */
public record H265Sps(
    H265Profile profile,
    int width,
    int height,
    int chromaFormat,
    int lumaBits,
    int chromaBits,
    int subLayers,
    boolean nested,
    int buffers,
    int reorderFrames,
    OptionalDouble framesPerSecond) {

  /** Largest picture side we accept, as of H.264. */
  private static final int MAX_SIDE = 16384;

  private static final int MAX_SUB_LAYERS = 7;
  private static final int MAX_BUFFERS = 16;

  /**
   * Parses without moving the buffer.
   *
   * @param nalUnit from the NAL header (type 33) to its end; emulation prevention bytes still
   *     inside
   * @throws MalformedMediaException if it is not an SPS, ends early, or gives impossible values
   */
  public static H265Sps parse(ByteBuffer nalUnit) throws MalformedMediaException {
    if (!H265Nal.isBaseLayer(nalUnit)
        || H265Nal.type(nalUnit.get(nalUnit.position())) != H265Nal.SPS) {
      throw new MalformedMediaException(
          "not an SPS NAL unit of H.265 (" + nalUnit.remaining() + " bytes)");
    }
    BitReader in = new BitReader(nalUnit, H265Nal.HEADER_BYTES);
    in.bits(4); // sps_video_parameter_set_id
    int subLayers = (int) in.bits(3) + 1;
    boolean nested = in.flag();
    if (subLayers > MAX_SUB_LAYERS) {
      throw new MalformedMediaException("SPS with " + subLayers + " temporal layers");
    }
    H265Profile profile = H265Profile.read(in);
    skipSubLayerProfiles(in, subLayers);
    in.unsignedGolomb(); // sps_seq_parameter_set_id
    int chroma = small(in, 3, "chroma_format_idc");
    if (chroma == 3) {
      in.flag(); // separate_colour_plane_flag
    }
    long width = in.unsignedGolomb();
    long height = in.unsignedGolomb();
    if (in.flag()) { // conformance window, in units of table 6-1
      int unitX = chroma == 1 || chroma == 2 ? 2 : 1;
      int unitY = chroma == 1 ? 2 : 1;
      width -= unitX * (in.unsignedGolomb() + in.unsignedGolomb());
      height -= unitY * (in.unsignedGolomb() + in.unsignedGolomb());
    }
    if (width <= 0 || height <= 0 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new MalformedMediaException("SPS with a picture of " + width + "x" + height);
    }
    final int lumaBits = 8 + small(in, 8, "bit_depth_luma_minus8");
    final int chromaBits = 8 + small(in, 8, "bit_depth_chroma_minus8");
    final int countBits = 4 + small(in, 12, "log2_max_pic_order_cnt_lsb_minus4");
    int buffers = 0;
    int reorder = 0;
    for (int i = in.flag() ? 0 : subLayers - 1; i < subLayers; i++) {
      buffers = small(in, MAX_BUFFERS, "sps_max_dec_pic_buffering_minus1");
      reorder = small(in, MAX_BUFFERS, "sps_max_num_reorder_pics");
      in.unsignedGolomb(); // sps_max_latency_increase_plus1
    }
    return new H265Sps(
        profile,
        (int) width,
        (int) height,
        chroma,
        lumaBits,
        chromaBits,
        subLayers,
        nested,
        buffers,
        reorder,
        H265Timing.read(in, countBits));
  }

  /** Of the lower temporal layers: flags first, then 88 and 8 bits where they say so (7.3.3). */
  private static void skipSubLayerProfiles(BitReader in, int subLayers)
      throws MalformedMediaException {
    int bits = 0;
    for (int i = 0; i < subLayers - 1; i++) {
      bits += (in.flag() ? 88 : 0) + (in.flag() ? 8 : 0);
    }
    if (subLayers > 1) {
      bits += 2 * (8 - (subLayers - 1)); // reserved
    }
    for (; bits > 0; bits--) {
      in.bit();
    }
  }

  static int small(BitReader in, int largest, String name) throws MalformedMediaException {
    long value = in.unsignedGolomb();
    if (value > largest) {
      throw new MalformedMediaException("SPS with " + name + " " + value);
    }
    return (int) value;
  }
}
