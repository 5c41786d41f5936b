package io.vedette.dvrip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes of a stream's connection → units. */
class DvripStreamTest {
  private static final long MILLI = 1_000_000L;

  private final DvripStream stream = new DvripStream(0x1a, Json.object("Name", "OPMonitor"));

  private void push(long millis, byte[] bytes) throws DvripException {
    stream.received(ByteBuffer.wrap(bytes), millis * MILLI, Instant.ofEpochMilli(millis));
  }

  private String dump() {
    StringBuilder out = new StringBuilder();
    for (AccessUnit unit = stream.next(); unit != null; unit = stream.next()) {
      String kind = !unit.track().isVideo() ? "a" : unit.randomAccess() ? "I" : "p";
      out.append(kind).append(unit.dts()).append(' ');
    }
    return out.toString().strip();
  }

  private static byte[] key() {
    return Wire.key(0x02, 25, Wire.KEY);
  }

  private static byte[] delta() {
    return Wire.delta(Wire.DELTA);
  }

  @Test
  void claim_isAnswered_orRefused() throws Exception {
    assertThat(Wire.bytes(stream.claim())).startsWith(Wire.hex("ff0100001a000000"));
    Object ok = Json.object("Ret", 100);
    push(0, Wire.bytes(DvripPacket.message(1, 0, DvripId.MONITOR_CLAIM + 1, ok).encode()));
    assertThat(stream.isClaimed()).isTrue();
    Object no = Json.object("Ret", 107);
    assertThatThrownBy(
            () ->
                push(
                    0,
                    Wire.bytes(DvripPacket.message(1, 0, DvripId.MONITOR_CLAIM + 1, no).encode())))
        .isInstanceOf(DvripException.class)
        .hasMessageContaining("no right");
  }

  @Test
  void framesInPieces_andSeveralInOnePacket() throws Exception {
    byte[] all = Wire.join(key(), delta(), Wire.audio(0x0e, 2, 320), delta());
    for (int cut = 0; cut <= all.length; cut += 3) {
      DvripStream one = new DvripStream(1, Json.object());
      one.received(
          ByteBuffer.wrap(Wire.media(java.util.Arrays.copyOf(all, cut))), 0, Instant.EPOCH);
      one.received(
          ByteBuffer.wrap(Wire.media(java.util.Arrays.copyOfRange(all, cut, all.length))),
          40 * MILLI,
          Instant.EPOCH);
      int units = 0;
      while (one.next() != null) {
        units++;
      }
      assertThat(units).isEqualTo(4);
    }
  }

  @Test
  void typeByte_holdsBitsOfTheSize() throws Exception {
    push(0, Wire.media(Wire.key(0x12, 25, Wire.KEY), Wire.key(0x52, 25, Wire.KEY)));
    assertThat(dump()).matches("I0 I\\d+");
  }

  @Test
  void workedExample_ofAKeyFramesHead() throws Exception {
    // 1920x1080, 25 pictures a second, 2026-11-22 06:54:30
    byte[] head = Wire.hex("000001fc 0219f087 9e6dec6a 20cb0000");
    FrameSplitter frames = new FrameSplitter();
    frames.push(ByteBuffer.wrap(Wire.join(head, new byte[52_000])));
    FrameSplitter.Frame frame = frames.next();
    assertThat(frame.type()).isEqualTo(FrameSplitter.Type.KEY);
    assertThat(frame.codec()).isEqualTo(2);
    assertThat(frame.rate()).isEqualTo(25);
    assertThat(frame.time()).isEqualTo(0x6aec6d9e);
    assertThat(frame.payload().remaining()).isEqualTo(52_000);
  }

  @Test
  void keyFrameOfTheOtherKind_isOne_unlessItIsAJpegPicture() throws Exception {
    byte[] other = key();
    other[3] = (byte) 0xfe;
    byte[] jpeg = Wire.key(0x02, 25, Wire.hex("ffd8ffe000104a46"));
    jpeg[3] = (byte) 0xfe;
    push(0, Wire.media(other));
    push(40, Wire.media(jpeg, delta()));
    assertThat(dump()).isEqualTo("I0 p3600");
    assertThat(stream.lostUnits()).isZero();
  }

  @Test
  void mpeg4_isSaid() {
    assertThatThrownBy(() -> push(0, Wire.media(Wire.key(0x01, 25, Wire.hex("000001b6101122")))))
        .isInstanceOf(DvripException.class)
        .hasMessageContaining("neither H.264 nor H.265");
  }

  @Test
  void h265_comesAsItIs() throws Exception {
    push(0, Wire.media(delta(), Wire.key(0x13, 25, Wire.H265_KEY), Wire.delta(Wire.H265_DELTA)));
    assertThat(dump()).matches("I0 p\\d+");
    assertThat(stream.video().orElseThrow().config()).hasToString("hvc1.1.6.L63.90 640x360");
  }

  @Test
  void otherCodecInMidStream_goesOnWithItsKeyPicture() throws Exception {
    push(0, Wire.media(key(), delta(), Wire.key(0x13, 25, Wire.H265_KEY)));
    push(40, Wire.media(Wire.delta(Wire.H265_DELTA)));
    assertThat(dump()).matches("I0 p\\d+ I\\d+ p\\d+");
    assertThat(stream.video().orElseThrow().config().codecName()).isEqualTo("h265");
  }

  @Test
  void times_keepTheStatedPace_whateverTheBursts() throws Exception {
    push(0, Wire.media(key()));
    long dts = 0;
    for (int n = 1; n <= 500; n++) {
      push(n / 5 * 200L, Wire.media(delta())); // five at once
    }
    stream.next();
    for (AccessUnit unit = stream.next(); unit != null; unit = stream.next()) {
      assertThat(unit.dts() - dts).isBetween(2700L, 4500L);
      dts = unit.dts();
    }
    assertThat(dts).isBetween(500 * 3600 - 12 * 3600L, 500 * 3600 + 12 * 3600L);
  }

