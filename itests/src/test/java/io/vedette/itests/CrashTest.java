package io.vedette.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.Profile;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.DecodedPictures;
import io.vedette.testkit.SimulatedCamera;
import io.vedette.testkit.SimulatedCameras;
import io.vedette.testkit.Timecode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The power goes, or somebody stops the recorder: what is on disk then, and what follows. */
class CrashTest {
  @TempDir Path home;

  private static List<Path> segments(Path recordings) throws IOException {
    try (Stream<Path> files = Files.walk(recordings)) {
      return files
          .filter(f -> f.toString().endsWith(".mp4"))
          .sorted(Comparator.comparing(Path::getFileName))
          .toList();
    }
  }

  @Test
  void killedRecorderLosesLittleGoesOnAndNeedsNoIndex() throws Exception {
    Instant start;
    Instant killed;
    Instant back;
    try (SimulatedCameras cameras = new SimulatedCameras()) {
      SimulatedCamera camera = cameras.add(CameraSetup.of(Clip.Scene.MEADOW));
      try (Appliance appliance =
          Appliance.start("kill-1", home, "--admin-password", Appliance.PASSWORD)) {
        CameraClient client = CameraClient.add(appliance.admin(), "door", camera);
        client.awaitState(Profile.SUB, "live").awaitRecording(Profile.SUB);
        start = Instant.now();
        client.awaitRecorded(Profile.SUB, start, start.plusSeconds(5));
        killed = Instant.now();
        appliance.kill();
      }
      assertNewestFileIsWhole(killed);

      try (Appliance again = Appliance.start("kill-2", home)) {
        CameraClient client = CameraClient.of(again.admin(), "door");
        client.awaitState(Profile.SUB, "live").awaitRecording(Profile.SUB);
        back = Instant.now();
        Instant until = back.plusSeconds(1);
        client.awaitTimeline(
            Profile.SUB,
            start,
            until,
            "recorded, recorder-down, recorded",
            spans ->
                spans.size() >= 3
                    && spans.get(0).recorded()
                    && spans.stream().anyMatch(s -> s.cause().equals("recorder-down"))
                    && spans.get(spans.size() - 1).recorded());
        assertThat(again.stop()).isZero();
      }
      for (Path segment : segments(home.resolve("recordings"))) {
        assertThat(Ffprobe.complaints(segment)).as("%s", segment).isEmpty();
      }
      deleteTheIndex();
      try (Appliance again = Appliance.start("kill-3", home)) {
        CameraClient client = CameraClient.of(again.admin(), "door");
        awaitKnown(client, start, start.plusSeconds(4));
        awaitKnown(client, back, back.plusSeconds(1));
      }
    }
  }

  private void assertNewestFileIsWhole(Instant killed) throws Exception {
    List<Path> segments = segments(home.resolve("recordings/door/sub"));
    Path newest = segments.get(segments.size() - 1);
    assertThat(Ffprobe.complaints(newest)).isEmpty();
    List<Optional<Timecode>> pictures = DecodedPictures.timecodes(newest.toString(), 640);
    int last = pictures.get(pictures.size() - 1).orElseThrow().centiseconds();
    // At most the last fragment of 2 s is lost, and the picture that was on its way.
    assertThat(Timecode.distance(last, Timecode.centisecondsAt(killed))).isLessThan(300);
  }

  private void deleteTheIndex() throws IOException {
    List<Path> indexes;
    try (Stream<Path> files = Files.list(home)) {
      indexes = files.filter(f -> f.getFileName().toString().startsWith("index")).toList();
    }
    assertThat(indexes).isNotEmpty();
    for (Path index : indexes) {
      Files.delete(index);
    }
  }

  private static void awaitKnown(CameraClient client, Instant from, Instant to) {
    client.awaitTimeline(
        Profile.SUB,
        from,
        to,
        "recorded, as the files tell",
        spans -> spans.stream().allMatch(CameraClient.Span::recorded));
  }
}
