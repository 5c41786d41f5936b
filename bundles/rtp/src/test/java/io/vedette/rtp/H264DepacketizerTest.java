package io.vedette.rtp;

import static io.vedette.rtp.PacketScript.B;
import static io.vedette.rtp.PacketScript.IDR;
import static io.vedette.rtp.PacketScript.IDR_SECOND;
import static io.vedette.rtp.PacketScript.P;
import static io.vedette.rtp.PacketScript.PPS;
import static io.vedette.rtp.PacketScript.P_SECOND;
import static io.vedette.rtp.PacketScript.SPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.AccessUnit;
import io.vedette.media.H264Config;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class H264DepacketizerTest {
  private final PacketScript script = PacketScript.withSdp();
  private final List<String> units = script.units;

  private static String stapA(String... parts) {
    StringBuilder text = new StringBuilder("78");
    for (String part : parts) {
      text.append(String.format("%04x", part.length() / 2)).append(part);
    }
    return text.toString();
  }

  @Test
  void singleUnits_endWithTheMarker() {
    script.at(9000).sendLast(IDR + "01").at(12600).sendLast(P + "02");
    assertThat(units).containsExactly("0 K 658801", "3600 - 419a02");
  }

  @Test
  void withoutAnyMarker_theNextTimestampEndsThePicture() {
    script.at(9000).send(IDR).at(12600).send(P).at(16200).send(P);
    assertThat(units).containsExactly("0 K 6588", "3600 - 419a");
  }

  @Test
  void markerOnParameterSetsAlone_endsNothing() {
    // Tapo TC70, Reolink Duo 2: marker on SPS, PPS and SEI.
    script.at(9000).sendLast(SPS).sendLast(PPS).sendLast("0605").sendLast(IDR);
    assertThat(units).containsExactly("0 K 0605 6588");
  }

  @Test
  void joinsReolinkParameterSetsWithFollowingIdr() {
    PacketScript camera = PacketScript.withoutSdp();
    camera.at(8999).sendLast(stapA(SPS, PPS)).at(9000).sendLast(IDR);
    assertThat(camera.units).containsExactly("0 K 6588");
    assertThat(camera.receiver.track()).isPresent();
  }

  @Test
  void amcrestsKeyPicture_isOne() {
    // Delimiter, SPS, PPS and SEI as packets of their own before the fragments, marker on each.
    PacketScript camera = PacketScript.withoutSdp();
    camera.at(0).sendLast("09f0").sendLast(SPS).sendLast(PPS).sendLast("0605");
    camera.send("7c8588").send("7c0511").sendLast("7c4522");
    assertThat(camera.units).containsExactly("0 K 0605 65881122");
  }

  @Test
  void keyPictureWithoutItsParameterSets_keepsThoseBefore() {
    script.at(0).send(SPS).send(PPS).sendLast(IDR).at(3600).sendLast(IDR).at(7200).sendLast(P);
    assertThat(units).containsExactly("0 K 6588", "3600 K 6588", "7200 - 419a");
    assertThat(script.receiver.track()).isPresent();
  }

  private static final String RECOVERY_POINT = "06060184" + "80";

  @Test
  void withoutAnyIdr_aRecoveryPointBegins_onceNoneIsExpectedAnyMore() {
    // Gradual refresh: P pictures alone, with a recovery point every 2 s.
    PacketScript camera = PacketScript.withoutSdp();
    camera.at(0).send(SPS).send(PPS).send(RECOVERY_POINT).sendLast(P);
    for (int i = 1; i < 260; i++) {
      camera.at(i * 3600L).sendLast(P);
    }
    assertThat(camera.units).as("an IDR may still come").isEmpty();
    camera.at(260 * 3600L).send(RECOVERY_POINT).send(P).sendLast(P_SECOND);
    camera.at(261 * 3600L).sendLast(P);
    assertThat(camera.units).containsExactly("0 K " + RECOVERY_POINT + " 419a 4146", "3600 - 419a");
  }

  @Test
  void recoveryPointsBetweenIdrs_areNoRandomAccess() {
    // Browsers cannot begin there; the next IDR is near.
    script.at(0).sendLast(IDR);
    for (int i = 1; i < 600; i++) {
      script.at(i * 3600L);
      if (i % 50 == 0) {
        script.send(RECOVERY_POINT);
      }
      script.sendLast(i % 200 == 0 ? IDR : P);
    }
    assertThat(units.stream().filter(unit -> unit.contains(" K "))).hasSize(3);
  }

  @Test
  void parameterSetsInBand_areWaitedFor() {
    PacketScript camera = PacketScript.withoutSdp();
    camera.at(0).sendLast(IDR).at(3600).sendLast(P);
    assertThat(camera.units).isEmpty();
    assertThat(camera.receiver.track()).isEmpty();
    camera.at(7200).send(SPS).send(PPS).sendLast(IDR).at(10800).sendLast(P);
    assertThat(camera.units).containsExactly("0 K 6588", "3600 - 419a");
    assertThat(camera.receiver.lostUnits()).isZero();
  }

  @Test
  void parameterSetsOfTheSdpAgainInBand_changeNothing() {
    Track before = script.receiver.track().orElseThrow();
    // Reolink appends a zero byte in one of the two places.
    script.at(0).send(SPS + "00").send(PPS).sendLast(IDR);
    assertThat(script.receiver.track()).containsSame(before);
  }

  @Test
  void parameterSetsInBandThatDifferFromTheSdp_count() {
    // Two encoders behind one description: what is sent is what can be decoded.
    String other = "67640028acd940780227e5c044000003000400000300c83c60c658";
    assertThat(script.receiver.track().orElseThrow().config().toString()).endsWith("640x360");
    script.at(0).send(other).send(PPS).sendLast(IDR);
    assertThat(script.receiver.track().orElseThrow().config().toString())
        .isEqualTo("avc1.640028 1920x1080");
  }

  @Test
  void timesAreThoseOfThePackets_whateverTheSpsDeclares() {
    // 25 pictures a second declared, 21 sent; no B pictures, and no restriction that says so.
    script.at(0).sendLast(IDR);
    for (int i = 1; i <= 42; i++) {
      script.at(i * 90_000L / 21).sendLast(P);
    }
    assertThat(units.get(1)).isEqualTo("4285 - 419a"); // dts alone: pts is the same
    assertThat(units.get(42)).isEqualTo("180000 - 419a");
  }

  @Test
  void newParameterSetsInMidStream_makeANewTrackAtTheIdr() throws Exception {
    H264Depacketizer depacketizer = new H264Depacketizer(3, Optional.empty());
    String other = "67640028acd940780227e5c044000003000400000300c83c60c658";
    List<RtpUnit> seen = new ArrayList<>();
    int sequence = 0;
    for (String payload : List.of(SPS, PPS, IDR, P, other, P, IDR)) {
      ByteBuffer bytes = ByteBuffer.allocate(100);
      boolean last = !payload.startsWith("67") && !payload.startsWith("68");
      RtpPacket.writeHeader(bytes, 0, last, 96, sequence, sequence / 2 * 3600L, 1);
      bytes.position(12).put(PacketScript.hex(payload)).flip();
      depacketizer.push(RtpPacket.parse(bytes), 0, 0, Instant.EPOCH);
      sequence++;
      for (RtpUnit unit = depacketizer.pull(); unit != null; unit = depacketizer.pull()) {
        seen.add(unit);
      }
    }
    assertThat(seen)
        .extracting(unit -> unit.track().config().toString())
        .containsExactly(
            "avc1.42c01e 640x360",
            "avc1.42c01e 640x360",
            "avc1.42c01e 640x360",
            "avc1.640028 1920x1080");
    assertThat(seen).extracting(unit -> unit.track().id()).containsOnly(3);
  }

  @Test
  void unusableSps_keepsWhatIsKnown() {
    script.at(0).send("6742").send(PPS).sendLast(IDR);
    assertThat(units).containsExactly("0 K 6588");
  }

  @Test
  void delimiterAndFiller_areDropped_seiIsKept() {
    // Amcrest IP4M-1051: 9, 7, 8, 6, then fragments of the IDR.
    script.at(0).send("0910").send(SPS).send(PPS).send("0605aa").send("7c8588").send("7c0501");
    script.sendLast("7c4502").at(3600).send("0cffff").sendLast(P);
    assertThat(units).containsExactly("0 K 0605aa 65880102", "3600 - 419a");
  }

  @Test
  void aggregate_givesItsUnits() {
    script.at(0).sendLast(stapA(SPS, PPS, "0605", IDR));
    assertThat(units).containsExactly("0 K 0605 6588");
  }

  @Test
  void aggregateWithWrongSize_damagesThePicture() {
    script.at(0).sendLast(IDR).at(3600).sendLast("78 0002" + P + "00ff 41").at(7200).sendLast(P);
    assertThat(units).containsExactly("0 K 6588");
    assertThat(script.receiver.lostUnits()).isEqualTo(2);
  }

  @Test
  void slicesOfOnePicture_stayTogether() {
    script.at(0).send(IDR).sendLast(IDR_SECOND).at(3600).send(P).sendLast(P_SECOND);
    assertThat(units).containsExactly("0 K 6588 6542", "3600 - 419a 4146");
  }

  @Test
  void markerOnEverySlice_isNotBelievedAfterTheFirstPicture() {
    script.at(0).sendLast(IDR).sendLast(IDR_SECOND).at(3600).sendLast(P).sendLast(P_SECOND);
    script.at(7200).sendLast(IDR).sendLast(IDR_SECOND);
    script.at(10800).sendLast(P).sendLast(P_SECOND).at(14400).sendLast(P);
    assertThat(units).containsExactly("0 K 6588", "7200 K 6588 6542", "10800 - 419a 4146");
  }

  @Test
  void fragments_comeTogether() {
    script.at(0).send("7c8588").send("7c0511").sendLast("7c4522");
    assertThat(units).containsExactly("0 K 65881122");
  }

  @Test
  void fragmentWithStartAndEnd_isAWholeUnit() {
    script.at(0).sendLast("7cc58822");
    assertThat(units).containsExactly("0 K 658822");
  }

  @Test
  void typeChangingInsideFragments_isIgnored() {
    // Tiandy writes type 1 into the later fragments of an IDR; another sets the reserved bit.
    script.at(0).send("7c8588").send("7c0111").sendLast("7c6122");
    assertThat(units).containsExactly("0 K 65881122");
  }

  @Test
  void emptyFragments_areSteppedOver() {
    script.at(0).send("7c85").send("7c").send("7c0588").send("7c05").sendLast("7c45");
    assertThat(units).containsExactly("0 K 6588");
  }

  @Test
  void missingEndBit_isMadeUpForByMarkerOrTimestamp() {
    script.at(0).send("7c8588").sendLast("7c0511").at(3600).send("5c819a").send("5c0133");
    script.at(7200).sendLast(P);
    assertThat(units).containsExactly("0 K 658811", "3600 - 419a33", "7200 - 419a");
  }

  @Test
  void lostMiddleOfAUnit_dropsUpToTheNextIdr() {
    script.at(0).sendLast(IDR).at(3600).send("5c819a").lose(1).sendLast("5c4133");
    script.at(7200).sendLast(P).at(10800).sendLast(IDR).at(14400).sendLast(P);
    assertThat(units).containsExactly("0 K 6588", "10800 K 6588", "14400 - 419a");
    assertThat(script.receiver.lostUnits()).isEqualTo(2);
  }

  @Test
  void lostPictures_areCountedAtLeastOnce() {
    script.at(0).sendLast(IDR).lose(3).at(7200).sendLast(IDR);
    assertThat(units).containsExactly("0 K 6588", "7200 K 6588");
    assertThat(script.receiver.lostUnits()).isEqualTo(1);
  }

  @Test
  void lostBeginOfIdr_isNoRandomAccess() {
    script.at(0).sendLast(IDR).at(3600).lose(1).send(IDR_SECOND).sendLast(IDR_SECOND);
    script.at(7200).sendLast(P);
    assertThat(units).containsExactly("0 K 6588");
    assertThat(script.receiver.lostUnits()).isEqualTo(2);
  }

  @Test
  void joiningInTheMiddle_beginsWithTheFirstIdrAndCountsNothing() {
    script.at(0).send("5c0133").sendLast("5c4133").at(3600).sendLast(P).at(7200).sendLast(IDR);
    assertThat(units).containsExactly("0 K 6588");
    assertThat(script.receiver.lostUnits()).isZero();
  }

  @Test
  void annexBInsideOnePayload_isSplit() {
    // V380: SPS, PPS and IDR in one packet, start codes between and sometimes before them.
    PacketScript camera = PacketScript.withoutSdp();
    camera.at(0).sendLast(SPS + "00000001" + PPS + "000001" + IDR + "77");
    camera.at(3600).sendLast("00000001" + P + "33");
    assertThat(camera.units).containsExactly("0 K 658877", "3600 - 419a33");
  }

  @Test
  void annexBInsideFragments_isSplit() {
    PacketScript camera = PacketScript.withoutSdp();
    camera.at(0).send("7c87" + SPS.substring(2) + "0000").send("7c07" + "0001" + PPS + "00");
    camera.sendLast("7c47" + "0001" + IDR + "99");
    assertThat(camera.units).containsExactly("0 K 658899");
  }

  @Test
  void packetsWithoutPayloadAndUnknownTypes_areSteppedOver() {
    script.at(0).send("").send("1f00").send("5e00").send("5900").send("0000").sendLast(IDR);
    assertThat(units).containsExactly("0 K 6588");
  }

  @Test
  void delimiterBetweenTwoPicturesOfOneTimestamp_dividesThem() {
    script.at(0).send("0910").send(IDR).send("0930").send(P).at(3600).send("0930");
    assertThat(units).containsExactly("0 K 6588", "1 - 419a");
  }

  @Test
  void bFrames_keepDecodingTimesRising() {
    // No bitstream restriction in this SPS: the depth is learnt from the first B picture.
    script.at(0).sendLast(IDR).at(10800).sendLast(P).at(3600).sendLast(B).at(7200).sendLast(B);
    script.at(21600).sendLast(P).at(14400).sendLast(B).at(18000).sendLast(B);
    assertThat(units)
        .containsExactly(
            "0 K 6588",
            "10800 - 419a",
            "10801/3600 - 019e",
            "10802/7200 - 019e",
            "10803/21600 - 419a",
            "10804/14400 - 019e",
            "14400/18000 - 019e");
  }

  @Test
  void hugePicture_isDroppedWithoutGrowingForEver() {
    script.at(0).sendLast(IDR).at(3600).send("5c819a");
    ByteBuffer fragment = ByteBuffer.allocate(60_000).put(0, (byte) 0x5c).put(1, (byte) 1);
    for (int i = 2; i < 60_000; i++) {
      fragment.put(i, (byte) 0x55);
    }
    for (int i = 0; i < 200; i++) {
      script.packet(96, 102 + i, false, fragment.duplicate());
    }
    script.packet(96, 302, true, PacketScript.hex("5c4133"));
    assertThat(units).hasSize(1);
    assertThat(script.receiver.lostUnits()).isEqualTo(1);
  }

  @Test
  void packetizedAndBack_isTheSameUnit() throws Exception {
    Track track = H264PacketizerTest.track();
    Random random = new Random(4);
    for (int max : new int[] {16, 100, 1180, 60_000}) {
      PacketScript camera = PacketScript.withoutSdp();
      int sequence = 0;
      List<String> expected = new ArrayList<>();
      for (int picture = 0; picture < 20; picture++) {
        boolean key = picture % 5 == 0;
        byte[] slice = new byte[10 + random.nextInt(5000)];
        for (int i = 0; i < slice.length; i++) {
          slice[i] = (byte) (1 + random.nextInt(255)); // no zeros: no start codes
        }
        System.arraycopy(PacketScript.hex(key ? IDR : P).array(), 0, slice, 0, 2);
        AccessUnit unit =
            new AccessUnit(
                track,
                picture * 3600L,
                picture * 3600L,
                Instant.EPOCH,
                key,
                NalUnits.join(List.of(ByteBuffer.wrap(slice))));
        expected.add(PacketScript.describe(unit));
        List<ByteBuffer> payloads = new H264Packetizer(max).packetize(unit);
        camera.at(picture * 3600L);
        for (int i = 0; i < payloads.size(); i++) {
          camera.packet(96, sequence++, i == payloads.size() - 1, payloads.get(i));
        }
      }
      assertThat(camera.units).as("max %d", max).isEqualTo(expected);
    }
  }

  @Test
  void mutatedPayloads_neverThrow() throws Exception {
    Random random = new Random(6);
    String[] good = {
      SPS,
      PPS,
      IDR + "0102",
      P + "03",
      stapA(SPS, PPS, IDR),
      "7c8588",
      "7c0511",
      "7c4522",
      "0910",
      SPS + "00000001" + PPS + "000001" + IDR
    };
    H264Config config = (H264Config) H264PacketizerTest.track().config();
    PacketScript camera = new PacketScript(Optional.of(config));
    int sequence = 0;
    for (int round = 0; round < 50_000; round++) {
      byte[] bytes = PacketScript.hex(good[random.nextInt(good.length)]).array();
      for (int i = random.nextInt(4); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      int size = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
      sequence += random.nextInt(50) == 0 ? random.nextInt(5) : 1;
      if (random.nextInt(3) == 0) {
        camera.at(random.nextInt(20) == 0 ? random.nextInt() & 0xffff_ffffL : round * 900L);
      }
      camera.packet(96, sequence & 0xffff, random.nextBoolean(), ByteBuffer.wrap(bytes, 0, size));
    }
    assertThat(units.size()).isLessThan(50_000);
    assertThat(camera.units).isNotEmpty();
  }
}
