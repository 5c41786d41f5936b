package io.vedette.testkit.kurento;

import com.google.gson.JsonObject;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether media passes one side of an element: the first unit is told at once, that none comes any
 * more at the second look, as Kurento does it.
 */
final class Flow {
  private final MediaElement element;
  private final String event;
  private final AtomicLong passed = new AtomicLong();
  private volatile boolean flowing; // written by the server's thread

  private long seen; // used by the server's thread only

  /**
   * @param event its name
   */
  Flow(MediaElement element, String event) {
    this.element = element;
    this.event = event;
  }

  /** A unit went by. Any thread. */
  void pass() {
    passed.incrementAndGet();
    if (!flowing) {
      element.life().run(() -> change(true));
    }
  }

  boolean isFlowing() {
    return flowing;
  }

  /** Looks whether units have gone by since the last look. Server's thread. */
  void check() {
    long now = passed.get();
    if (now == seen) {
      change(false);
    }
    seen = now;
  }

  private void change(boolean to) {
    if (flowing != to) {
      flowing = to;
      JsonObject data = new JsonObject();
      data.addProperty("mediaType", "VIDEO");
      data.addProperty("padName", "default");
      data.addProperty("state", to ? "FLOWING" : "NOT_FLOWING");
      element.raise(event, data);
    }
  }
}
