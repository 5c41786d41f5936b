package io.vedette.sink.replay;

import io.vedette.api.stream.Profile;
import io.vedette.api.transcode.Transcoder;
import java.util.Optional;

/**
 * How the pictures of a camera get to the viewers.
 *
 * @param profile recorded stream that is read
 * @param anew how they are made anew; empty: they are passed on as they are
 * @param reason why it is not just the stream that was asked for; empty: it is
 */
record Way(Profile profile, Optional<Anew> anew, Optional<String> reason) {
  /**
   * Pictures made anew.
   *
   * @param maxWidth pixels
   * @param heldBack pictures that a decoder of the recording holds back
   * @param isNeeded browsers do not show the recording as it is
   */
  record Anew(Transcoder by, int maxWidth, int heldBack, boolean isNeeded) {}

  /** The recorded stream as it is. */
  static Way passOn(Profile profile, Optional<String> reason) {
    return new Way(profile, Optional.empty(), reason);
  }

  /** Word of the API. */
  String mode() {
    return anew.isPresent() ? "transcode" : "passthrough";
  }
}
