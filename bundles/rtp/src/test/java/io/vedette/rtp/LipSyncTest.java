package io.vedette.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.media.Track;
import io.vedette.rtp.RtcpPacket.SenderReport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Picture and sound of a camera whose clock says more than the arrival of its packets. */
class LipSyncTest {
  private static final long MILLI = 1_000_000L;
  private static final Instant CAMERA = Instant.parse("2026-11-25T10:00:00Z");
  private static final Instant OURS = CAMERA.minusSeconds(3600); // its clock is an hour ahead
  private static final int PICTURE = 40; // ms
  private static final int SOUND = 20; // ms

  private final RunStart start = new RunStart(0);
  private final TrackReceiver video;
  private final TrackReceiver audio =
      new TrackReceiver(
          Set.of(8),
          8_000,
          new G711Depacketizer(new Track(1, 8_000, new G711Config(G711Config.Law.A, 1))),
          start);
  private final List<Long> sounds = new ArrayList<>(); // dts in ms
  private final List<Long> pictures = new ArrayList<>(); // dts in ms
  private int videoSequence;
  private int audioSequence;

  LipSyncTest() throws Exception {
    H264Config config = (H264Config) H264PacketizerTest.track().config();
    video =
        new TrackReceiver(Set.of(96), 90_000, new H264Depacketizer(0, Optional.of(config)), start);
  }

  /** A picture that the camera took then and that came at another time; its RTP time began at 7. */
  private void picture(long takenMs, long arrivedMs) throws Exception {
    push(video, 96, videoSequence++, 7 + takenMs * 90, arrivedMs, PacketScript.hex("6588"));
    for (AccessUnit unit = video.pull(); unit != null; unit = video.pull()) {
      pictures.add(unit.dts() / 90);
    }
  }

  /** Its RTP time began at 99. */
  private void sound(long takenMs, long arrivedMs) throws Exception {
    push(audio, 8, audioSequence++, 99 + takenMs * 8, arrivedMs, ByteBuffer.allocate(160));
    for (AccessUnit unit = audio.pull(); unit != null; unit = audio.pull()) {
      sounds.add(Math.round(unit.dts() / 8.0)); // NTP fractions are rounded
    }
  }

  private static void push(
      TrackReceiver to, int type, int sequence, long timestamp, long arrivedMs, ByteBuffer payload)
      throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(12 + payload.remaining());
    RtpPacket.writeHeader(bytes, 0, true, type, sequence, timestamp, type);
    bytes.position(12).put(payload).flip();
    to.push(RtpPacket.parse(bytes), arrivedMs * MILLI, Instant.EPOCH);
  }

  private void videoReport(long takenMs, Instant clock, long arrivedMs) {
    report(video, 96, NtpTime.of(clock), 7 + takenMs * 90, arrivedMs);
  }

  private void audioReport(long takenMs, Instant clock, long arrivedMs) {
    report(audio, 8, NtpTime.of(clock), 99 + takenMs * 8, arrivedMs);
  }

  private static void report(
      TrackReceiver to, long ssrc, long ntp, long timestamp, long arrivedMs) {
    to.senderReport(
        new SenderReport(ssrc, ntp, timestamp & 0xffff_ffffL, 0, 0, List.of()),
        arrivedMs * MILLI,
        OURS.plusMillis(arrivedMs));
  }

  @Test
  void soundOfACameraThatSendsKeptPicturesFirst_isMovedBesideThem() throws Exception {
    videoReport(0, CAMERA, 0);
    audioReport(0, CAMERA, 0); // before the first packets, as Reolink does
    for (int t = 0; t <= 2000; t += PICTURE) {
      picture(t, 2000); // all at once
    }
    sound(2000, 2000);
    sound(2020, 2020);
    assertThat(sounds).containsExactly(2000L, 2020L);
  }

  @Test
  void reportsThatComeLater_moveTheSoundThen() throws Exception {
    for (int t = 0; t <= 1000; t += PICTURE) {
      picture(t, 1000);
    }
    sound(1000, 1000);
    videoReport(1000, CAMERA.plusMillis(1000), 1000);
    sound(1020, 1020);
    audioReport(1020, CAMERA.plusMillis(1020), 1020);
    picture(1040, 1040);
    sound(1040, 1040);
    sound(1060, 1060);
    assertThat(sounds).containsExactly(0L, 20L, 1040L, 1060L);
  }

  @Test
  void soundThatWasPlacedTooLate_isLeftOutUntilItFits() throws Exception {
    picture(0, 0);
    sound(0, 200); // on its way for 200 ms
    sound(20, 220);
    videoReport(40, CAMERA.plusMillis(40), 40);
    audioReport(40, CAMERA.plusMillis(40), 240);
    picture(40, 240);
    for (int t = 40; t < 400; t += SOUND) {
      sound(t, t + 200);
    }
    assertThat(sounds).startsWith(200L, 220L, 240L, 260L).endsWith(380L).isSorted();
    assertThat(sounds).doesNotHaveDuplicates();
  }

  @Test
  void smallDifferences_areLeftAlone() throws Exception {
    videoReport(0, CAMERA, 0);
    audioReport(0, CAMERA.plusMillis(35), 0);
    picture(0, 0);
    sound(0, 0);
    assertThat(sounds).containsExactly(0L);
  }

  @Test
  void slowClockOfTheSound_isFollowed() throws Exception {
    // 21 s of sound in 20 s of pictures and so on: 5 % too slow.
    for (int t = 0; t <= 60_000; t += PICTURE) {
      if (t % 5000 == 0) {
        videoReport(t, CAMERA.plusMillis(t), t);
        audioReport(t * 95 / 100, CAMERA.plusMillis(t), t);
      }
      picture(t, t);
      sound(t * 95 / 100, t);
    }
    long behind = pictures.get(pictures.size() - 1) - sounds.get(sounds.size() - 1);
    assertThat(behind).isBetween(-60L, 60L);
  }

  @Test
  void clockThatIsSetBetweenTheReports_movesNothing() throws Exception {
    Instant set = CAMERA.plusSeconds(3);
    videoReport(0, CAMERA, 0);
    audioReport(0, CAMERA, 0);
    for (int t = 0; t < 20_000; t += PICTURE) {
      if (t == 5000) {
        videoReport(t, set.plusMillis(t), t);
      }
      if (t == 8000) {
        audioReport(t, set.plusMillis(t), t);
      }
      picture(t, t);
      sound(t, t);
    }
    assertThat(sounds).hasSize(500);
    assertThat(sounds.get(499)).isEqualTo(19_960L);
  }

  @Test
  void reportsWithoutSense_areIgnored() throws Exception {
    report(video, 96, 0, 7, 0);
    audioReport(0, CAMERA, 0);
    picture(0, 0);
    sound(0, 0);
    videoReport(500_000, CAMERA, 10); // of another time
    audioReport(-500_000, CAMERA, 10);
    picture(40, 40);
    sound(40, 40);
    videoReport(80, CAMERA.plusSeconds(5000), 80); // tracks without a common clock
    audioReport(80, CAMERA, 80);
    picture(80, 80);
    sound(80, 80);
    assertThat(sounds).containsExactly(0L, 40L, 80L);
  }

  @Test
  void clockOffset_isToldAndNeverBelieved() throws Exception {
    assertThat(video.clockOffset()).isEmpty();
    picture(0, 0);
    videoReport(0, CAMERA, 0);
    assertThat(video.clockOffset()).hasValue(Duration.ofHours(1));
    report(video, 96, 5L << 32, 7, 0); // counts from when it was switched on
    assertThat(video.clockOffset()).isEmpty();
  }
}
