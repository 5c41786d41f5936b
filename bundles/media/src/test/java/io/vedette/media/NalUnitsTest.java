package io.vedette.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NalUnitsTest {
  private static ByteBuffer hex(String bytes) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(bytes.replace(" ", "")));
  }

  @Test
  void header_givesTypeAndReference() {
    assertThat(NalUnits.h264Type((byte) 0x67)).isEqualTo(NalUnits.SPS);
    assertThat(NalUnits.h264Type((byte) 0xe5)).isEqualTo(NalUnits.IDR);
    assertThat(NalUnits.refIdc((byte) 0xe5)).isEqualTo(3);
    assertThat(NalUnits.refIdc((byte) 0x01)).isZero();
    assertThat(NalUnits.isSlice(NalUnits.SLICE)).isTrue();
    assertThat(NalUnits.isSlice(NalUnits.IDR)).isTrue();
    assertThat(NalUnits.isSlice(NalUnits.SEI)).isFalse();
    assertThat(NalUnits.isSlice(0)).isFalse();
  }

  @Test
  void join_andSplit_areInverse() throws Exception {
    List<ByteBuffer> units = List.of(hex("0605"), hex("65880102"), hex("41"));
    ByteBuffer joined = NalUnits.join(units);
    assertThat(joined).isEqualTo(hex("00000002 0605 00000004 65880102 00000001 41"));
    assertThat(joined.isReadOnly()).isTrue();
    assertThat(NalUnits.split(joined)).isEqualTo(units);
    assertThat(joined.position()).isZero();
  }

  @Test
  void split_ofPartOfABuffer_staysInside() throws Exception {
    ByteBuffer buffer = hex("ffff 00000001 41 ffff").position(2).limit(7);
    assertThat(NalUnits.split(buffer)).containsExactly(hex("41"));
    assertThat(NalUnits.split(hex(""))).isEmpty();
  }

  @Test
  void split_withLengthThatDoesNotFit_saysWhere() {
    assertThatThrownBy(() -> NalUnits.split(hex("00000001 41 00000003 4142")))
        .isInstanceOf(MalformedMediaException.class)
        .hasMessage("NAL unit length 3 at byte 5 of 11");
    assertThatThrownBy(() -> NalUnits.split(hex("00000000")))
        .isInstanceOf(MalformedMediaException.class);
    assertThatThrownBy(() -> NalUnits.split(hex("ffffffff 41")))
        .isInstanceOf(MalformedMediaException.class);
    assertThatThrownBy(() -> NalUnits.split(hex("0000 01")))
        .isInstanceOf(MalformedMediaException.class);
  }

  @Test
  void annexB_withLongAndShortStartCodes() {
    assertThat(NalUnits.splitAnnexB(hex("00000001 6742 000001 68ce 00000001 6588")))
        .containsExactly(hex("6742"), hex("68ce"), hex("6588"));
  }

  @Test
  void annexB_bytesBeforeTheFirstStartCode_areAUnit() {
    assertThat(NalUnits.splitAnnexB(hex("6742 00000001 68ce")))
        .containsExactly(hex("6742"), hex("68ce"));
  }

  @Test
  void annexB_trailingZerosAndEmptyUnits_areLeftOut() {
    assertThat(NalUnits.splitAnnexB(hex("000001 000001 6742 0000 000001 41 000000")))
        .containsExactly(hex("6742"), hex("41"));
    assertThat(NalUnits.splitAnnexB(hex(""))).isEmpty();
    assertThat(NalUnits.splitAnnexB(hex("000000"))).isEmpty();
  }

  @Test
  void annexB_emulationPrevention_isNoStartCode() {
    assertThat(NalUnits.splitAnnexB(hex("000001 65 000003 01 000002")))
        .containsExactly(hex("65 000003 01 000002"));
  }

  @Test
  void annexB_ofRandomUnits_givesThemBack() {
    Random random = new Random(2);
    for (int round = 0; round < 2_000; round++) {
      List<ByteBuffer> units = new ArrayList<>();
      ByteBuffer stream = ByteBuffer.allocate(4096);
      for (int i = random.nextInt(6); i >= 0; i--) {
        byte[] unit = new byte[1 + random.nextInt(200)];
        int zeros = 0;
        for (int at = 0; at < unit.length; at++) {
          unit[at] = (byte) (zeros == 2 ? 3 : random.nextInt(4)); // as an encoder escapes
          zeros = unit[at] == 0 ? zeros + 1 : 0;
        }
        unit[unit.length - 1] = (byte) 0x80; // a NAL unit never ends with zero
        units.add(ByteBuffer.wrap(unit));
        stream.put(hex(random.nextBoolean() ? "00000001" : "000001")).put(unit);
      }
      assertThat(NalUnits.splitAnnexB(stream.flip())).isEqualTo(units);
    }
  }

  @Test
  void sliceHeader_givesFirstMacroblockAndType() throws Exception {
    assertThat(NalUnits.sliceHeader(hex("6588"))).isEqualTo(new NalUnits.SliceHeader(0, 2));
    assertThat(NalUnits.sliceHeader(hex("419a"))).isEqualTo(new NalUnits.SliceHeader(0, 0));
    assertThat(NalUnits.sliceHeader(hex("019e")).isB()).isTrue();
    assertThat(NalUnits.sliceHeader(hex("4146"))).isEqualTo(new NalUnits.SliceHeader(1, 0));
    assertThatThrownBy(() -> NalUnits.sliceHeader(hex("65")))
        .isInstanceOf(MalformedMediaException.class);
    assertThatThrownBy(() -> NalUnits.sliceHeader(hex("650000000000")))
        .hasMessageContaining("leading zeros");
  }

  @Test
  void split_ofAnyBytes_throwsOnlyMalformed() {
    Random random = new Random(3);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      for (int at = 0; at + 3 < bytes.length && random.nextInt(8) != 0; ) {
        int length = random.nextInt(10);
        ByteBuffer.wrap(bytes).putInt(at, length);
        at += 4 + length;
      }
      try {
        int sum =
            NalUnits.split(ByteBuffer.wrap(bytes)).stream().mapToInt(u -> 4 + u.remaining()).sum();
        assertThat(sum).isEqualTo(bytes.length);
      } catch (MalformedMediaException expected) {
        assertThat(expected.getMessage()).contains(" of " + bytes.length);
      }
    }
  }
}
