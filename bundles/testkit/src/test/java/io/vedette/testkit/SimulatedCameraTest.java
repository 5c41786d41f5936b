package io.vedette.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.stream.Profile;
import io.vedette.testkit.CameraSetup.Description;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simulated cameras with an RTSP client that we did not write: ffmpeg. */
class SimulatedCameraTest {
  private SimulatedCameras cameras;

  @BeforeEach
  void start() throws IOException {
    cameras = new SimulatedCameras();
  }

  @AfterEach
  void stop() {
    cameras.close();
  }

  /** Records pictures by ffmpeg, without decoding; returns what ffmpeg had to say. */
  private static String record(String uri, int pictures, Path file) throws Exception {
    Process ffmpeg =
        new ProcessBuilder(
                ("ffmpeg -nostdin -v error -rtsp_transport tcp -timeout 5000000 -i %s -map 0"
                        + " -frames:v %d -c copy -y %s")
                    .formatted(uri, pictures, file)
                    .split(" "))
            .redirectErrorStream(true)
            .start();
    String said = new String(ffmpeg.getInputStream().readAllBytes(), UTF_8);
    assertThat(ffmpeg.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  private static String withLogin(SimulatedCamera camera, String login) {
    return camera.uri(Profile.SUB).toString().replace("rtsp://", "rtsp://" + login + "@");
  }

  @Test
  void ffmpegPlaysPicturesInOrderFromAKeyPicture(@TempDir Path folder) throws Exception {
    SimulatedCamera camera = cameras.add(CameraSetup.of(Clip.Scene.HARBOUR).withAudio());
    Path file = folder.resolve("sub.mkv");
    assertThat(record(camera.uri(Profile.SUB).toString(), 40, file)).isEmpty();

    List<Optional<Timecode>> pictures = DecodedPictures.timecodes(file.toString(), 640);
    assertThat(pictures).hasSize(40).allMatch(Optional::isPresent);
    int first = pictures.get(0).get().centiseconds();
    assertThat(first % 200).isZero();
    for (int n = 0; n < 40; n++) {
      int expected = (first + n * 100 / 15) % 1600;
      assertThat(pictures.get(n)).contains(new Timecode(2, Profile.SUB, expected));
    }
  }

  @Test
  void askingForAPasswordItTakesTheRightOneOnly(@TempDir Path folder) throws Exception {
    SimulatedCamera camera =
        cameras.add(CameraSetup.of(Clip.Scene.STREET).withCredentials("eve", "s3cret"));
    assertThat(record(withLogin(camera, "eve:s3cret"), 1, folder.resolve("a.mkv"))).isEmpty();
    assertThat(record(withLogin(camera, "eve:wrong"), 1, folder.resolve("b.mkv"))).contains("401");
    assertThat(record(camera.uri(Profile.SUB).toString(), 1, folder.resolve("c.mkv")))
        .contains("401");
  }

  @Test
  void aBareDescriptionPlaysFromInBandParameterSets(@TempDir Path folder) throws Exception {
    SimulatedCamera camera = cameras.add(CameraSetup.of(Clip.Scene.MEADOW).with(Description.BARE));
    Path file = folder.resolve("sub.mkv");
    record(camera.uri(Profile.SUB).toString(), 20, file);
    assertThat(DecodedPictures.timecodes(file.toString(), 640)).hasSize(20);
  }

  @Test
  void vanishedCameraRefusesAndComesBackAtItsPort(@TempDir Path folder) throws Exception {
    SimulatedCamera camera = cameras.add(CameraSetup.of(Clip.Scene.STREET));
    int port = camera.port();
    camera.vanish();
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
        .isInstanceOf(IOException.class);
    camera.comeBack();
    assertThat(camera.port()).isEqualTo(port);
    assertThat(record(camera.uri(Profile.SUB).toString(), 1, folder.resolve("a.mkv"))).isEmpty();
  }

  @Test
  void muteCameraAcceptsAndSaysNothing() throws Exception {
    SimulatedCamera camera = cameras.add(CameraSetup.of(Clip.Scene.STREET));
    camera.mute(true);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), camera.port())) {
      socket.getOutputStream().write("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n".getBytes(UTF_8));
      camera.viewers(); // the cameras' thread has been round
      camera.viewers();
      assertThat(socket.getInputStream().available()).isZero();
    }
  }

  @Test
  void vanishingBreaksOpenConnections() throws Exception {
    SimulatedCamera camera = cameras.add(CameraSetup.of(Clip.Scene.STREET));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), camera.port())) {
      socket.getOutputStream().write("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n".getBytes(UTF_8));
      InputStream in = socket.getInputStream();
      assertThat(in.read()).isEqualTo('R');
      camera.vanish();
      assertThat(in.readAllBytes()).isNotEmpty(); // the rest of the answer, then the end
    }
  }

  @Test
  void takenPortIsSaid() throws Exception {
    SimulatedCamera camera = cameras.add(CameraSetup.of(Clip.Scene.STREET));
    assertThatThrownBy(
            () ->
                cameras.add(
                    CameraSetup.of(Clip.Scene.STREET),
                    InetAddress.getLoopbackAddress(),
                    camera.port()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("port " + camera.port());
  }
}
