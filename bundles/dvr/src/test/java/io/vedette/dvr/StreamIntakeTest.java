package io.vedette.dvr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.dvr.Wire.Counts;
import io.vedette.media.AccessUnit;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes of a data connection → units of the channels' readers, and acknowledgements. */
class StreamIntakeTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<DvrMessage> acknowledged = new ArrayList<>();
  private final StreamIntake intake = new StreamIntake(4, acknowledged::add);
  private final ChannelReader reader = new ChannelReader(0);

  StreamIntakeTest() {
    intake.add(reader);
  }

  private void push(byte[] bytes) throws DvrException {
    intake.push(ByteBuffer.wrap(bytes), 0, Instant.EPOCH);
  }

  private static String dump(ChannelReader reader) {
    StringBuilder out = new StringBuilder();
    for (AccessUnit unit = reader.next(); unit != null; unit = reader.next()) {
      out.append(unit.randomAccess() ? "I" : "p").append(unit.dts()).append(' ');
    }
    return out.toString().strip();
  }

  private static byte[] key(int channel, int n) {
    return Wire.frame(channel, Wire.KEY, 6000L * n, Counts.HEADS);
  }

  private static byte[] delta(int channel, int n) {
    return Wire.frame(channel, Wire.DELTA, 6000L * n, Counts.HEADS);
  }

  @Test
  void workedExample_isAcknowledgedAtItsHeader_withEverythingReturned() throws Exception {
    push(Arrays.copyOf(Wire.PACKET, 28));
    assertThat(acknowledged).hasSize(1);
    assertThat(Wire.hex(acknowledged.get(0).encode()))
        .isEqualTo("00020010000000010000008035305690d0030000000000");
  }

  @Test
  void workedExample_isTheKeyPicture() throws Exception {
    byte[] second = Wire.PACKET.clone();
    second[12] = 2;
    push(Wire.join(Wire.PACKET, second)); // the length's meaning takes two frames to learn
    AccessUnit unit = reader.next();
    assertThat(unit.randomAccess()).isTrue();
    assertThat(Wire.hex(unit.payload())).isEqualTo("000000096588840bf26280019c");
    assertThat(reader.track()).isPresent();
  }

  @ParameterizedTest
  @EnumSource(Counts.class)
  void lengthIsLearnt_whateverItCounts(Counts counts) throws Exception {
    for (int n = 0; n < 4; n++) {
      byte[] picture = n == 0 ? Wire.KEY : Wire.DELTA;
      push(Wire.packet(n + 1, Wire.frame(0, picture, 6000L * n, counts)));
    }
    assertThat(dump(reader)).isEqualTo("I0 p6000 p12000 p18000");
  }

  @ParameterizedTest
  @EnumSource(Counts.class)
  void framesInPieces_andSeveralInOnePacket(Counts counts) throws Exception {
    byte[] first = Wire.frame(0, Wire.KEY, 0, counts);
    byte[] second = Wire.frame(0, Wire.DELTA, 6000, counts);
    byte[] third = Wire.frame(0, Wire.DELTA, 12000, counts);
    byte[] fourth = Wire.frame(0, Wire.DELTA, 18000, counts);
    push(Wire.packet(1, first, second));
    push(Wire.packet(2, Arrays.copyOf(third, 130)));
    push(Wire.packet(3, Arrays.copyOfRange(third, 130, third.length)));
    push(Wire.packet(4, fourth));
    assertThat(dump(reader)).isEqualTo("I0 p6000 p12000 p18000");
  }

  @Test
  void lengthThatFitsNothing_endsFramesAtTheNextTag() throws Exception {
    for (int n = 0; n < 8; n++) {
      byte[] frame = n == 0 ? key(0, n) : delta(0, n);
      frame[28] = (byte) (200 + n); // the length
      frame[29] = 1;
      push(Wire.packet(n + 1, frame));
    }
    assertThat(dump(reader)).startsWith("I0 p6000 p12000 p18000");
  }

  @Test
  void cutAtEveryByte_givesTheSame() throws Exception {
    byte[] stream =
        Wire.join(
            Wire.packet(1, key(0, 0)),
            Wire.packet(2, key(1, 0)),
            Wire.packet(3, delta(0, 1), delta(0, 2)));
    for (int cut = 0; cut <= stream.length; cut++) {
      StreamIntake one = new StreamIntake(4, a -> {});
      ChannelReader its = new ChannelReader(0);
      one.add(its);
      one.push(ByteBuffer.wrap(stream, 0, cut), 0, Instant.EPOCH);
      one.push(ByteBuffer.wrap(stream, cut, stream.length - cut), 0, Instant.EPOCH);
      assertThat(dump(its)).isEqualTo("I0 p6000 p12000");
    }
  }

  @Test
  void byteByByte_givesTheSame() throws Exception {
    for (byte b : Wire.join(Wire.packet(1, key(0, 0)), Wire.packet(2, delta(0, 1)))) {
      push(new byte[] {b});
    }
    assertThat(dump(reader)).isEqualTo("I0 p6000");
  }

  @Test
  void magicAndTagInsideAPicture_areNotTakenForHeads() throws Exception {
    byte[] picture = Wire.join(Wire.DELTA, Wire.hex("ff5656ff0000000070746565656c6400aabb"));
    push(Wire.packet(1, key(0, 0)));
    push(Wire.packet(2, delta(0, 1)));
    push(Wire.packet(3, Wire.frame(0, picture, 12000, Counts.HEADS)));
    push(Wire.packet(4, delta(0, 3)));
    assertThat(dump(reader)).isEqualTo("I0 p6000 p12000 p18000");
  }

  @Test
  void junkBeforeAHeader_costsEverythingUpToTheNextKeyPicture() throws Exception {
    push(Wire.packet(1, key(0, 0)));
    push(Wire.packet(2, delta(0, 1)));
    push(Wire.hex("ff56ff"));
    push(Wire.packet(3, delta(0, 2)));
    push(Wire.packet(4, key(0, 3)));
    assertThat(dump(reader)).isEqualTo("I0 p6000 I18000");
    assertThat(reader.lostUnits()).isPositive();
  }

  @Test
  void junkThreeTimesAMinute_endsTheSession() throws Exception {
    push(Wire.packet(1, key(0, 0)));
    push(Wire.join(Wire.hex("00"), Wire.packet(2, key(0, 1))));
    push(Wire.join(Wire.hex("00"), Wire.packet(3, key(0, 1))));
    assertThatThrownBy(() -> push(Wire.join(Wire.hex("00"), Wire.packet(4, key(0, 1)))))
        .isInstanceOf(DvrException.class);
  }

  @Test
  void junkWithoutEnd_isAnotherProtocol() {
    byte[] junk = new byte[64 * 1024];
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 17; i++) {
                push(junk);
              }
            })
        .isInstanceOf(DvrException.class);
  }

  @Test
  void gapInNumbers_waitsForKeyPicturesOfAllChannels() throws Exception {
    ChannelReader other = new ChannelReader(1);
    intake.add(other);
    push(Wire.packet(1, key(0, 0)));
    push(Wire.packet(2, key(1, 0)));
    push(Wire.packet(4, delta(0, 2)));
    push(Wire.packet(5, delta(1, 2)));
    push(Wire.packet(6, key(1, 3)));
    push(Wire.packet(7, delta(0, 3)));
    assertThat(dump(reader)).isEqualTo("I0");
    assertThat(dump(other)).isEqualTo("I0 I18000");
  }

  @Test
  void unknownChannels_audio_andBrokenPesHeads_costTheirFrameOnly() throws Exception {
    push(Wire.packet(1, key(0, 0)));
    push(Wire.packet(2, key(9, 1)));
    byte[] broken = delta(0, 2);
    broken[94] = 7;
    push(Wire.packet(3, broken));
    byte[] audio = delta(0, 3);
    audio[95] = (byte) 0xc0;
    push(Wire.packet(4, audio));
    push(Wire.packet(5, new byte[0]));
    push(Wire.packet(6, delta(0, 4)));
    assertThat(dump(reader)).isEqualTo("I0 p24000");
    assertThat(acknowledged).hasSize(6);
  }

  @Test
  void otherCodec_isSaid_andOtherChannelsGoOn() throws Exception {
    ChannelReader other = new ChannelReader(1);
    intake.add(other);
    byte[] mpeg4 = Wire.hex("000001b6 10112233");
    push(Wire.packet(1, Wire.frame(1, mpeg4, 0, Counts.HEADS)));
    push(Wire.packet(2, key(0, 1)));
    assertThat(other.unsupported().orElseThrow()).contains("H.264");
    assertThat(reader.unsupported()).isEmpty();
    assertThat(dump(reader)).isEqualTo("I0");
  }

  @Test
  void h265_isToldByItsParameterSets_whateverTheHeadSays() throws Exception {
    push(Wire.packet(1, Wire.frame(0, Wire.H265_KEY, 0, Counts.HEADS)));
    push(Wire.packet(2, Wire.frame(0, Wire.H265_DELTA, 6000, Counts.HEADS)));
    assertThat(reader.track().orElseThrow().config()).hasToString("hvc1.1.6.L63.90 640x360");
    assertThat(dump(reader)).isEqualTo("I0 p6000");
  }

  @Test
  void lengthsInsteadOfStartCodes_areSaid() throws Exception {
    byte[] avcc = Wire.hex("00000009 6588840bf26280019c");
    push(Wire.packet(1, Wire.frame(0, avcc, 0, Counts.HEADS)));
    push(Wire.packet(2, Wire.frame(0, avcc, 6000, Counts.HEADS)));
    assertThat(reader.unsupported().orElseThrow()).contains("start codes");
  }

  @Test
  void soundByItsKindOfStream_isLeftOut_picturesOfThatKindAreNot() throws Exception {
    push(Wire.packet(1, key(0, 0)));
    byte[] sound = Wire.frame(0, Wire.hex("d5d5d5d5d5d5"), 6000, Counts.HEADS);
    sound[22] = 0;
    push(Wire.packet(2, sound));
    byte[] picture = delta(0, 2);
    picture[22] = 0;
    push(Wire.packet(3, picture));
    assertThat(dump(reader)).isEqualTo("I0 p12000");
    assertThat(reader.unsupported()).isEmpty();
  }

  @Test
  void pesHeadOfAnotherLength_isBelievedUpTo64Bytes() {
    ByteBuffer head = new PesHead(0xe0, 90_000, PesHead.BYTES).encode(53, 0, true);
    assertThat(PesHead.parse(head.put(8, (byte) 10)).streamStart()).isEqualTo(19);
    assertThat(PesHead.parse(head.put(8, (byte) 200)).streamStart()).isEqualTo(32);
    assertThat(PesHead.parse(head.put(8, (byte) 0)).pts()).isEqualTo(-1);
  }

  @Test
  void packetThatContinuesNothing_isLeftOut_andAcknowledged() throws Exception {
    push(Wire.packet(1, Wire.hex("0011223344")));
    push(Wire.packet(2, key(0, 0)));
    push(Wire.packet(3, delta(0, 1)));
    assertThat(dump(reader)).isEqualTo("I0 p6000");
    assertThat(acknowledged).hasSize(3);
  }

  @Test
  void packetOfMoreThan8MiB_isNone() throws Exception {
    push(Wire.packet(1, key(0, 0)));
    push(Wire.packet(2, delta(0, 1)));
    byte[] huge = new PacketHeader(PacketHeader.MAX_PAYLOAD + 1, 3, new byte[12]).encode(1).array();
    push(Wire.join(huge, Wire.packet(4, key(0, 2))));
    push(Wire.packet(5, delta(0, 3)));
    assertThat(dump(reader)).isEqualTo("I0 p6000 I12000 p18000");
    assertThat(acknowledged).hasSize(4);
  }

  @Test
  void numbersOfPackets_goRound() throws Exception {
    push(Wire.packet(0xffff_ffffL, key(0, 0)));
    push(Wire.packet(0, delta(0, 1)));
    push(Wire.packet(1, delta(0, 2)));
    assertThat(dump(reader)).isEqualTo("I0 p6000 p12000");
    assertThat(reader.lostUnits()).isZero();
  }

  @Test
  void slowReader_isWaitedFor3s_thenLosesItsPictures() throws Exception {
    byte[] big = Wire.join(Wire.KEY, new byte[5_000_000]);
    Arrays.fill(big, Wire.KEY.length, big.length, (byte) 0x55);
    for (int n = 1; n <= 5; n++) {
      intake.push(
          ByteBuffer.wrap(Wire.packet(n, Wire.frame(0, big, 6000L * n, Counts.HEADS))),
          SECOND,
          Instant.EPOCH);
    }
    assertThat(acknowledged).hasSize(4); // the fourth filled it up; its own header came before
    intake.acknowledge(3 * SECOND);
    assertThat(acknowledged).hasSize(4);
    intake.acknowledge(5 * SECOND);
    assertThat(acknowledged).hasSize(5);
    assertThat(reader.next()).isNull();
    assertThat(reader.lostUnits()).isEqualTo(5);
  }

  @Test
  void readerThatTakes_isAcknowledgedAgain() throws Exception {
    byte[] big = Wire.join(Wire.KEY, new byte[7_000_000]);
    Arrays.fill(big, Wire.KEY.length, big.length, (byte) 0x55);
    for (int n = 1; n <= 4; n++) {
      push(Wire.packet(n, Wire.frame(0, big, 6000L * n, Counts.HEADS)));
    }
    assertThat(acknowledged).hasSize(3);
    reader.next();
    reader.next();
    intake.acknowledge(SECOND);
    assertThat(acknowledged).hasSize(4);
  }

  @Test
  void mutatedStreams_throwOnlyDvrException() {
    ByteArrayOutputStream good = new ByteArrayOutputStream();
    for (int n = 0; n < 30; n++) {
      good.writeBytes(Wire.packet(n + 1, n % 5 == 0 ? key(0, n) : delta(0, n), delta(1, n)));
    }
    Random random = new Random(7);
    int survived = 0;
    for (int round = 0; round < 3000; round++) {
      byte[] bytes = good.toByteArray();
      for (int i = random.nextInt(20); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      StreamIntake one = new StreamIntake(4, a -> {});
      one.add(new ChannelReader(0));
      try {
        for (int at = 0; at < bytes.length; ) {
          int count = Math.min(bytes.length - at, 1 + random.nextInt(3000));
          one.push(ByteBuffer.wrap(bytes, at, count), round * SECOND, Instant.EPOCH);
          at += count;
        }
        survived++;
      } catch (DvrException expected) {
        assertThat(expected.getMessage()).isNotEmpty();
      }
    }
    assertThat(survived).isPositive();
  }

  @Test
  void times_followPts_thenTheDevicesClock_thenArrival() {
    MediaTime time = new MediaTime();
    long wrap = 1L << 33;
    assertThat(time.place(wrap - 3000, 0, 0)).isZero();
    assertThat(time.place(3000, 0, SECOND)).isEqualTo(6000); // wrapped
    assertThat(time.place(3000, 40, 2 * SECOND)).isEqualTo(9600); // PTS stands
    assertThat(time.place(3000, 40, 2 * SECOND + 100_000_000)).isEqualTo(18_600); // both stand
    assertThat(time.place(3000 + 90_000 * 60, 80, 3 * SECOND + 100_000_000)).isEqualTo(108_600);
    assertThat(time.place(9000 + 90_000 * 60, 0, 0)).isEqualTo(114_600);
  }
}
