package io.vedette.web.resource;

import io.vedette.api.access.Caller;
import io.vedette.api.access.Role;
import io.vedette.api.event.Event;
import io.vedette.web.http.Json;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Which events a caller may hear of, past and present: those of cameras that the caller may see;
 * disks from operators on, sign-ins and plug-ins for administrators. Who is limited to some cameras
 * hears of nothing else.
 */
record Hearing(Caller caller) {
  /** The kinds among which there may be some for the caller. */
  Set<Event.Kind> kinds() {
    Set<Event.Kind> kinds = EnumSet.noneOf(Event.Kind.class);
    for (Event.Kind kind : Event.Kind.values()) {
      if (caller.is(least(kind))) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  boolean hears(Event event) {
    return caller.is(least(event.kind()))
        && event.camera().map(caller::sees).orElse(caller.cameras().isEmpty());
  }

  private static Role least(Event.Kind kind) {
    return switch (kind) {
      case MOTION, INPUT, TAMPER, VIDEO_LOSS, CAMERA -> Role.VIEWER;
      case DISK -> Role.OPERATOR;
      case LOGIN, PLUGIN -> Role.ADMIN;
    };
  }

  static Json write(Event event) {
    return Json.object()
        .with("at", event.at())
        .with("kind", event.kind().id())
        .with("phase", event.phase().name().toLowerCase(Locale.ROOT))
        .with("camera", event.camera())
        .with("text", event.text());
  }
}
