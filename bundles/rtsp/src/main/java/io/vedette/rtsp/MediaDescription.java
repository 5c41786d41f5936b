package io.vedette.rtsp;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One {@code m=} section of an SDP (RFC 8866 5.14), as far as we use it.
 *
 * @param kind video, audio, application, …; lower case
 * @param payloadTypes as listed, 0 to 127, at least one
 * @param formats encodings by payload type; the static ones of RFC 3551 are filled in where the
 *     camera gives no rtpmap
 * @param control value of {@code a=control}: absolute, relative or {@code *}
 * @param direction which way the media flows
 */
public record MediaDescription(
    String kind,
    List<Integer> payloadTypes,
    Map<Integer, Format> formats,
    Optional<String> control,
    Direction direction) {

  /** As the describing side sees it. */
  public enum Direction {
    /** Not said: from camera to us. */
    UNSAID,
    RECVONLY,
    /** From camera to us; but of ONVIF's back channel it means the opposite. */
    SENDONLY,
    SENDRECV,
    INACTIVE
  }

  /**
   * Encoding of one payload type.
   *
   * @param encoding upper case, as in {@code H264}, {@code PCMA}
   * @param clockRate ticks per second
   * @param channels of audio, else 1
   * @param parameters of {@code a=fmtp}, names in lower case
   */
  public record Format(
      String encoding, int clockRate, int channels, Map<String, String> parameters) {
    public Format {
      Objects.requireNonNull(encoding, "encoding");
      parameters = Map.copyOf(parameters);
    }
  }

  public MediaDescription {
    Objects.requireNonNull(kind, "kind");
    payloadTypes = List.copyOf(payloadTypes);
    formats = Map.copyOf(formats);
  }
}
