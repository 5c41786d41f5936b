package io.vedette.hub;

import static io.vedette.api.event.EventHistory.Order.NEWEST;
import static io.vedette.api.event.EventHistory.Order.OLDEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.event.Event;
import io.vedette.api.event.Event.Kind;
import io.vedette.api.event.Event.Phase;
import io.vedette.api.event.EventHistory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventArchiveTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  @TempDir Path home;

  private static Event event(int second, Kind kind, String camera) {
    return new Event(
        NOON.plusSeconds(second),
        kind,
        Phase.BEGAN,
        Optional.of(camera).filter(c -> !c.isEmpty()),
        "no " + second);
  }

  @Test
  void eventsSurviveARestart_newestFirst_andCanBeChosen() throws Exception {
    EventArchive before = new EventArchive(home);
    before.happened(event(0, Kind.MOTION, "door"));
    before.happened(event(1, Kind.INPUT, "door"));
    before.happened(event(2, Kind.MOTION, "yard"));
    before.happened(event(3, Kind.DISK, ""));
    before.close(); // writes what waits
    EventArchive archive = new EventArchive(home);
    Instant end = NOON.plusSeconds(3);
    assertThat(archive.between(NOON, end.plusSeconds(1), wanted(Set.of(), NEWEST), 10))
        .containsExactly(
            event(3, Kind.DISK, ""),
            event(2, Kind.MOTION, "yard"),
            event(1, Kind.INPUT, "door"),
            event(0, Kind.MOTION, "door"));
    assertThat(archive.between(NOON, end, wanted(Set.of(), NEWEST), 1))
        .containsExactly(event(2, Kind.MOTION, "yard"));
    assertThat(archive.between(NOON, end, wanted(Set.of("door", "yard"), OLDEST, Kind.MOTION), 10))
        .containsExactly(event(0, Kind.MOTION, "door"), event(2, Kind.MOTION, "yard"));
    assertThat(archive.between(end.plusSeconds(1), end, wanted(Set.of(), NEWEST), 10)).isEmpty();
    archive.close();
  }

  private static EventHistory.Wanted wanted(
      Set<String> cameras, EventHistory.Order order, Kind... kinds) {
    return new EventHistory.Wanted(cameras, Set.of(kinds), order);
  }
}
