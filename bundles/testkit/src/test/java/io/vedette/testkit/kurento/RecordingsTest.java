package io.vedette.testkit.kurento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.vedette.api.stream.Profile;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.SimulatedCamera;
import io.vedette.testkit.SimulatedCameras;
import io.vedette.testkit.WhepViewer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the simulated server against conversations of kurento-client 7.3.0 with a real server
 * 7.3.1: the same requests must get the same replies and events. Left out of the recordings is what
 * the simulation does not have: RtpEndpoint, RecorderEndpoint, offers of the server's own, and the
 * candidates of a second network interface.
 */
class RecordingsTest {
  private SimulatedCameras cameras;
  private SimulatedCamera camera;
  private SimulatedKurento server;
  private Replay replay;

  @BeforeEach
  void start() throws IOException {
    cameras = new SimulatedCameras();
    camera = cameras.add(CameraSetup.of(Clip.Scene.HARBOUR));
    server = SimulatedKurento.start(KurentoSetup.MEASURED.withFlowPeriod(Duration.ofSeconds(1)));
  }

  @AfterEach
  void stop() {
    replay.close();
    server.close();
    cameras.close();
  }

  @ParameterizedTest
  @Execution(CONCURRENT)
  @ValueSource(strings = {"full-session", "camera-loss", "errors", "ws-drop"})
  void conversesAsRecorded(String conversation) throws Exception {
    replay = new Replay(server, conversation + ".txt", camera.uri(Profile.SUB).toString());
    Optional<WhepViewer> viewer = Optional.empty();
    for (String event = replay.run(); !event.isEmpty(); event = replay.run()) {
      switch (event) {
        case "viewer comes" ->
            viewer =
                Optional.of(
                    new WhepViewer(
                        new Signalling(), URI.create("http://127.0.0.1"), "/", picture -> {}));
        case "camera goes" -> camera.vanish();
        case "camera comes back" -> camera.comeBack();
        case "socket drops" -> replay.dropSocket();
        default -> throw new AssertionError(event);
      }
    }
    if (viewer.isPresent()) {
      assertThat(viewer.get().packets()).isPositive();
      viewer.get().close();
    }
    assertThat(server.counts().sessions()).isZero();
  }

  /** The recorded offer with this viewer's transport; the conversation goes on meanwhile. */
  private final class Signalling implements WhepViewer.Signalling {
    @Override
    public Answer offer(String path, String sdp) throws IOException {
      replay.offerOf(
          in(sdp, "a=ice-ufrag:(\\S+)"),
          in(sdp, "a=ice-pwd:(\\S+)"),
          in(sdp, "a=fingerprint:sha-256 (\\S+)"));
      try {
        assertThat(replay.run()).isEqualTo("viewer connects");
      } catch (InterruptedException stopped) {
        throw new IOException(stopped);
      }
      return new Answer("", replay.answer());
    }

    private static String in(String sdp, String pattern) {
      Matcher matcher = Pattern.compile(pattern).matcher(sdp);
      assertThat(matcher.find()).isTrue();
      return matcher.group(1);
    }

    @Override
    public void end(String session) {}
  }
}
