package io.vedette.api.driver;

import io.vedette.api.event.Event;
import java.util.Objects;

/**
 * What a camera noticed.
 *
 * @param kind of event
 * @param active true: it begins or is so; false: it is over. Told again for what is known already,
 *     it is ignored
 * @param source what noticed it, in the camera's words: a rule, an input; may be empty
 */
public record CameraEvent(Event.Kind kind, boolean active, String source) {
  public CameraEvent {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(source, "source");
  }
}
