package io.vedette.sink.replay;

import static io.vedette.sink.replay.MemoryRecording.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.replay.ReplayException;
import io.vedette.api.stream.Profile;
import io.vedette.api.transcode.Transcoder;
import io.vedette.media.AccessUnit;
import io.vedette.testkit.Clip;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaysTest {
  private final MemoryRecording recording = new MemoryRecording().pictures(0, 10);
  private Optional<Transcoder> transcoder = Optional.of(new FakeTranscoder(16));
  private final Ways ways =
      new Ways(new Material(recording), new Gaps(recording), () -> transcoder);

  private String choose(Profile asked, int cameras) throws ReplayException {
    Instant at = T0.plusSeconds(5);
    Profile profile = ways.profile("a", asked, at, true);
    Way way = ways.choose("a", asked, profile, at, cameras).way();
    String width =
        way.anew()
            .map(a -> a.maxWidth() == Transcoder.ORIGINAL_WIDTH ? " whole" : " small")
            .orElse("");
    return way.mode() + " " + way.profile().id() + width;
  }

  @Test
  void whatBrowsersShow_isPassedOn() throws Exception {
    assertThat(choose(Profile.MAIN, 16)).isEqualTo("passthrough main");
    assertThat(choose(Profile.SUB, 16)).isEqualTo("passthrough sub");
  }

  @Test
  void withoutSub_fewCamerasGetMain_manyASmallerOne() throws Exception {
    recording.profiles = Set.of(Profile.MAIN);
    assertThat(choose(Profile.SUB, 4)).isEqualTo("passthrough main");
    assertThat(choose(Profile.SUB, 5)).isEqualTo("transcode main small");
    transcoder = Optional.empty();
    assertThat(choose(Profile.SUB, 5)).isEqualTo("passthrough main");
  }

  @Test
  void withoutMain_subIsPassedOn() throws Exception {
    recording.profiles = Set.of(Profile.SUB);
    assertThat(choose(Profile.MAIN, 16)).isEqualTo("passthrough sub");
  }

  @Test
  void bFrames_areMadeAnew_orRefused() throws Exception {
    recording.units.clear();
    recording.bPictures(0, 10);
    assertThat(choose(Profile.SUB, 1)).isEqualTo("transcode sub whole");
    recording.profiles = Set.of(Profile.MAIN);
    assertThat(choose(Profile.SUB, 1)).isEqualTo("transcode main small");

    transcoder = Optional.empty();
    assertThatThrownBy(() -> choose(Profile.SUB, 1))
        .isInstanceOfSatisfying(
            ReplayException.class,
            e -> assertThat(e.kind()).isEqualTo(ReplayException.Kind.IMPOSSIBLE))
        .hasMessageContainingAll("B-frames", "install the feature transcoder");
  }

  @Test
  void subThatIsNotRecorded_canOnlyBeAskedForWhereItCanBeMade() throws Exception {
    recording.profiles = Set.of(Profile.MAIN);
    ways.require("a", Profile.SUB, T0);
    transcoder = Optional.empty();
    assertThatThrownBy(() -> ways.require("a", Profile.SUB, T0))
        .hasMessage("of a no sub stream is recorded");
    recording.profiles = Set.of();
    assertThatThrownBy(() -> ways.require("a", Profile.MAIN, T0))
        .hasMessage("of a no main stream is recorded");
  }

  @Test
  void whatComesOutOfH265_isAnnouncedAsH264() throws Exception {
    AccessUnit key = Clip.h265().units().get(0);
    recording.units.clear();
    recording.units.add(new AccessUnit(key.track(), 0, 0, T0, true, key.payload()));
    Ways.Choice choice = ways.choose("a", Profile.MAIN, Profile.MAIN, T0, 1);

    assertThat(choice.way().reason()).contains("main is recorded in H.265");
    assertThat(choice.tracks())
        .singleElement()
        .satisfies(
            track -> {
              assertThat(track.id()).isEqualTo(key.track().id());
              assertThat(track.config().codecName()).isEqualTo("h264");
            });
  }
}
