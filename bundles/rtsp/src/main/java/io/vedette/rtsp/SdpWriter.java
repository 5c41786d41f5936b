package io.vedette.rtsp;

import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.media.H265Config;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tracks → the SDP with which our servers answer DESCRIBE. Stateless. */
public final class SdpWriter {
  /** Payload type of video; dynamic ones begin at 96. */
  private static final int VIDEO_PAYLOAD_TYPE = 96;

  private SdpWriter() {}

  /**
   * One media section per track in order, with {@code a=control:trackID=n}, n from 0.
   *
   * @param name {@code s=}: for people
   */
  public static String write(String name, List<Track> tracks) {
    StringBuilder sdp = new StringBuilder(512);
    sdp.append("v=0\r\no=- 0 1 IN IP4 0.0.0.0\r\ns=")
        .append(name.isBlank() ? "-" : name.replaceAll("\\p{Cntrl}", " "))
        .append("\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\na=control:*\r\na=range:npt=now-\r\n");
    for (int i = 0; i < tracks.size(); i++) {
      section(sdp, tracks.get(i));
      sdp.append("a=control:").append(control(i)).append("\r\n");
    }
    return sdp.toString();
  }

  /** The control value of the track with that index. */
  static String control(int index) {
    return "trackID=" + index;
  }

  /** RTP payload type under which our servers send a track. */
  public static int payloadType(Track track) {
    if (track.config() instanceof G711Config audio) {
      return audio.law() == G711Config.Law.A ? 8 : 0;
    }
    return VIDEO_PAYLOAD_TYPE;
  }

  private static void section(StringBuilder sdp, Track track) {
    int type = payloadType(track);
    if (track.config() instanceof H264Config video) {
      sdp.append("m=video 0 RTP/AVP ").append(type);
      sdp.append("\r\na=rtpmap:").append(type).append(" H264/").append(track.clockRate());
      sdp.append("\r\na=fmtp:").append(type);
      sdp.append(" packetization-mode=1;profile-level-id=").append(profileLevelId(video));
      sdp.append(";sprop-parameter-sets=").append(base64(video.sps()));
      video.pps().forEach(pps -> sdp.append(',').append(base64(pps)));
    } else if (track.config() instanceof H265Config video) { // RFC 7798 7.1
      sdp.append("m=video 0 RTP/AVP ").append(type);
      sdp.append("\r\na=rtpmap:").append(type).append(" H265/").append(track.clockRate());
      sdp.append("\r\na=fmtp:").append(type);
      sdp.append(" sprop-vps=").append(base64(video.vps()));
      sdp.append(";sprop-sps=").append(base64(video.sps())).append(";sprop-pps=");
      sdp.append(video.pps().stream().map(SdpWriter::base64).collect(Collectors.joining(",")));
    } else if (track.config() instanceof G711Config audio) {
      String encoding = audio.codecName().toUpperCase(Locale.ROOT);
      sdp.append("m=audio 0 RTP/AVP ").append(type);
      sdp.append("\r\na=rtpmap:").append(type).append(' ').append(encoding);
      sdp.append('/').append(track.clockRate());
      if (audio.channels() > 1) {
        sdp.append('/').append(audio.channels());
      }
    }
    sdp.append("\r\n");
  }

  private static String profileLevelId(H264Config config) {
    return config.rfc6381().substring("avc1.".length());
  }

  private static String base64(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return Base64.getEncoder().encodeToString(copy);
  }
}
