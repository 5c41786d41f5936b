package io.vedette.rtsp;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an RTSP client needs of an SDP (RFC 8866).
 *
 * @param name {@code s=}, empty if missing
 * @param control session-level {@code a=control}
 * @param media sections that could be read, in order
 * @param skipped why each of the others could not, for the log
 */
public record SessionDescription(
    String name, Optional<String> control, List<MediaDescription> media, List<String> skipped) {
  public SessionDescription {
    Objects.requireNonNull(name, "name");
    media = List.copyOf(media);
    skipped = List.copyOf(skipped);
  }

  /** Reads what can be read; never fails. At most 64 KiB and 32 media sections are looked at. */
  public static SessionDescription parse(String sdp) {
    return SdpParser.parse(sdp);
  }
}