  @Test
  void picturesThatWaitedAtTheStart_doNotMakeLaterOnesEarly() throws Exception {
    for (int n = 0; n < 500; n++) {
      push(Math.max(800, n * 40L), Wire.media(n % 25 == 0 ? key() : delta()));
    }
    long n = 0;
    for (AccessUnit unit = stream.next(); unit != null; unit = stream.next()) {
      // The first was taken 800 ms before it came: n pictures later, n times 40 ms after that.
      assertThat(unit.dts()).isBetween(n * 3600 - 1800, n * 3600 + 1800);
      n++;
    }
  }

  @Test
  void times_followArrival_whereTheStatedRateIsWrong() throws Exception {
    push(0, Wire.media(key()));
    for (int n = 1; n <= 600; n++) {
      push(n * 80L, Wire.media(n % 25 == 0 ? key() : delta())); // 12.5 instead of 25
    }
    long dts = 0;
    for (AccessUnit unit = stream.next(); unit != null; unit = stream.next()) {
      assertThat(unit.dts()).isGreaterThanOrEqualTo(dts);
      dts = unit.dts();
    }
    assertThat(dts).isBetween(600 * 7200 - 20_000L, 600 * 7200 + 20_000L);
  }

  @Test
  void times_afterAPause_goOnWithArrival() throws Exception {
    push(0, Wire.media(key()));
    push(40, Wire.media(delta()));
    push(8_040, Wire.media(key()));
    assertThat(dump()).isEqualTo("I0 p3600 I723600");
  }

  @Test
  void audio_isPlacedBesideTheVideo() throws Exception {
    push(0, Wire.media(Wire.audio(0x0e, 2, 320))); // before the first picture: dropped
    push(100, Wire.media(key()));
    push(140, Wire.media(Wire.audio(0x0e, 2, 320)));
    push(181, Wire.media(Wire.audio(0x0e, 2, 320)));
    push(3_100, Wire.media(key()));
    push(3_140, Wire.media(Wire.audio(0x0e, 2, 320)));
    assertThat(dump()).isEqualTo("I0 a0 a320 I270000 a24000");
    assertThat(stream.audio().orElseThrow().config())
        .isEqualTo(new G711Config(G711Config.Law.A, 1));
  }

  @Test
  void soundAndPictures_thatWaitedSomewhere_stayTogether() throws Exception {
    push(0, Wire.media(key()));
    long video = 0;
    long audio = 0;
    for (int n = 1; n <= 50; n++) { // two seconds at once
      push(2_000, Wire.media(delta(), Wire.audio(0x0e, 2, 320)));
    }
    for (AccessUnit unit = stream.next(); unit != null; unit = stream.next()) {
      video = unit.track().isVideo() ? unit.dts() / 90 : video;
      audio = unit.track().isVideo() ? audio : unit.dts() / 8;
    }
    assertThat(video).isBetween(1_900L, 2_500L);
    assertThat(audio).isBetween(video - 500, video + 500);
  }

  @Test
  void audioOfOtherCodecsAndRates_isDropped() throws Exception {
    push(0, Wire.media(key(), Wire.audio(0x0e, 4, 320), Wire.audio(0x08, 2, 320)));
    assertThat(dump()).isEqualTo("I0");
    push(1, Wire.media(Wire.audio(0x0a, 2, 160)));
    assertThat(stream.audio().orElseThrow().config())
        .isEqualTo(new G711Config(G711Config.Law.MU, 1));
  }

  @Test
  void junkBetweenFrames_costsEverythingUpToTheNextKeyPicture() throws Exception {
    push(0, Wire.media(key(), delta()));
    push(80, Wire.media(Wire.hex("0102030000010203"), delta(), key()));
    assertThat(dump()).matches("I0 p\\d+ I\\d+");
    assertThat(stream.lostUnits()).isPositive();
  }

  @Test
  void infoAndUnknownMessages_areSteppedOver() throws Exception {
    push(0, Wire.bytes(DvripPacket.message(1, 0, 1411, Json.object("Ret", 100)).encode()));
    push(0, Wire.media(Wire.hex("000001f9 0100 0400 aabbccdd"), key()));
    assertThat(dump()).isEqualTo("I0");
  }

  @Test
  void junkWithoutEnd_isAnotherProtocol() {
    byte[] junk = Wire.media(new byte[1 << 18]);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 6; i++) {
                push(0, junk);
              }
            })
        .isInstanceOf(DvripException.class);
  }

  @Test
  void mutatedStreams_throwOnlyDvripException() {
    ByteArrayOutputStream good = new ByteArrayOutputStream();
    for (int n = 0; n < 30; n++) {
      good.writeBytes(Wire.media(n % 5 == 0 ? key() : delta(), Wire.audio(0x0e, 2, 160)));
    }
    Random random = new Random(13);
    int survived = 0;
    for (int round = 0; round < 3000; round++) {
      byte[] bytes = good.toByteArray();
      for (int i = random.nextInt(12); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      DvripStream one = new DvripStream(1, Json.object());
      try {
        for (int at = 0; at < bytes.length; ) {
          int count = Math.min(bytes.length - at, 1 + random.nextInt(3000));
          one.received(ByteBuffer.wrap(bytes, at, count), at * MILLI, Instant.EPOCH);
          at += count;
        }
        survived++;
      } catch (DvripException expected) {
        assertThat(expected.getMessage()).isNotEmpty();
      }
    }
    assertThat(survived).isPositive();
  }
}
