package io.vedette.rtp;

import static io.vedette.rtp.H265PacketizerTest.PPS;
import static io.vedette.rtp.H265PacketizerTest.SPS;
import static io.vedette.rtp.H265PacketizerTest.VPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.AccessUnit;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class H265DepacketizerTest {
  /** First bytes of slices: header, then first_slice_segment_in_pic_flag. */
  private static final String IDR = "2801af";

  private static final String IDR_SECOND = "280130";
  private static final String CRA = "2a01af";
  private static final String TRAIL = "0201d0";
  private static final String TRAIL_SECOND = "020150";
  private static final String TRAIL_N = "0001d0";
  private static final String RASL = "1201d0";
  private static final String SEI = "4e0105";

  /** 1080p with two reordered pictures. */
  private static final String SPS_REORDERS =
      "420101016000000300900000030000030078a003c08010e596565924caf0168080000003008000000c84";

  private final PacketScript script = script(false);
  private final List<String> units = script.units;

  private static PacketScript script(boolean numbered) {
    try {
      return new PacketScript(
          new H265Depacketizer(0, Optional.of(H265PacketizerTest.config()), numbered));
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static PacketScript withoutSdp() {
    return new PacketScript(new H265Depacketizer(0, Optional.empty(), false));
  }

  private static String aggregate(String... parts) {
    StringBuilder text = new StringBuilder("6001");
    for (String part : parts) {
      text.append(String.format("%04x", part.length() / 2)).append(part);
    }
    return text.toString();
  }

  private static String config(PacketScript camera) {
    return camera.receiver.track().map(track -> track.config().toString()).orElse("none");
  }

  @Test
  void singleUnits_endWithTheMarker() {
    script.at(9000).sendLast(IDR + "01").at(12600).sendLast(TRAIL + "02");
    assertThat(units).containsExactly("0 K 2801af01", "3600 - 0201d002");
  }

  @Test
  void trailNAlone_isAPicture() {
    // Its type is 0, as that of a payload that begins with a start code.
    script.at(0).sendLast(IDR).at(3600).sendLast(TRAIL_N).at(7200).sendLast("000001" + TRAIL_N);
    assertThat(units).containsExactly("0 K 2801af", "3600 - 0001d0", "7200 - 0001d0");
  }

  @Test
  void markerOnParameterSetsAndSei_endsNothing_suffixSeiStays() {
    script.at(9000).sendLast(VPS).sendLast(SPS).sendLast(PPS).sendLast(SEI).send(IDR);
    script.sendLast("500105").at(12600).send("460150").sendLast(TRAIL);
    assertThat(units).containsExactly("0 K 4e0105 2801af 500105", "3600 - 0201d0");
  }

  @Test
  void parameterSetsInBand_areWaitedFor() {
    PacketScript camera = withoutSdp();
    camera.at(0).sendLast(IDR).at(3600).send(SPS).sendLast(IDR);
    assertThat(camera.units).isEmpty();
    assertThat(config(camera)).isEqualTo("none");
    camera.at(7200).sendLast(aggregate(VPS, SPS, PPS, IDR)).at(10800).sendLast(TRAIL);
    assertThat(camera.units).containsExactly("0 K 2801af", "3600 - 0201d0");
    assertThat(config(camera)).isEqualTo("hvc1.1.6.L63.90 640x360");
    assertThat(camera.receiver.lostUnits()).isZero();
  }

  @Test
  void withoutVps_oneIsMade() {
    PacketScript camera = withoutSdp();
    camera.at(0).send(SPS).send(PPS).sendLast(IDR);
    assertThat(camera.units).containsExactly("0 K 2801af");
    assertThat(config(camera)).isEqualTo("hvc1.1.6.L63.90 640x360");
  }

  @Test
  void parameterSetsOfTheSdpAgainInBand_changeNothing() {
    Track before = script.receiver.track().orElseThrow();
    script.at(0).send(VPS).send(SPS + "00").send(PPS).sendLast(IDR);
    assertThat(script.receiver.track()).containsSame(before);
  }

  @Test
  void newSps_makesANewTrackAtTheKeyPicture() {
    script.at(0).sendLast(IDR).at(3600).send(SPS_REORDERS).sendLast(TRAIL);
    assertThat(config(script)).contains("640x360");
    script.at(7200).sendLast(IDR);
    assertThat(config(script)).isEqualTo("hvc1.1.6.L120.90 1920x1080");
  }

  @Test
  void slicesOfOnePicture_stayTogether_evenIfEachHasTheMarker() {
    script.at(0).send(IDR).sendLast(IDR_SECOND).at(3600).sendLast(TRAIL).sendLast(TRAIL_SECOND);
    script.at(7200).sendLast(IDR).sendLast(IDR_SECOND);
    script.at(10800).sendLast(TRAIL).sendLast(TRAIL_SECOND).at(14400).sendLast(TRAIL);
    assertThat(units)
        .containsExactly(
            "0 K 2801af 280130", "3600 - 0201d0", "7200 K 2801af 280130", "10800 - 0201d0 020150");
  }

  @Test
  void fragments_comeTogether_withAnyTypeInTheLaterOnes() {
    script.at(0).send("620194af").send("62011411").sendLast("62015422");
    script.at(3600).send("620181d0").send("62011433").sendLast("62014144");
    assertThat(units).containsExactly("0 K 2801af1122", "3600 - 0201d03344");
  }

  @Test
  void openIpc_wholeUnitAsOneFragmentWithStartAndEnd() {
    script.at(0).sendLast("6201d4af22").at(3600).sendLast("6201c1d0");
    assertThat(units).containsExactly("0 K 2801af22", "3600 - 0201d0");
  }

  @Test
  void lostMiddleOfAUnit_dropsUpToTheNextKeyPicture() {
    script.at(0).sendLast(IDR).at(3600).send("620181d0").lose(1).sendLast("62014133");
    script.at(7200).sendLast(TRAIL).at(10800).sendLast(CRA).at(14400).sendLast(TRAIL);
    assertThat(units).containsExactly("0 K 2801af", "10800 K 2a01af", "14400 - 0201d0");
    assertThat(script.receiver.lostUnits()).isEqualTo(2);
  }

  @Test
  void leadingPictures_areDroppedOnlyWhereDecodingBegins() {
    script.at(0).sendLast(CRA).at(3600).sendLast(RASL).at(7200).sendLast(TRAIL);
    script.at(10800).sendLast(CRA).at(14400).sendLast(RASL);
    assertThat(units)
        .containsExactly("0 K 2a01af", "7200 - 0201d0", "10800 K 2a01af", "14400 - 1201d0");
    assertThat(script.receiver.lostUnits()).isZero();
  }

  @Test
  void reorderedPictures_keepDecodingTimesRising() {
    script.at(0).send(SPS_REORDERS).sendLast(IDR).at(14400).sendLast(TRAIL);
    script.at(7200).sendLast(TRAIL).at(3600).sendLast(TRAIL_N).at(10800).sendLast(TRAIL_N);
    assertThat(units)
        .containsExactly(
            "0 K 2801af",
            "1/14400 - 0201d0",
            "2/7200 - 0201d0",
            "3600 - 0001d0",
            "7200/10800 - 0001d0");
  }

  @Test
  void decodingOrderNumbers_areSteppedOverWhereTheSdpAnnouncesThem() {
    PacketScript camera = script(true);
    camera.at(0).send("6001" + "0001" + "0003" + SEI + "00" + "0003" + IDR);
    camera.sendLast("2801" + "0002" + "3077").at(3600).send("620181" + "0003" + "d0");
    camera.sendLast("62014133");
    assertThat(camera.units).containsExactly("0 K 4e0105 2801af 28013077", "3600 - 0201d033");
  }

  @Test
  void annexBInsideOnePayload_isSplit() {
    PacketScript camera = withoutSdp();
    camera.at(0).sendLast(VPS + "00000001" + SPS + "000001" + PPS + "00000001" + IDR + "77");
    assertThat(camera.units).containsExactly("0 K 2801af77");
  }

  @Test
  void otherLayersReservedTypesAndShortPackets_areSteppedOver() {
    script.at(0).send("").send("28").send("6001").send("62").send("620114").send("6401aa");
    script.send("2809af").send("2c01af").send("4a01").send("4c01ffff").sendLast(IDR);
    assertThat(units).containsExactly("0 K 2801af");
  }

  @Test
  void aggregateWithWrongSize_damagesThePicture() {
    script.at(0).sendLast(IDR).at(3600).sendLast("6001 0003" + TRAIL + "00ff 02");
    script.at(7200).sendLast(IDR);
    assertThat(units).containsExactly("0 K 2801af", "7200 K 2801af");
    assertThat(script.receiver.lostUnits()).isEqualTo(1);
  }

  @Test
  void packetizedAndBack_isTheSameUnit() throws Exception {
    Track track = new Track(0, 90_000, H265PacketizerTest.config());
    Random random = new Random(4);
    for (int max : new int[] {16, 100, 1180, 60_000}) {
      PacketScript camera = withoutSdp();
      int sequence = 0;
      List<String> expected = new ArrayList<>();
      for (int picture = 0; picture < 20; picture++) {
        boolean key = picture % 5 == 0;
        byte[] slice = new byte[10 + random.nextInt(5000)];
        for (int i = 0; i < slice.length; i++) {
          slice[i] = (byte) (1 + random.nextInt(255)); // no zeros: no start codes
        }
        System.arraycopy(PacketScript.hex(key ? CRA : TRAIL).array(), 0, slice, 0, 3);
        long dts = picture * 3600L;
        ByteBuffer payload = NalUnits.join(List.of(ByteBuffer.wrap(slice)));
        AccessUnit unit = new AccessUnit(track, dts, dts, Instant.EPOCH, key, payload);
        expected.add(PacketScript.describe(unit));
        List<ByteBuffer> payloads = new H265Packetizer(max).packetize(unit);
        camera.at(dts);
        for (int i = 0; i < payloads.size(); i++) {
          camera.packet(96, sequence++, i == payloads.size() - 1, payloads.get(i));
        }
      }
      assertThat(camera.units).as("max %d", max).isEqualTo(expected);
    }
  }

  @Test
  void mutatedPayloads_neverThrow() {
    Random random = new Random(6);
    String[] good = {
      VPS,
      SPS,
      PPS,
      IDR + "0102",
      TRAIL + "03",
      aggregate(VPS, SPS, PPS, IDR),
      "620194af",
      "62011411",
      "62015422",
      "460150",
      SPS + "00000001" + PPS + "000001" + IDR
    };
    int sequence = 0;
    PacketScript camera = script(false);
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
    assertThat(camera.units).isNotEmpty().hasSizeLessThan(50_000);
  }
}
