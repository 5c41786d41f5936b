package io.vedette.mp4;

import io.vedette.media.AacConfig;
import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.media.H265Config;
import io.vedette.media.H265Nal;
import io.vedette.media.H265Profile;
import io.vedette.media.H265Sps;
import io.vedette.media.Track;
import io.vedette.media.VideoConfig;
import java.nio.ByteBuffer;
import java.util.List;

/** Sample entries: what a decoder needs to know of a track (ISO/IEC 14496-12 8.5.2, 12.1, 12.2). */
final class SampleEntries {
  /** AVCProfileIndication whose decoder configuration record has chroma format and bit depths. */
  private static final int HIGH_PROFILE = 100;

  static final int ES_DESCRIPTOR = 3;
  static final int DECODER_CONFIG = 4;
  static final int DECODER_SPECIFIC = 5;

  private SampleEntries() {}

  /** The entry of a track as it is recorded. */
  static void entry(BoxWriter w, Track track) {
    if (track.config() instanceof VideoConfig video) {
      video(w, video, false);
    } else if (track.config() instanceof G711Config g711) {
      g711(w, g711, track.clockRate());
    } else if (track.config() instanceof AacConfig aac) {
      audio(w, "mp4a", aac.channels(), aac.sampleRate(), () -> elementaryStream(w, aac));
    } else {
      throw new IllegalArgumentException("no sample entry for " + track.config().codecName());
    }
  }

  /** ESDBox (ISO/IEC 14496-14 5.6): descriptors of ISO/IEC 14496-1 7.2.6, each with its length. */
  private static void elementaryStream(BoxWriter w, AacConfig config) {
    int specific = config.specific().remaining();
    w.fullBox(
        "esds",
        0,
        0,
        () -> {
          w.u8(ES_DESCRIPTOR).u8(3 + 2 + 13 + 2 + specific + 3).u16(0).u8(0);
          w.u8(DECODER_CONFIG).u8(13 + 2 + specific);
          w.u8(0x40).u8(0x15); // audio of 14496-3; audio stream
          w.zeros(3).u32(0).u32(0); // buffer size, bit rates: unknown
          w.u8(DECODER_SPECIFIC).u8(specific).bytes(config.specific());
          w.u8(6).u8(1).u8(2); // SLConfigDescriptor: as MP4 has it
        });
  }

  /**
   * VisualSampleEntry (ISO/IEC 14496-15 5.4.2.1, 8.4.1).
   *
   * @param setsAmongSamples false: parameter sets stand only here ({@code avc1}, {@code hvc1}).
   *     True: also among the samples, those here hold for the first ({@code avc3}, {@code hev1})
   */
  static void video(BoxWriter w, VideoConfig config, boolean setsAmongSamples) {
    if (config instanceof H264Config h264) {
      String type = setsAmongSamples ? "avc3" : "avc1";
      visual(w, type, config, () -> w.box("avcC", () -> avcDecoderConfiguration(w, h264)));
    } else if (config instanceof H265Config h265) {
      String type = setsAmongSamples ? "hev1" : "hvc1";
      visual(
          w, type, config, () -> w.box("hvcC", () -> hevc(w, h265, setsAmongSamples ? 0 : 0x80)));
    }
  }

  private static void visual(BoxWriter w, String type, VideoConfig config, Runnable boxes) {
    w.box(
        type,
        () -> {
          w.zeros(6).u16(1); // data_reference_index
          w.zeros(16);
          w.u16(config.width()).u16(config.height());
          w.u32(0x00480000).u32(0x00480000); // 72 dpi
          w.u32(0).u16(1); // frame_count
          w.zeros(32); // compressorname
          w.u16(0x18).u16(0xffff); // depth, pre_defined = -1
          boxes.run();
        });
  }

  /** AVCDecoderConfigurationRecord, ISO/IEC 14496-15 5.3.3.1. */
  private static void avcDecoderConfiguration(BoxWriter w, H264Config config) {
    ByteBuffer sps = config.sps();
    int profile = sps.get(1) & 0xff;
    w.u8(1).u8(profile).u8(sps.get(2)).u8(sps.get(3));
    w.u8(0xfc | 3); // NAL unit lengths of 4 bytes
    w.u8(0xe0 | 1).u16(sps.remaining()).bytes(sps);
    w.u8(config.pps().size());
    config.pps().forEach(pps -> w.u16(pps.remaining()).bytes(pps));
    if (profile == HIGH_PROFILE) {
      // 4:2:0, 8 bits. The profiles above High may differ; for them the optional tail is left out.
      w.u8(0xfc | 1).u8(0xf8).u8(0xf8).u8(0);
    }
  }

  /**
   * HEVCDecoderConfigurationRecord, ISO/IEC 14496-15 8.3.3.1.
   *
   * @param complete 0x80: there are no other parameter sets than these
   */
  private static void hevc(BoxWriter w, H265Config config, int complete) {
    H265Sps sps = config.parsedSps();
    H265Profile profile = sps.profile();
    w.u8(1).u8(profile.space() << 6 | (profile.highTier() ? 0x20 : 0) | profile.idc());
    w.u32(profile.compatibility()).u16((int) (profile.constraints() >> 32));
    w.u32(profile.constraints()).u8(profile.level());
    w.u16(0xf000).u8(0xfc); // spatial segmentation, parallelism: nothing known
    w.u8(0xfc | sps.chromaFormat()).u8(0xf8 | sps.lumaBits() - 8).u8(0xf8 | sps.chromaBits() - 8);
    w.u16(0); // average frame rate: not said
    w.u8(sps.subLayers() << 3 | (sps.nested() ? 4 : 0) | 3); // NAL unit lengths of 4 bytes
    w.u8(3);
    sets(w, complete | H265Nal.VPS, List.of(config.vps()));
    sets(w, complete | H265Nal.SPS, List.of(config.sps()));
    sets(w, complete | H265Nal.PPS, config.pps());
  }

  private static void sets(BoxWriter w, int type, List<ByteBuffer> units) {
    w.u8(type).u16(units.size());
    units.forEach(unit -> w.u16(unit.remaining()).bytes(unit));
  }

  /**
   * QuickTime's entries for G.711: bit-exact, played by ffmpeg, VLC and ExoPlayer. MP4 proper has
   * no code for G.711; the entry is that of ISO AudioSampleEntry, version 0.
   */
  private static void g711(BoxWriter w, G711Config config, int clockRate) {
    String type = config.law() == G711Config.Law.A ? "alaw" : "ulaw";
    audio(w, type, config.channels(), clockRate, () -> {});
  }

  /** AudioSampleEntry of version 0 (12.2.3) with boxes of the codec; 16 bits after decoding. */
  static void audio(BoxWriter w, String type, int channels, int clockRate, Runnable boxes) {
    w.box(
        type,
        () -> {
          w.zeros(6).u16(1); // data_reference_index
          w.zeros(8);
          w.u16(channels).u16(16);
          w.u32(0).u32((long) clockRate << 16);
          boxes.run();
        });
  }
}
