package io.vedette.testkit.kurento;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the camera through the simulated media server to a viewer, with nothing pretended. */
class SimulatedKurentoTest {
  private SimulatedCameras cameras;
  private SimulatedKurento server;
  private RpcClient client;
  private String pipeline;

  @BeforeEach
  void start() throws Exception {
    cameras = new SimulatedCameras();
    server = SimulatedKurento.start();
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

    Signalling(String player) {
      this.player = player;
    }

    @Override
    public Answer offer(String path, String sdp) throws IOException {
      try {
        String endpoint = client.create("WebRtcEndpoint", client.params("mediaPipeline", pipeline));
        client.subscribe(endpoint, "IceGatheringDone", "ConnectionStateChanged");
        client.subscribe(endpoint, "MediaFlowInStateChanged", "MediaStateChanged");
        client.invoke(player, "connect", "sink", endpoint, "mediaType", "VIDEO");
        client.invoke(endpoint, "processOffer", "offer", sdp);
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

  @Test
  void viewerGetsThePicturesOfTheCameraFromAKeyPictureOn() throws Exception {
    SimulatedCamera camera =
        cameras.add(CameraSetup.of(Clip.Scene.HARBOUR).withCredentials("eve", "s3cret"));
    String uri = camera.uri(Profile.SUB).toString().replace("rtsp://", "rtsp://eve:s3cret@");
    String player = play(uri);
    assertThat(client.event("UriEndpointStateChanged").get("state").getAsString())
        .isEqualTo("START");
    assertThat(client.event("MediaFlowOutStateChanged").get("state").getAsString())
        .isEqualTo("FLOWING");

    BlockingQueue<Picture> pictures = new LinkedBlockingQueue<>();
    try (WhepViewer viewer =
        new WhepViewer(
            new Signalling(player), URI.create("http://127.0.0.1"), "/", pictures::add)) {
      assertThat(client.event("ConnectionStateChanged").get("newState").getAsString())
          .isEqualTo("CONNECTED");
      assertThat(client.event("MediaTranscodingStateChanged").get("state").getAsString())
          .isEqualTo("NOT_TRANSCODING");
      assertThat(client.event("MediaFlowInStateChanged").get("state").getAsString())
          .isEqualTo("FLOWING");
      Picture first = pictures.poll(10, TimeUnit.SECONDS);
      assertThat(first.key()).isTrue();
      for (int i = 1; i < 20; i++) {
        assertThat(pictures.poll(10, TimeUnit.SECONDS).whole()).isTrue();
      }
      assertThat(viewer.lost()).isZero();
      assertThat(client.event("MediaStateChanged").get("newState").getAsString())
          .isEqualTo("CONNECTED");
      assertThat(server.counts()).isEqualTo(new KurentoCounts(1, 1, 2, 1, 1, 1, 1));
    }
    client.call("release", client.params("object", pipeline));
    assertThat(server.counts().endpoints()).isZero();
  }
}
