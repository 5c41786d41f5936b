package io.vedette.rtsp;

import io.vedette.media.AacConfig;
import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.media.H265Config;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import io.vedette.rtp.AacDepacketizer;
import io.vedette.rtp.Depacketizer;
import io.vedette.rtp.G711Depacketizer;
import io.vedette.rtp.H264Depacketizer;
import io.vedette.rtp.H265Depacketizer;
import io.vedette.rtsp.MediaDescription.Direction;
import io.vedette.rtsp.MediaDescription.Format;
import io.vedette.rtsp.RtspException.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A media section that we play: what to set up and how to read it.
 *
 * @param id of the tracks it makes
 * @param video else audio
 * @param payloadTypes under which its packets come
 * @param control as in the SDP, empty if missing
 */
record PlayedTrack(
    int id, boolean video, Set<Integer> payloadTypes, Format format, String control) {
  private static final String AAC = "MPEG4-GENERIC";
  private static final String H265 = "H265";

  PlayedTrack {
    payloadTypes = Set.copyOf(payloadTypes);
  }

  /**
   * The first H.264 video, else the first H.265, and the first G.711 audio, else the first AAC:
   * browsers play G.711 live.
   *
   * @throws RtspException UNSUPPORTED if there is no such video; names what there is
   */
  static List<PlayedTrack> choose(SessionDescription sdp) throws RtspException {
    List<PlayedTrack> chosen = new ArrayList<>(2);
    Set<String> others = new TreeSet<>();
    for (String codec : List.of("H264", H265)) {
      for (MediaDescription media : sdp.media()) {
        if (media.kind().equals("video") && chosen.isEmpty()) {
          of(0, media, Set.of(codec)).ifPresent(chosen::add);
          media.formats().values().forEach(format -> others.add(format.encoding()));
        }
      }
    }
    if (chosen.isEmpty()) {
      throw new RtspException(
          Kind.UNSUPPORTED,
          others.isEmpty()
              ? "the camera's SDP offers no video" + (sdp.skipped().isEmpty() ? "" : " we can read")
              : "the camera sends video as "
                  + String.join(", ", others)
                  + "; set it to H.264 or H.265");
    }
    // ONVIF Streaming 5.3: sendonly is the back channel; but some mark all they send with it.
    List<MediaDescription> sound =
        sdp.media().stream()
            .filter(media -> media.kind().equals("audio"))
            .sorted(Comparator.comparing(media -> media.direction() == Direction.SENDONLY))
            .toList();
    for (Set<String> encodings : List.of(Set.of("PCMA", "PCMU"), Set.of(AAC))) {
      for (MediaDescription media : sound) {
        if (chosen.size() < 2) {
          of(chosen.size(), media, encodings)
              .filter(audio -> !audio.isAac() || audio.aac().isPresent())
              .ifPresent(chosen::add);
        }
      }
    }
    return chosen;
  }

  private static Optional<PlayedTrack> of(int id, MediaDescription media, Set<String> encodings) {
    if (media.direction() == Direction.INACTIVE) {
      return Optional.empty();
    }
    Set<Integer> types = new TreeSet<>();
    Format format = null;
    for (int type : media.payloadTypes()) {
      Format offered = media.formats().get(type);
      if (offered != null
          && encodings.contains(offered.encoding())
          && offered.channels() <= 2
          && (format == null || format.encoding().equals(offered.encoding()))) {
        format = format == null ? offered : format;
        types.add(type);
      }
    }
    boolean video = media.kind().equals("video");
    return format == null
        ? Optional.empty()
        : Optional.of(new PlayedTrack(id, video, types, format, media.control().orElse("")));
  }

  int clockRate() {
    return video ? 90_000 : format.clockRate(); // RFC 6184 8.2.1, RFC 7798 7.1: no other
  }

  Depacketizer depacketizer() {
    if (video && format.encoding().equals(H265)) {
      return new H265Depacketizer(id, h265(), isNumbered());
    }
    if (video) {
      return new H264Depacketizer(id, h264());
    }
    if (isAac()) {
      return new AacDepacketizer(new Track(id, clockRate(), aac().orElseThrow()));
    }
    G711Config.Law law = format.encoding().equals("PCMA") ? G711Config.Law.A : G711Config.Law.MU;
    return new G711Depacketizer(
        new Track(id, format.clockRate(), new G711Config(law, format.channels())));
  }

  private boolean isAac() {
    return format.encoding().equals(AAC);
  }

  /**
   * Of {@code config}, in the one mode that cameras use (RFC 3640 3.3.6); without it what the
   * rtpmap says, as AAC-LC. Empty if it cannot be played.
   */
  private Optional<AacConfig> aac() {
    Map<String, String> parameters = format.parameters();
    if (!parameters.getOrDefault("mode", "").equalsIgnoreCase("AAC-hbr")
        || !parameters.getOrDefault("sizelength", "13").equals("13")) {
      return Optional.empty();
    }
    try {
      String hex = parameters.getOrDefault("config", "");
      AacConfig config =
          hex.isEmpty()
              ? AacConfig.of(format.clockRate(), format.channels())
              : AacConfig.of(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
      return config.sampleRate() == format.clockRate() ? Optional.of(config) : Optional.empty();
    } catch (MalformedMediaException | IllegalArgumentException unusable) {
      return Optional.empty();
    }
  }

  /**
   * Of {@code sprop-parameter-sets} (RFC 6184 8.1). Empty ones, SPS alone, Annex B inside, and what
   * cannot be parsed count as none: the stream will bring them.
   */
  Optional<H264Config> h264() {
    ByteBuffer sps = null;
    List<ByteBuffer> pps = new ArrayList<>();
    for (ByteBuffer unit : units("sprop-parameter-sets")) {
      int type = NalUnits.h264Type(unit.get(0));
      if (type == NalUnits.SPS && sps == null) {
        sps = unit;
      } else if (type == NalUnits.PPS) {
        pps.add(unit);
      }
    }
    try {
      return sps == null || pps.isEmpty() ? Optional.empty() : Optional.of(H264Config.of(sps, pps));
    } catch (MalformedMediaException unusable) {
      return Optional.empty();
    }
  }

  /**
   * Of {@code sprop-vps}, {@code sprop-sps}, {@code sprop-pps} (RFC 7798 7.1), together in any of
   * them. Those without SPS or PPS, and what cannot be parsed, count as none: the stream will bring
   * them.
   */
  Optional<H265Config> h265() {
    List<ByteBuffer> sets = new ArrayList<>();
    for (String name : List.of("sprop-vps", "sprop-sps", "sprop-pps")) {
      sets.addAll(units(name));
    }
    try {
      return Optional.of(H265Config.of(sets));
    } catch (MalformedMediaException unusable) {
      return Optional.empty();
    }
  }

  /** Packets carry decoding order numbers (RFC 7798 4.4). */
  private boolean isNumbered() {
    return !format.parameters().getOrDefault("sprop-max-don-diff", "0").equals("0");
  }

  /** The NAL units in a parameter of the SDP, with or without start codes. */
  private List<ByteBuffer> units(String parameter) {
    List<ByteBuffer> units = new ArrayList<>();
    for (String base64 : format.parameters().getOrDefault(parameter, "").split(",")) {
      units.addAll(NalUnits.splitAnnexB(decoded(base64)));
    }
    return units;
  }

  private static ByteBuffer decoded(String base64) {
    try {
      return ByteBuffer.wrap(Base64.getMimeDecoder().decode(base64));
    } catch (IllegalArgumentException notBase64) {
      return ByteBuffer.allocate(0);
    }
  }
}
