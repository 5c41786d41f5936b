package io.vedette.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnnexBPicturesTest {
  private static final String SPS = "00000001 6742c00ad91ec044000003000400000300783c489920";
  private static final String PPS = "00000001 68cb83cb20";
  private static final String IDR = "000001 6588840bf26280019c";
  private static final String SLICE = "000001 419a0203";

  private final AnnexBPictures pictures = new AnnexBPictures(0);

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  @Test
  void keyPictureBringsItsTrack_withoutParameterSetsInThePayload() throws Exception {
    AnnexBPictures.Picture picture =
        pictures.add(bytes("00000001 0910" + SPS + PPS + IDR)).orElseThrow();
    assertThat(picture.randomAccess()).isTrue();
    assertThat(picture.payload()).isEqualTo(bytes("00000009 6588840bf26280019c"));
    assertThat(((H264Config) picture.track().config()).parsedSps().width()).isEqualTo(16);
  }

  @Test
  void parameterSetsAlone_waitForTheirPicture() throws Exception {
    assertThat(pictures.add(bytes(SPS + PPS))).isEmpty();
    assertThat(pictures.add(bytes(IDR))).isPresent();
  }

  @Test
  void afterLoss_nothingUpToTheNextKeyPicture() throws Exception {
    assertThat(pictures.add(bytes(SLICE))).isEmpty();
    assertThat(pictures.add(bytes(SPS + PPS + IDR))).isPresent();
    assertThat(pictures.add(bytes(SLICE))).isPresent();
    pictures.lost();
    assertThat(pictures.add(bytes(SLICE))).isEmpty();
    assertThat(pictures.add(bytes(IDR))).isPresent();
  }

  @Test
  void sameParameterSetsAgain_keepTheTrack() throws Exception {
    Track first = pictures.add(bytes(SPS + PPS + IDR)).orElseThrow().track();
    assertThat(pictures.add(bytes(SPS + PPS + IDR)).orElseThrow().track()).isSameAs(first);
  }

  @Test
  void otherFormats_areToldApart() {
    assertThatThrownBy(() -> pictures.add(bytes("00000009 6588840b")))
        .isInstanceOf(MalformedMediaException.class);
    assertThatThrownBy(() -> pictures.add(bytes("000001b6 10112233"))) // MPEG-4 visual
        .isInstanceOf(MalformedMediaException.class)
        .hasMessageContaining("0xb6");
  }

  @Test
  void mutatedPictures_throwNothingElse() {
    byte[] good = bytes(SPS + PPS + IDR + SLICE).array();
    Random random = new Random(3);
    for (int round = 0; round < 5000; round++) {
      byte[] bytes = good.clone();
      for (int i = random.nextInt(6); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        Optional<AnnexBPictures.Picture> picture = pictures.add(ByteBuffer.wrap(bytes));
        picture.ifPresent(p -> assertThat(p.payload().remaining()).isLessThan(2 * good.length));
      } catch (MalformedMediaException expected) {
        assertThat(expected.getMessage()).isNotEmpty();
      }
    }
  }

  private static final String H265_SETS =
      "00000001 40010c01ffff01600000030090000003000003003f928090"
          + "00000001 42010101600000030090000003000003003fa0050201696592a4932bc05a02000003000200"
          + "0003003210 00000001 4401c172b46240";

  @Test
  void encoderThatIsSetToTheOtherCodec_goesOnWithItsKeyPicture() throws Exception {
    String h265Key = H265_SETS + "00000001 2801af1d30";
    pictures.add(bytes(SPS + PPS + IDR));
    assertThat(pictures.add(bytes(h265Key)).orElseThrow().track().config().codecName())
        .isEqualTo("h265");
    assertThat(pictures.add(bytes("00000001 0201d00b8f"))).isPresent();
    assertThat(pictures.add(bytes(SPS + PPS + IDR)).orElseThrow().track().config().codecName())
        .isEqualTo("h264");
    assertThat(pictures.add(bytes(H265_SETS))).as("sets alone").isEmpty();
    assertThat(pictures.add(bytes("00000001 0201d00b8f"))).as("of the group before").isEmpty();
    assertThat(pictures.add(bytes("00000001 2801af1d30"))).isPresent();
  }

  @Test
  void h265_beginsAtACraPicture_withoutWhatRefersBeforeIt() throws Exception {
    AnnexBPictures h265 = new AnnexBPictures(0);
    assertThat(h265.add(bytes("00000001 0201d0" + "01"))).isEmpty();
    AnnexBPictures.Picture cra = h265.add(bytes(H265_SETS + "00000001 2a01af")).orElseThrow();
    assertThat(cra.randomAccess()).isTrue();
    assertThat(cra.track().config()).hasToString("hvc1.1.6.L63.90 640x360");
    assertThat(cra.payload()).isEqualTo(bytes("00000003 2a01af"));
    assertThat(h265.add(bytes("00000001 1201d0" + "01"))).as("RASL").isEmpty();
    assertThat(h265.add(bytes("00000001 0001d0" + "01"))).as("TRAIL_N").isPresent();
    assertThat(h265.add(bytes("00000001 2a01af"))).isPresent();
    assertThat(h265.add(bytes("00000001 1201d0" + "01"))).as("RASL in its place").isPresent();
  }
}
