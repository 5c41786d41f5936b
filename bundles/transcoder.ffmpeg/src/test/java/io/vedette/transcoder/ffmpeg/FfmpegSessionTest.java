package io.vedette.transcoder.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vedette.api.stream.Profile;
import io.vedette.api.transcode.TranscodeException;
import io.vedette.api.transcode.TranscodeException.Kind;
import io.vedette.api.transcode.Transcoder;
import io.vedette.media.AccessUnit;
import io.vedette.media.H264Config;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import io.vedette.testkit.Clip;
import io.vedette.testkit.DecodedPictures;
import io.vedette.testkit.Reencoded;
import io.vedette.testkit.Timecode;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams through the real ffmpeg. */
@Timeout(90)
class FfmpegSessionTest {
  private static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");
  private static final Clip SUB = Clip.of(Clip.Scene.STREET, Profile.SUB);
  private static final long PICTURE_MS = 1000 / 15;

  private static final GraphicsCard NO_CARD = new GraphicsCard(Path.of("/nonexistent"));

  private final FfmpegTranscoder transcoder = new FfmpegTranscoder(System.getenv("PATH"), NO_CARD);

  @BeforeEach
  void needsFfmpeg() {
    assumeTrue(new Ffmpeg(System.getenv("PATH")).program().isPresent(), "ffmpeg is not installed");
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    transcoder.close();
    assertThat(transcoder.sessions()).isZero();
    assertThat(processes()).isEmpty();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("ffmpeg") || thread.getName().startsWith("transcoder")) {
        thread.join(5000); // a pool that has ended still has a thread for a moment
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  private static List<ProcessHandle> processes() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
  }

  /** What comes out, and the waiting for it. */
  private static final class Made {
    private final List<AccessUnit> pictures = new ArrayList<>(); // guarded by this

    synchronized void add(AccessUnit picture) {
      pictures.add(picture);
      notifyAll();
    }

    synchronized List<AccessUnit> await(int count) throws InterruptedException {
      while (pictures.size() < count) {
        wait();
      }
      return List.copyOf(pictures);
    }

    synchronized int count() {
      return pictures.size();
    }
  }

  /** As recorded: the n-th in decoding order arrived in the n-th place. */
  private static AccessUnit unit(Clip clip, int n) {
    AccessUnit of = clip.units().get(n % clip.units().size());
    long dts = 90 * PICTURE_MS * n;
    Instant at = T0.plusMillis(n * PICTURE_MS);
    return new AccessUnit(of.track(), dts, dts, at, of.randomAccess(), of.payload());
  }

  /** Hands pictures over about as fast as they come back, as a replay does. */
  private static void play(Transcoder.Session session, Clip clip, int from, int to, Made made)
      throws InterruptedException {
    int before = made.count();
    for (int n = from; n < to; n++) {
      session.add(unit(clip, n));
      made.await(before + Math.max(0, n - from - 4));
    }
  }

  @Test
  void bFramesGoIn_baselineComesOut_eachPictureUnderItsTime(@TempDir Path folder) throws Exception {
    Clip clip = Reencoded.withBFrames(SUB, 75);
    int heldBack = Codec.heldBack(clip.config());
    assertThat(heldBack).as("B-frames are there").isPositive();
    Made made = new Made();
    try (Transcoder.Session session = transcoder.start(Transcoder.ORIGINAL_WIDTH, made::add)) {
      play(session, clip, 0, 75, made);
      made.await(75 - heldBack);
    }

    List<AccessUnit> pictures = made.await(75 - heldBack);
    assertThat(pictures).hasSize(75 - heldBack);
    Path file = folder.resolve("made.h264");
    Reencoded.write(pictures, file);
    List<Optional<Timecode>> seen = DecodedPictures.timecodes(file.toString(), 640);
    for (int n = 0; n < pictures.size(); n++) {
      AccessUnit picture = pictures.get(n);
      H264Config config = (H264Config) picture.track().config();
      assertThat(config.parsedSps().profileIdc()).isEqualTo(66);
      assertThat(isB(picture)).isFalse();
      assertThat(picture.pts()).isEqualTo(picture.dts());
      assertThat(picture.received()).isEqualTo(T0.plusMillis(n * PICTURE_MS));
      assertThat(picture.randomAccess()).as("key picture %d", n).isEqualTo(n % 30 == 0);
      assertThat(seen.get(n).orElseThrow().centiseconds()).isEqualTo(n * 100 / 15);
    }
  }

  private static boolean isB(AccessUnit picture) throws Exception {
    for (ByteBuffer nal : NalUnits.split(picture.payload())) {
      if (NalUnits.h264Type(nal.get(nal.position())) == NalUnits.SLICE) {
        return NalUnits.sliceHeader(nal).isB();
      }
    }
    return false;
  }

  @Test
  void h265GoesIn_h264ComesOut_eachPictureUnderItsTime(@TempDir Path folder) throws Exception {
    Made made = new Made();
    try (Transcoder.Session session = transcoder.start(Transcoder.ORIGINAL_WIDTH, made::add)) {
      play(session, Clip.h265(), 0, 45, made);
      made.await(45);
    }
    Path file = folder.resolve("made.h264");
    Reencoded.write(made.await(45), file);
    List<Optional<Timecode>> seen = DecodedPictures.timecodes(file.toString(), 640);
    assertThat(seen).hasSize(45);
    for (int n = 0; n < 45; n++) {
      AccessUnit picture = made.await(45).get(n);
      assertThat(picture.track().config()).isInstanceOf(H264Config.class);
      assertThat(picture.received()).isEqualTo(T0.plusMillis(n * PICTURE_MS));
      assertThat(seen.get(n).orElseThrow().centiseconds()).isEqualTo(n * 100 / 15);
    }
  }

