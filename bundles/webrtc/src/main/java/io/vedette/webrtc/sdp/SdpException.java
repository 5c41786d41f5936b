package io.vedette.webrtc.sdp;

/** An offer that cannot be answered. The message is for whoever made it. */
public final class SdpException extends Exception {
  /** Whose fault it is. */
  public enum Kind {
    /** It is not SDP, or lacks what every WebRTC offer has. */
    MALFORMED,
    /** It is fine, but we have nothing for it. */
    NOT_ACCEPTABLE
  }

  private final Kind kind;

  public SdpException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** The kind. */
  public Kind kind() {
    return kind;
  }
}
