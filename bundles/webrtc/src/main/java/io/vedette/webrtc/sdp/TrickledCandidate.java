package io.vedette.webrtc.sdp;

import java.util.ArrayList;
import java.util.List;

/**
 * A candidate that a browser sends after its offer (RFC 8840).
 *
 * @param candidate as it stands behind {@code a=}
 * @param mid of its section; empty: that of the first
 */
public record TrickledCandidate(String candidate, String mid) {
  /** A browser has one per interface, address family and protocol. */
  public static final int MAX = 64;

  private static final int MAX_CHARACTERS = 16_384;

  /**
   * Reads an {@code application/trickle-ice-sdpfrag}. What is no candidate is passed over; too much
   * is cut off.
   */
  public static List<TrickledCandidate> in(String fragment) {
    List<TrickledCandidate> found = new ArrayList<>();
    String mid = "";
    String text = fragment.substring(0, Math.min(fragment.length(), MAX_CHARACTERS));
    for (String line : text.split("\r?\n")) {
      if (line.startsWith("a=mid:")) {
        mid = line.substring(6).strip();
      } else if (line.startsWith("a=candidate:") && found.size() < MAX) {
        found.add(new TrickledCandidate(line.substring(2).strip(), mid));
      }
    }
    return found;
  }
}
