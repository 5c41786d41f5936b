package io.vedette.source.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.MediaFeed;
import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import io.vedette.media.H264Config;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import io.vedette.testkit.Clip;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The driver against a third party's RTSP server. */
@Timeout(60)
class GstCameraTest {
  private final RtspDriver driver =
      new RtspDriver(false, Clock.systemUTC(), Duration.ofSeconds(10));

  private MediaFeed open(CameraAddress address) throws CameraException {
    CameraConnection connection = driver.connect(address);
    return connection.open(connection.streams().get(0));
  }

  @Test
  void everyPictureOfTheClipArrivesUnchanged() throws Exception {
    Clip clip = Clip.of(Clip.Scene.STREET, Profile.SUB);
    try (GstCamera camera = new GstCamera();
        MediaFeed feed = open(camera.address())) {
      H264Config config = (H264Config) feed.tracks().get(0).config();
      assertThat(config.toString()).endsWith("640x360");
      for (int i = 0; i < 30; i++) {
        AccessUnit unit = feed.next();
        assertThat(unit.dts()).isBetween(i * 6000L - 2, i * 6000L + 2); // GStreamer rounds
        assertThat(slices(unit)).isEqualTo(slices(clip.units().get(i)));
        assertThat(unit.randomAccess()).isEqualTo(clip.units().get(i).randomAccess());
        assertThat(unit.track().config()).isEqualTo(config);
      }
      assertThat(feed.lostUnits()).isZero();
    }
  }

  @Test
  void h265_everyPictureOfTheClipArrivesUnchanged() throws Exception {
    Clip clip = Clip.h265();
    try (GstCamera camera = GstCamera.h265();
        MediaFeed feed = open(camera.address())) {
      assertThat(feed.tracks()).extracting(Track::config).containsExactly(clip.config());
      for (int i = 0; i < 45; i++) {
        AccessUnit unit = feed.next();
        assertThat(unit.dts()).isBetween(i * 6000L - 2, i * 6000L + 2); // GStreamer rounds
        assertThat(unit.payload()).as("picture %d", i).isEqualTo(clip.units().get(i).payload());
        assertThat(unit.randomAccess()).isEqualTo(i % 30 == 0);
      }
      assertThat(feed.lostUnits()).isZero();
    }
  }

  private static List<Integer> slices(AccessUnit unit) throws Exception {
    return NalUnits.split(unit.payload()).stream()
        .filter(nalUnit -> NalUnits.isSlice(NalUnits.h264Type(nalUnit.get(0))))
        .map(Object::hashCode)
        .toList();
  }

  @Test
  void audio_comesBesideVideoFromTheSameOrigin() throws Exception {
    try (GstCamera camera = new GstCamera("--audio");
        MediaFeed feed = open(camera.address())) {
      assertThat(feed.tracks())
          .extracting(track -> track.config().codecName() + "/" + track.clockRate())
          .containsExactly("h264/90000", "pcma/8000");
      List<AccessUnit> audio = new ArrayList<>();
      AccessUnit lastVideo = null;
      while (audio.size() < 50) {
        AccessUnit unit = feed.next();
        if (unit.track().isVideo()) {
          lastVideo = unit;
        } else {
          audio.add(unit);
        }
      }
      long samples = audio.stream().limit(49).mapToLong(AccessUnit::sizeBytes).sum();
      assertThat(audio.get(49).dts() - audio.get(0).dts()).isEqualTo(samples);
      double apart = lastVideo.dts() / 90_000.0 - audio.get(49).dts() / 8_000.0;
      assertThat(Math.abs(apart)).isLessThan(1.0);
    }
  }

  @Test
  void udpOnly_isFoundOutAndPlays() throws Exception {
    Clip clip = Clip.of(Clip.Scene.STREET, Profile.SUB);
    try (GstCamera camera = new GstCamera("--udp", "--audio");
        MediaFeed feed = open(camera.address())) {
      int pictures = 0;
      int sounds = 0;
      while (pictures < 30 || sounds < 30) {
        AccessUnit unit = feed.next();
        if (unit.track().isVideo()) {
          assertThat(slices(unit)).isEqualTo(slices(clip.units().get(pictures++)));
        } else {
          sounds++;
        }
      }
      assertThat(feed.lostUnits()).isZero();
    }
  }

