package io.vedette.sink.replay;

import static io.vedette.sink.replay.MemoryRecording.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.Profile;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MaterialTest {
  private static final Instant NOW = T0.plusSeconds(1000);

  private final MemoryRecording recording = new MemoryRecording().pictures(10, 20);
  private final Material material = new Material(recording);

  private boolean lies(boolean forward, double second) {
    Instant at = T0.plusMillis(Math.round(second * 1000));
    return material.lies(forward, "a", Profile.MAIN, at, NOW);
  }

  @Test
  void forward_whatWasRecordedAtOrAfter() {
    assertThat(lies(true, 0)).isTrue();
    assertThat(lies(true, 19.9)).isTrue();
    assertThat(lies(true, 20)).isFalse();
  }

  @Test
  void backward_whatWasRecordedAtOrBefore() {
    assertThat(lies(false, 500)).isTrue();
    assertThat(lies(false, 10)).isTrue();
    assertThat(lies(false, 9.9)).isFalse();
  }

  @Test
  void forward_whatIsBeingRecorded_butNotTheFuture() {
    recording.recording = true;
    assertThat(lies(true, 999)).isTrue();
    assertThat(lies(true, 1001)).isFalse();
  }

  @Test
  void nothingRecorded() throws Exception {
    Material none = new Material(new MemoryRecording());
    assertThat(none.tracks("a", Profile.MAIN, T0)).isEmpty();
    assertThat(none.lies(true, "a", Profile.MAIN, T0, NOW)).isFalse();
    assertThat(none.lies(false, "a", Profile.MAIN, T0, NOW)).isFalse();
  }

  @Test
  void tracksAreThoseNearest() throws Exception {
    assertThat(material.tracks("a", Profile.MAIN, T0)).containsExactly(MemoryRecording.VIDEO);
    assertThat(material.tracks("a", Profile.MAIN, NOW)).containsExactly(MemoryRecording.VIDEO);
  }
}
