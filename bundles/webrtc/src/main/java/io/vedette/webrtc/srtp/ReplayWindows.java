package io.vedette.webrtc.srtp;

import java.util.HashMap;
import java.util.Map;

/** A {@link ReplayWindow} for each SSRC of a peer; a new one counts once a packet was authentic. */
final class ReplayWindows {
  /** A browser reports from one or two SSRCs; more is somebody trying us. */
  private static final int MAX_SOURCES = 16;

  private final Map<Integer, ReplayWindow> windows = new HashMap<>();

  /** The window of a source, which {@link #accept} will keep if it is new. */
  ReplayWindow of(int ssrc) throws UnauthenticPacketException {
    ReplayWindow window = windows.get(ssrc);
    if (window == null && windows.size() == MAX_SOURCES) {
      throw new UnauthenticPacketException("packets of more than " + MAX_SOURCES + " sources");
    }
    return window == null ? new ReplayWindow() : window;
  }

  /** Remembers that the packet was authentic. */
  void accept(int ssrc, ReplayWindow window, long index) {
    window.accept(index);
    windows.put(ssrc, window);
  }
}