  @Test
  void keyPicturesAlone_eachComesOutAtOnce_scaledDown() throws Exception {
    Clip main = Clip.of(Clip.Scene.STREET, Profile.MAIN);
    List<AccessUnit> keys =
        main.units().stream().filter(AccessUnit::randomAccess).limit(3).toList();
    Made made = new Made();
    try (Transcoder.Session session = transcoder.start(640, made::add)) {
      for (int i = 0; i < keys.size(); i++) {
        AccessUnit key = keys.get(i);
        session.add(new AccessUnit(key.track(), i, i, T0, true, key.payload()));
        List<AccessUnit> pictures = made.await(i + 1);
        assertThat(pictures.get(i).dts()).isEqualTo(i);
        assertThat(pictures.get(i).randomAccess()).isTrue();
        H264Config config = (H264Config) pictures.get(i).track().config();
        assertThat(config.toString()).endsWith("640x360");
      }
    }
  }

  @Test
  void afterItWasKilled_theSessionGoesOnWithAKeyPicture() throws Exception {
    Made made = new Made();
    try (Transcoder.Session session = transcoder.start(320, made::add)) {
      play(session, SUB, 0, 20, made);
      made.await(20);
      ProcessHandle process = processes().get(0);
      process.destroyForcibly();
      process.onExit().get();
      for (int n = 20; made.count() < 21; n++) {
        session.add(unit(SUB, n));
        synchronized (made) {
          made.wait(PICTURE_MS);
        }
      }
      assertThat(made.await(21).get(20).randomAccess()).isTrue();
    }
  }

  @Test
  void garbage_costsItsOwnSessionOnly() throws Exception {
    Random random = new Random(1);
    Made bad = new Made();
    Made good = new Made();
    try (Transcoder.Session garbage = transcoder.start(320, bad::add);
        Transcoder.Session session = transcoder.start(320, good::add)) {
      for (int n = 0; n < 60; n++) {
        byte[] noise = new byte[500];
        random.nextBytes(noise);
        ByteBuffer payload = ByteBuffer.allocate(505).putInt(501).put((byte) 0x65).put(noise);
        garbage.add(new AccessUnit(SUB.track(), n, n, T0, true, payload.flip()));
        session.add(unit(SUB, n));
        good.await(n - 4);
      }
      good.await(60);
    }
    assertThat(good.await(60)).hasSize(60);
  }

  @Test
  void otherParameterSets_inTheMiddle() throws Exception {
    Clip main = Clip.of(Clip.Scene.STREET, Profile.MAIN);
    Made made = new Made();
    try (Transcoder.Session session = transcoder.start(320, made::add)) {
      play(session, SUB, 0, 10, made);
      made.await(10);
      // Not twice within a second are processes started.
      for (int n = 0; made.count() < 11; n++) {
        AccessUnit key = main.units().get(0);
        session.add(new AccessUnit(key.track(), 100_000 + n, 100_000 + n, T0, true, key.payload()));
        synchronized (made) {
          made.wait(100);
        }
      }
      assertThat(made.await(11).get(10).dts()).isGreaterThanOrEqualTo(100_000);
    }
  }

  @Test
  void aHundredSessions_leaveNothingBehind() throws Exception {
    for (int round = 0; round < 25; round++) {
      List<Transcoder.Session> sessions = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Transcoder.Session session = transcoder.start(320, picture -> {});
        for (int n = 0; n < round; n++) {
          session.add(unit(SUB, n));
        }
        sessions.add(session);
      }
      sessions.forEach(Transcoder.Session::close);
    }
    assertThat(transcoder.sessions()).isZero();
    assertThat(processes()).isEmpty();
  }

  @Test
  void moreThanTheMachineCan_isRefused() throws Exception {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 17; i++) {
                transcoder.start(320, picture -> {});
              }
            })
        .isInstanceOfSatisfying(
            TranscodeException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY));
  }

  @Test
  void addingNeverBlocks() throws Exception {
    Track track = SUB.track();
    try (Transcoder.Session session = transcoder.start(320, picture -> {})) {
      long startNs = System.nanoTime();
      for (int n = 0; n < 20_000; n++) {
        AccessUnit of = SUB.units().get(n % 30);
        session.add(new AccessUnit(track, n, n, T0, of.randomAccess(), of.payload()));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void aGraphicsCardThatDoesNotWork_isNotUsed(@TempDir Path folder) throws Exception {
    Files.createFile(folder.resolve("renderD128"));
    Ffmpeg ffmpeg = new Ffmpeg(System.getenv("PATH"));
    GraphicsCard card = new GraphicsCard(folder);
    assertThat(card.arguments(ffmpeg, ffmpeg.program().orElseThrow())).isEmpty();
  }

  @Test
  void aGraphicsCardThatFailsLater_isLeft(@TempDir Path folder) throws Exception {
    GraphicsCard card = GraphicsCard.at(folder.resolve("renderD128"));
    FfmpegTranscoder other = new FfmpegTranscoder(System.getenv("PATH"), card);
    Made made = new Made();
    try (Transcoder.Session session = other.start(320, made::add)) {
      for (int n = 0; made.count() == 0; n++) {
        session.add(unit(SUB, n));
        synchronized (made) {
          made.wait(20);
        }
      }
    }
    other.close();
    assertThat(made.await(1).get(0).randomAccess()).isTrue();
  }
}
