package io.vedette.sink.replay;

import io.vedette.sink.replay.Ways.Choice;
import java.util.Map;

/**
 * What the replay's thread shall do beside following the clock.
 *
 * @param step pictures, 0 for none
 * @param ways another way per camera
 */
record Wish(boolean seek, boolean speed, int step, Map<String, Choice> ways) {
  static final Wish NONE = new Wish(false, false, 0, Map.of());
  static final Wish SEEK = new Wish(true, false, 0, Map.of());
}
