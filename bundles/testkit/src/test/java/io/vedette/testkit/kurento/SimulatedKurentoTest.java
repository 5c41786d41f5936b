package io.vedette.testkit.kurento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.google.gson.JsonObject;
import io.vedette.api.stream.Profile;
import io.vedette.testkit.CameraSetup;
import io.vedette.testkit.Clip;
import io.vedette.testkit.Picture;
import io.vedette.testkit.SimulatedCamera;
import io.vedette.testkit.SimulatedCameras;
import io.vedette.testkit.WhepViewer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/** From the camera through the simulated media server to a viewer, with nothing pretended. */
class SimulatedKurentoTest {
  private SimulatedCameras cameras;
  private SimulatedKurento server;
  private RpcClient client;
  private String pipeline;

  @BeforeEach
  void start() throws Exception {
    cameras = new SimulatedCameras();
    server =
        SimulatedKurento.start(
            KurentoSetup.MEASURED
                .withFlowPeriod(Duration.ofMillis(500))
                .withRtcpTimeout(Duration.ofSeconds(4))); // viewers report every 2 s
    client = new RpcClient(server.uri());
    pipeline = client.create("MediaPipeline", new JsonObject());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    cameras.close();
  }

  private String play(String uri) throws InterruptedException {
    String player = client.player(pipeline, uri);
    client.subscribe(player, "UriEndpointStateChanged", "MediaFlowOutStateChanged", "Error");
    client.subscribe(player, "EndOfStream", "MediaTranscodingStateChanged");
    client.invoke(player, "play");
    return player;
  }

  /** A viewer who is given the descriptor with the candidates. */
  private final class Signalling implements WhepViewer.Signalling {
    private final String player;
    private final UnaryOperator<String> change; // of the offer

    Signalling(String player, UnaryOperator<String> change) {
      this.player = player;
      this.change = change;
    }

    @Override
    public Answer offer(String path, String sdp) throws IOException {
      try {
        String endpoint = client.create("WebRtcEndpoint", client.params("mediaPipeline", pipeline));
        client.subscribe(endpoint, "IceGatheringDone", "ConnectionStateChanged");
        client.subscribe(endpoint, "MediaFlowInStateChanged", "MediaStateChanged");
        client.invoke(player, "connect", "sink", endpoint, "mediaType", "VIDEO");
        client.invoke(endpoint, "processOffer", "offer", change.apply(sdp));
        client.invoke(endpoint, "gatherCandidates");
        client.event("IceGatheringDone");
        return new Answer(
            endpoint, client.invoke(endpoint, "getLocalSessionDescriptor").getAsString());
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void end(String endpoint) {}
  }

  private String state(String event, String member) throws InterruptedException {
    return client.event(event).get(member).getAsString();
  }

  private WhepViewer viewer(
      String player, UnaryOperator<String> change, BlockingQueue<Picture> pictures)
      throws IOException {
    return new WhepViewer(
        new Signalling(player, change), URI.create("http://127.0.0.1"), "/", pictures::add);
  }

  @Test
  @Execution(CONCURRENT)
  void viewerGetsThePicturesOfTheCameraFromAKeyPictureOn() throws Exception {
    SimulatedCamera camera =
        cameras.add(CameraSetup.of(Clip.Scene.HARBOUR).withCredentials("eve", "s3cret"));
    String uri = camera.uri(Profile.SUB).toString().replace("rtsp://", "rtsp://eve:s3cret@");
    String player = play(uri);
    assertThat(state("UriEndpointStateChanged", "state")).isEqualTo("START");
    assertThat(state("MediaFlowOutStateChanged", "state")).isEqualTo("FLOWING");

    BlockingQueue<Picture> pictures = new LinkedBlockingQueue<>();
    try (WhepViewer viewer = viewer(player, UnaryOperator.identity(), pictures)) {
      assertThat(state("ConnectionStateChanged", "newState")).isEqualTo("CONNECTED");
      assertThat(state("MediaTranscodingStateChanged", "state")).isEqualTo("NOT_TRANSCODING");
      assertThat(state("MediaFlowInStateChanged", "state")).isEqualTo("FLOWING");
      assertThat(pictures.poll(10, TimeUnit.SECONDS).key()).isTrue();
      for (int i = 1; i < 20; i++) {
        assertThat(pictures.poll(10, TimeUnit.SECONDS).whole()).isTrue();
      }
      assertThat(viewer.lost()).isZero();
      assertThat(state("MediaStateChanged", "newState")).isEqualTo("CONNECTED");
      assertThat(server.counts()).isEqualTo(new KurentoCounts(1, 1, 2, 1, 1, 1, 1));
    }
    assertThat(state("MediaStateChanged", "newState")).isEqualTo("DISCONNECTED");
    assertThat(server.counts().viewers()).isEqualTo(1); // it goes on sending to nobody
    client.call("release", client.params("object", pipeline));
    assertThat(server.counts().endpoints()).isZero();
  }

  @Test
  @Execution(CONCURRENT)
  void vp8InFrontOfTheOfferIsTranscoded_andNothingIsSent() throws Exception {
    String player = play(cameras.add(CameraSetup.of(Clip.Scene.HALL)).uri(Profile.SUB).toString());
    UnaryOperator<String> vp8First =
        sdp -> sdp.replace("SAVPF 102", "SAVPF 96 102") + "a=rtpmap:96 VP8/90000\r\n";
    try (WhepViewer viewer = viewer(player, vp8First, new LinkedBlockingQueue<>())) {
      assertThat(state("MediaTranscodingStateChanged", "state")).isEqualTo("TRANSCODING");
      assertThat(client.invoke(player, "isMediaTranscoding").getAsBoolean()).isTrue();
      assertThat(viewer.packets()).isZero();
    }
  }
}
