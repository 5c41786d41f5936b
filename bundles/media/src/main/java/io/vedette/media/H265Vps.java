package io.vedette.media;

import java.nio.ByteBuffer;

/**
 * A video parameter set for cameras that send none (ISO/IEC 23008-2 7.3.2.1). It says nothing that
 * the SPS does not say, but ffmpeg's decoder refuses an SPS without one.
 */
final class H265Vps {
  private static final int HEADER = H265Nal.VPS << 9 | 1;
  private static final int PROFILE_BYTES = 12; // general_profile_space to general_level_idc

  private H265Vps() {}

  /**
   * @param unit the SPS NAL unit
   * @param sps the same, parsed
   */
  static ByteBuffer of(ByteBuffer unit, H265Sps sps) throws MalformedMediaException {
    BitReader in = new BitReader(unit, H265Nal.HEADER_BYTES);
    BitWriter out = new BitWriter();
    out.bits(16, HEADER).bits(4, in.bits(4)); // vps_video_parameter_set_id
    out.bits(2, 3).bits(6, 0); // base layer internal and available, the only one
    out.bits(4, in.bits(4)); // temporal layers less one, nesting
    out.bits(16, 0xffff);
    for (int i = 0; i < PROFILE_BYTES; i++) {
      out.bits(8, in.bits(8));
    }
    if (sps.subLayers() > 1) {
      out.bits(16, 0); // nothing on their profiles and levels
    }
    out.bits(1, 0).ue(sps.buffers(), sps.reorderFrames(), 0); // for all layers; no latency limit
    out.bits(6, 0).ue(0); // vps_max_layer_id, vps_num_layer_sets_minus1
    return out.bits(2, 0).done(); // neither timing nor extension
  }
}
