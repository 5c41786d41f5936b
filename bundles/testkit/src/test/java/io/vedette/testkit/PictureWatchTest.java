package io.vedette.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import io.vedette.rtp.H264Packetizer;
import io.vedette.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Packets → pictures → when the camera sent them. */
class PictureWatchTest {
  private static final Clip CLIP = Clip.of(Clip.Scene.STREET, Profile.SUB);
  private static final long LOOP_START = 1_790_000_000_000L / 16_000 * 16_000;

  private final PictureWatch watch = new PictureWatch();
  private final List<Picture> pictures = new ArrayList<>();
  private int sequence = 65_530; // on the way it wraps

  /** Sends pictures; loses the last packet of one of them. */
  private void send(int from, int to, int losing) throws Exception {
    send(from, to, losing, -1);
  }

  /** The same; of another one the last packet is not sent at all. */
  private void send(int from, int to, int losing, int unfinished) throws Exception {
    for (int n = from; n < to; n++) {
      AccessUnit unit = CLIP.units().get(n);
      List<ByteBuffer> payloads = new H264Packetizer(1180).packetize(unit);
      for (int i = 0; i < payloads.size(); i++) {
        boolean last = i == payloads.size() - 1;
        if (last && n == unfinished) {
          break;
        }
        ByteBuffer packet = ByteBuffer.allocate(2000);
        RtpPacket.writeHeader(packet, 0, last, 102, sequence++ & 0xffff, unit.dts(), 7);
        packet.position(RtpPacket.HEADER_BYTES).put(payloads.get(i)).flip();
        if (n != losing || !last) {
          watch.accept(RtpPacket.parse(packet), n).ifPresent(pictures::add);
        }
      }
    }
  }

  @Test
  void everyPictureIsToldWithTheSizeOfItsSlices() throws Exception {
    send(0, 62, -1);
    KeyPictures keys = new KeyPictures(CLIP);
    assertThat(pictures).hasSize(62).allMatch(Picture::whole);
    assertThat(pictures.stream().filter(Picture::key).map(Picture::rtpTimestamp))
        .containsExactly(0L, 180_000L, 360_000L);
    assertThat(pictures.get(30).sliceBytes()).isEqualTo(keys.sliceBytesAt(LOOP_START + 3_000));
    assertThat(watch.lost()).isZero();
  }

  @Test
  void lossIsCountedAndThePictureAfterItIsNotWhole() throws Exception {
    send(0, 4, 1);
    assertThat(watch.lost()).isEqualTo(1);
    assertThat(pictures).extracting(Picture::whole).containsExactly(true, false, true);
  }

  @Test
  void aPictureThatIsLeftUnfinishedIsNoneAndNoPartOfTheNext() throws Exception {
    send(0, 2, -1, 0); // a key picture, and then a jump
    assertThat(pictures).hasSize(1).allMatch(Picture::whole).noneMatch(Picture::key);
    assertThat(watch.lost()).isZero();
  }

  @Test
  void sizeTellsWhenAKeyPictureWasSent() {
    KeyPictures keys = new KeyPictures(CLIP);
    int size = keys.sliceBytesAt(LOOP_START + 4_900);
    assertThat(keys.dueMillis(size, LOOP_START + 4_900)).hasValue(LOOP_START + 4_000);
    assertThat(keys.dueMillis(size, LOOP_START + 3_999)).hasValue(LOOP_START - 12_000);
    assertThat(keys.dueMillis(-1, LOOP_START)).isEmpty();
  }
}
