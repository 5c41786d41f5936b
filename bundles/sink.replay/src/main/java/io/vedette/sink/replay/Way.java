package io.vedette.sink.replay;

import io.vedette.api.stream.Profile;
import io.vedette.api.transcode.Transcoder;
import java.util.Optional;

/**
 * How the pictures of a camera get to the viewers.
 *
 * @param asked stream that was asked for
 * @param profile recorded stream that is read
 * @param reason why it is not just the stream that was asked for; empty: it is
 */
record Way(Profile asked, Profile profile, Means means, Optional<String> reason) {
  /** What is done to them. */
  sealed interface Means {}

  /** Nothing: they are passed on as they are. */
  record AsRecorded() implements Means {}

  /**
   * They are made anew.
   *
   * @param maxWidth pixels
   * @param heldBack pictures that a decoder of the recording holds back
   * @param isNeeded browsers do not show the recording as it is
   */
  record Anew(Transcoder by, int maxWidth, int heldBack, boolean isNeeded) implements Means {}

  /** Browsers do not show them, and nobody makes them anew: they are not sent. */
  record Withheld() implements Means {}

  /** The recorded stream as it is. */
  static Way passOn(Profile asked, Profile profile, Optional<String> reason) {
    return new Way(asked, profile, new AsRecorded(), reason);
  }

  /** Nothing is sent of what should be made anew; the reason says why it is not. */
  static Way withhold(Profile asked, Profile profile, String reason) {
    return new Way(asked, profile, new Withheld(), Optional.of(reason));
  }

  /** How they are made anew; empty: they are not. */
  Optional<Anew> anew() {
    return means instanceof Anew anew ? Optional.of(anew) : Optional.empty();
  }

  /** True if nothing is sent. */
  boolean isWithheld() {
    return means instanceof Withheld;
  }

  /** Word of the API. */
  String mode() {
    return means instanceof AsRecorded ? "passthrough" : "transcode";
  }
}
