package io.vedette.itests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.vedette.api.stream.Profile;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.SimulatedCamera;
import io.vedette.testkit.SimulatedCameras;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings leave the recorder, and are verified where there is none. */
class ExportTest {
  private static final Path DISTRIBUTION = Path.of("../appliance-image/target/vedette");

  @TempDir Path home;
  @TempDir Path elsewhere;

  @Test
  void anExportPlaysAndVerifiesElsewhere_andSoDoTheRecordings() throws Exception {
    Path zip;
    try (SimulatedCameras cameras = new SimulatedCameras();
        Appliance appliance =
            Appliance.start("export", home, "--admin-password", Appliance.PASSWORD)) {
      Api admin = appliance.admin();
      try (SimulatedCamera simulated = cameras.add(CameraSetup.of(Clip.Scene.STREET))) {
        CameraClient camera = CameraClient.add(admin, "street", simulated);
        camera.awaitState(Profile.SUB, "live").awaitRecording(Profile.SUB);
        Instant from = Instant.now();
        Instant to = from.plusSeconds(5);
        camera.awaitRecorded(Profile.SUB, from, to);
        zip = export(admin, from.minusSeconds(60), to);
      }
      assertThat(appliance.stop()).isZero();
    }
    Path folder = unpack(zip);
    assertThat(check("io.vedette.sink.export.VerifyMain", zip)).startsWith("0 ");
    assertThat(check("io.vedette.sink.export.VerifyMain", folder)).startsWith("0 ");
    List<Path> movies = movies(folder);
    assertThat(movies).isNotEmpty();
    for (Path movie : movies) {
      assertThat(Ffprobe.complaints(movie)).isEmpty();
    }
    Files.write(movies.get(0), new byte[100]);
    assertThat(check("io.vedette.sink.export.VerifyMain", folder)).startsWith("1 street/street-");
    assertThat(check("io.vedette.sink.recorder.CheckMain", home)).startsWith("0 ");
  }

  private Path export(Api admin, Instant from, Instant to) throws IOException {
    Api.Reply begun =
        admin.post(
            "/api/v1/exports",
            "{\"cameras\":[\"street\"],\"from\":\"%s\",\"to\":\"%s\",\"stream\":\"sub\"}"
                .formatted(from, to));
    assertThat(begun.status()).as("%s", begun).isEqualTo(202);
    String job = begun.header("Location").orElseThrow();
    Eventually.within(
        Duration.ofSeconds(20),
        "the export is done",
        () -> {
          JsonObject now = admin.get(job).object();
          if (!now.get("state").getAsString().equals("done")) {
            throw new IllegalStateException("it says " + now);
          }
          return true;
        });
    JsonObject camera = admin.get(job).object().getAsJsonArray("cameras").get(0).getAsJsonObject();
    assertThat(camera.getAsJsonArray("gaps")).as("before the camera was added").isNotEmpty();
    return admin.download(job + "/download", elsewhere.resolve("export.zip"));
  }

  private Path unpack(Path zip) throws IOException {
    Path folder = elsewhere.resolve("unpacked");
    try (InputStream in = Files.newInputStream(zip);
        ZipInputStream entries = new ZipInputStream(in)) {
      for (ZipEntry e = entries.getNextEntry(); e != null; e = entries.getNextEntry()) {
        Path file = folder.resolve(e.getName());
        Files.createDirectories(file.getParent());
        Files.copy(entries, file);
      }
    }
    return folder;
  }

  private static List<Path> movies(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".mp4")).sorted().toList();
    }
  }

  /** Runs a verifier as {@code ./vedette check} does; exit code and what it printed. */
  private static String check(String main, Path path) throws Exception {
    List<String> jars = new ArrayList<>(List.of(DISTRIBUTION.resolve("lib") + "/*"));
    try (var files = Files.walk(DISTRIBUTION.resolve("repository"))) {
      files.filter(f -> f.toString().endsWith(".jar")).forEach(f -> jars.add(f.toString()));
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(":", jars),
                main,
                path.toString())
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor() + " " + printed;
  }
}