  @Test
  void aac_comesFrameByFrame() throws Exception {
    try (GstCamera camera = new GstCamera("--aac");
        MediaFeed feed = open(camera.address())) {
      assertThat(feed.tracks())
          .extracting(track -> track.config().codecName() + "/" + track.clockRate())
          .containsExactly("h264/90000", "aac/16000");
      List<AccessUnit> audio = new ArrayList<>();
      while (audio.size() < 20) {
        AccessUnit unit = feed.next();
        if (!unit.track().isVideo()) {
          audio.add(unit);
        }
      }
      for (int i = 1; i < audio.size(); i++) {
        assertThat(audio.get(i).dts() - audio.get(i - 1).dts()).isBetween(1023L, 1025L);
      }
      assertThat(feed.lostUnits()).isZero();
    }
  }

  @Test
  void digest_withTheRightPassword_plays() throws Exception {
    try (GstCamera camera = new GstCamera("--auth", "admin:pa:ss@1");
        MediaFeed feed = open(camera.address("admin", "pa:ss@1"))) {
      assertThat(feed.next().randomAccess()).isTrue();
    }
  }

  @Test
  void basic_withTheRightPassword_plays() throws Exception {
    try (GstCamera camera = new GstCamera("--auth", "admin:pass1", "--basic");
        MediaFeed feed = open(camera.address("admin", "pass1"))) {
      assertThat(feed.next().randomAccess()).isTrue();
    }
  }

  @Test
  void wrongPassword_isUnauthorizedAndNotInTheMessage() throws Exception {
    try (GstCamera camera = new GstCamera("--auth", "admin:pass1")) {
      assertThatThrownBy(() -> driver.connect(camera.address("admin", "pass2")))
          .isInstanceOfSatisfying(
              CameraException.class,
              failure -> {
                assertThat(failure.kind()).isEqualTo(CameraException.Kind.UNAUTHORIZED);
                assertThat(failure).hasMessageContaining("admin").message().doesNotContain("pass2");
              });
      assertThatThrownBy(() -> driver.connect(camera.address()))
          .hasMessageContaining("asks for a login and none is set");
    }
  }

  @Test
  void wrongPath_isUnsupported() throws Exception {
    try (GstCamera camera = new GstCamera()) {
      assertThatThrownBy(() -> driver.connect(Addresses.of(camera.url() + "era")))
          .hasMessageContaining("no such stream")
          .extracting(failure -> ((CameraException) failure).kind())
          .isEqualTo(CameraException.Kind.UNSUPPORTED);
    }
  }

  @Test
  void streamThatEnds_isSaidToEnd() throws Exception {
    try (GstCamera camera = new GstCamera("--pictures", "20");
        MediaFeed feed = open(camera.address())) {
      int[] units = new int[1];
      assertThatThrownBy(
              () -> {
                while (true) {
                  feed.next();
                  units[0]++;
                }
              })
          .extracting(failure -> ((CameraException) failure).kind())
          .isEqualTo(CameraException.Kind.ENDED);
      assertThat(units[0]).isBetween(15, 20);
    }
  }

  @Test
  void cameraThatVanishes_endsTheFeed() throws Exception {
    GstCamera camera = new GstCamera();
    try (MediaFeed feed = open(camera.address())) {
      feed.next();
      camera.close();
      assertThatThrownBy(() -> drain(feed))
          .extracting(failure -> ((CameraException) failure).kind())
          .isEqualTo(CameraException.Kind.ENDED);
    }
  }

  private static void drain(MediaFeed feed) throws CameraException {
    while (true) {
      feed.next();
    }
  }

  @Test
  void close_endsABlockedNext() throws Exception {
    try (GstCamera camera = new GstCamera()) {
      CameraConnection connection = driver.connect(camera.address());
      MediaFeed feed = connection.open(connection.streams().get(0));
      Thread closer = new Thread(connection::close);
      closer.start();
      assertThatThrownBy(() -> drain(feed)).hasMessageContaining("closed");
      closer.join();
    }
  }
}
