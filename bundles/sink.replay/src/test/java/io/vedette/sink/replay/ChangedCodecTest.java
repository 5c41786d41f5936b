package io.vedette.sink.replay;

import static io.vedette.sink.replay.MemoryRecording.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vedette.api.replay.Replays.Request;
import io.vedette.api.replay.Replays.State;
import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamHub.Start;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.media.H264Config;
import io.vedette.testkit.Clip;
import io.vedette.testkit.DecodedPictures;
import io.vedette.testkit.MemoryHub;
import io.vedette.testkit.Reencoded;
import io.vedette.testkit.Timecode;
import io.vedette.transcoder.ffmpeg.FfmpegTranscoder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * H.264, then H.265, then H.264 with B-frames, then H.264 again, replayed through the real ffmpeg:
 * one stream of H.264, and in each of its pictures what the replay says.
 */
@Timeout(60)
class ChangedCodecTest {
  private static final int PART = 60; // pictures: two groups, 2.4 s as they are recorded
  private static final int ALL = 4 * PART;

  @TempDir Path folder;

  private static int picture(Instant recorded) {
    return (int) (Duration.between(T0, recorded).toMillis() / 40);
  }

  @Test
  void oneStream_andInItThePicturesOfTheirTimes() throws Exception {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(f -> Files.isExecutable(Path.of(f, "ffmpeg"))),
        "ffmpeg is not installed");
    Clip h264 = Clip.of(Clip.Scene.STREET, Profile.SUB);
    double part = PART / 25.0;
    MemoryRecording recording =
        new MemoryRecording()
            .clip(h264, 0, part)
            .clip(Clip.h265(), part, 2 * part)
            .clip(Reencoded.withBFrames(h264, ALL), 2 * part, 3 * part)
            .clip(h264, 3 * part, 4 * part);
    MemoryHub hub = new MemoryHub();
    ReplayService service = new ReplayService(ReplayServiceTest.anyCamera(), hub, recording);
    service.transcoder = new FfmpegTranscoder();
    Request request = new Request(List.of("a"), T0, Profile.SUB, 1, true, "anna");
    State replay = service.create(request);
    StreamKey key = new StreamKey.Replay(replay.id(), "a");
    Cursor viewer = hub.read(key, Start.OLDEST).orElseThrow();

    Set<String> reasons = new LinkedHashSet<>();
    List<AccessUnit> units = new ArrayList<>();
    while (units.isEmpty() || picture(units.get(units.size() - 1).received()) < ALL - 1) {
      LogEntry entry = viewer.next(Duration.ofSeconds(20));
      assertThat(entry).as("a picture after %d", units.size()).isNotNull();
      if (entry instanceof LogEntry.Unit unit) {
        units.add(unit.unit());
        State state = service.find(replay.id()).orElseThrow();
        reasons.add(state.cameras().get("a").reason().orElse("as it is"));
      }
    }
    service.close();

    assertThat(reasons)
        .containsExactly("as it is", "sub is recorded in H.265", "sub is recorded with B-frames");
    assertThat(units)
        .allMatch(unit -> unit.track().config() instanceof H264Config)
        .allMatch(unit -> unit.track().id() == 0);
    assertThat(units).extracting(AccessUnit::dts).isSorted().doesNotHaveDuplicates();
    assertShown(units);
    List<Integer> pictures = units.stream().map(unit -> picture(unit.received())).toList();
    for (int n = 0; n < 4; n++) {
      int first = n * PART;
      assertThat(pictures.stream().filter(p -> p >= first && p < first + PART).count())
          .as("pictures of part %d", n)
          .isGreaterThan(PART / 2);
    }
  }

  private void assertShown(List<AccessUnit> units) throws Exception {
    Path file = folder.resolve("shown.h264");
    Reencoded.write(units, file);
    List<Optional<Timecode>> seen = DecodedPictures.timecodes(file.toString(), 640);
    assertThat(seen).hasSameSizeAs(units);
    for (int i = 0; i < seen.size(); i++) {
      int picture = picture(units.get(i).received());
      assertThat(seen.get(i).orElseThrow().centiseconds())
          .as("picture %d", picture)
          .isEqualTo(picture * 100 / 15);
    }
  }
}
