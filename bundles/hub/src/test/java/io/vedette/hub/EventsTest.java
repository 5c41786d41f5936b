package io.vedette.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.event.Event;
import io.vedette.api.event.EventListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventsTest {
  @Test
  void everyListenerHears_andAFailingOneHarmsNobody() {
    Events events = new Events();
    List<Event> heard = new ArrayList<>();
    EventListener listener = heard::add;
    events.bindListener(
        event -> {
          throw new IllegalStateException("a listener's bug");
        });
    events.bindListener(listener);
    Event motion =
        new Event(Units.START, Event.Kind.MOTION, Event.Phase.BEGAN, Optional.of("door"), "motion");
    events.publish(motion);
    events.unbindListener(listener);
    events.publish(motion);
    assertThat(heard).containsExactly(motion);
  }
}
