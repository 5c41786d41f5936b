package io.vedette.sink.replay;

import static io.vedette.sink.replay.MemoryRecording.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import io.vedette.media.H265Config;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.Stream;
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
    assertThat(none.find("a", Profile.MAIN, T0).tracks()).isEmpty();
    assertThat(none.lies(true, "a", Profile.MAIN, T0, NOW)).isFalse();
    assertThat(none.lies(false, "a", Profile.MAIN, T0, NOW)).isFalse();
  }

  @Test
  void tracksAreThoseNearest() throws Exception {
    assertThat(material.find("a", Profile.MAIN, T0).tracks())
        .containsExactly(MemoryRecording.VIDEO);
    assertThat(material.find("a", Profile.MAIN, NOW).tracks())
        .containsExactly(MemoryRecording.VIDEO);
  }

  @Test
  void h265IsNothingForBrowsers() throws Exception {
    MemoryRecording hevc = new MemoryRecording();
    ByteBuffer payload = ByteBuffer.wrap(HexFormat.of().parseHex("000000032801af"));
    hevc.units.add(new AccessUnit(h265(), 0, 0, T0, true, payload));
    assertThat(new Material(hevc).find("yard", Profile.MAIN, T0).obstacle())
        .contains("is recorded in H.265");
  }

  /** What x265 wrote for 640x360. */
  private static Track h265() {
    String sps =
        "42010101600000030090000003000003003fa0050201696592a4932bc05a020000030002000003003210";
    try {
      return new Track(
          0,
          90_000,
          H265Config.of(
              Stream.of(sps, "4401c172b46240")
                  .map(set -> ByteBuffer.wrap(HexFormat.of().parseHex(set)))
                  .toList()));
    } catch (MalformedMediaException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
