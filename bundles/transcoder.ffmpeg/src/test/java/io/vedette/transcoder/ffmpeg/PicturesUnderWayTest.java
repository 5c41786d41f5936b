package io.vedette.transcoder.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which place a picture that comes out has. Letters: I key picture, P any other. */
class PicturesUnderWayTest {
  private static final Track ANY = new Track(0, 8000, new G711Config(G711Config.Law.A, 1));

  private PicturesUnderWay underWay = new PicturesUnderWay(0);
  private int added;

  private void in(String pictures) {
    for (String picture : pictures.split("")) {
      in(picture, picture);
    }
  }

  /** One picture, with the bytes of some. */
  private void in(String picture, String bytes) {
    long dts = added++;
    List<Boolean> keys = Stream.of(bytes.split("")).map("I"::equals).toList();
    boolean key = picture.equals("I");
    underWay.in(new AccessUnit(ANY, dts, dts, Instant.EPOCH, key, ByteBuffer.allocate(1)), keys);
  }

  /** Numbers of the places; - for none. */
  private String out(String pictures) {
    StringBuilder places = new StringBuilder();
    for (int i = 0; i < pictures.length(); i++) {
      boolean key = pictures.charAt(i) == 'I';
      places.append(underWay.out(key).map(u -> Long.toString(u.dts())).orElse("-"));
    }
    return places.toString();
  }

  @Test
  void oneForOne() {
    in("IPPIP");
    assertThat(out("IPPIP")).isEqualTo("01234");
  }

  @Test
  void aPictureThatWasSwallowed_shiftsNothingBehindTheNextKeyPicture() {
    in("IPPPIPP");
    assertThat(out("IPPIPP")).isEqualTo("012456");
  }

  @Test
  void heldBackPicturesOfTheGroupBefore_haveNoPlace() {
    underWay = new PicturesUnderWay(1);
    in("I", "IP"); // key pictures alone, each handed over with others that the decoder wanted
    in("I", "IP");
    assertThat(out("I" + "P" + "I" + "P")).isEqualTo("0-1-");
  }

  @Test
  void keyPictureThatIsHeldBackAtAJump_hasNotThePlaceOfTheOneThatWasJumpedTo() {
    underWay = new PicturesUnderWay(2);
    in("I", "IPP");
    in("P", "I");
    in("I", "IPP"); // jumped to
    in("P", "P");
    assertThat(out("IP" + "PI" + "IP")).isEqualTo("01" + "--" + "23");
  }

  @Test
  void ofNothingThatWentIn_nothingHasAPlace() {
    assertThat(out("IP")).isEqualTo("--");
  }
}
