package io.vedette.web.resource;

import io.vedette.api.camera.Camera;
import io.vedette.api.event.EventHistory.Order;
import io.vedette.api.event.EventHistory.Wanted;
import io.vedette.api.recording.RecordingReader;
import io.vedette.api.recording.RecordingStore;
import io.vedette.api.stream.Profile;
import io.vedette.web.http.Fields;
import java.io.IOException;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which ids there are, and which a new camera gets. */
final class CameraIds {
  private static final int MAX_LENGTH = 64;

  /** The end of all events, as far as milliseconds reach. */
  private static final Instant END_OF_TIME = Instant.ofEpochMilli(Long.MAX_VALUE);

  /** Latin letters that Unicode does not take apart into a plain one and a mark. */
  private static final Map<Character, String> PLAIN =
      Map.ofEntries(
          Map.entry('ß', "ss"),
          Map.entry('æ', "ae"),
          Map.entry('œ', "oe"),
          Map.entry('ø', "o"),
          Map.entry('ł', "l"),
          Map.entry('đ', "d"),
          Map.entry('ð', "d"),
          Map.entry('þ', "th"),
          Map.entry('ı', "i"),
          Map.entry('ħ', "h"),
          Map.entry('ŧ', "t"),
          Map.entry('ŋ', "n"));

  private final Parts parts;

  CameraIds(Parts parts) {
    this.parts = parts;
  }

  /**
   * The id of a body, else one derived from its name: {@code Größe Tür 1} → grosse-tur-1. A name
   * with no letter or digit for it gets a number that no camera has or had.
   */
  String of(Fields body) throws IOException {
    Optional<String> given = body.textIfAny("id");
    if (given.isPresent()) {
      if (!Camera.ID.matcher(given.get()).matches()) {
        throw body.bad("id", "must match " + Camera.ID);
      }
      return given.get();
    }
    String id = plain(CameraJson.name(body));
    for (int number = 1; id.isEmpty(); number++) {
      String free = "camera-" + number;
      id = isKnown(free) ? "" : free;
    }
    return id;
  }

  private static String plain(String name) {
    StringBuilder letters = new StringBuilder();
    Normalizer.normalize(name, Normalizer.Form.NFKD)
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\p{M}+", "") // é is e and an accent by now
        .chars()
        .mapToObj(c -> PLAIN.getOrDefault((char) c, Character.toString(c)))
        .forEach(letters::append);
    String id = letters.toString().replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return id.length() <= MAX_LENGTH ? id : id.substring(0, MAX_LENGTH).replaceAll("-$", "");
  }

  /** True of a camera that is there, and of one that was and left events or recordings behind. */
  boolean isKnown(String id) throws IOException {
    return Camera.ID.matcher(id).matches()
        && (parts.cameras().find(id).isPresent() || hasEvents(id) || hasRecordings(id));
  }

  private boolean hasEvents(String id) {
    Wanted any = new Wanted(Set.of(id), Set.of(), Order.OLDEST);
    return parts
        .eventsIfAny()
        .filter(events -> !events.between(Instant.EPOCH, END_OF_TIME, any, 1).isEmpty())
        .isPresent();
  }

  private boolean hasRecordings(String id) throws IOException {
    Optional<RecordingStore> store = parts.recordingsIfAny();
    if (store.isPresent()) {
      for (Profile profile : Profile.values()) {
        try (RecordingReader reader = store.get().reader(id, profile)) {
          if (reader.keyAtOrAfter(Instant.EPOCH).isPresent()) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
