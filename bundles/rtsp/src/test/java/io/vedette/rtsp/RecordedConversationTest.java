package io.vedette.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.AccessUnit;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * Everything a server wrote during a session, as recorded from the socket, and the units that must
 * come of it: {@code NAME.bytes} → {@code NAME.dump}. {@code -Dgolden.update=true} writes the dumps
 * anew.
 */
class RecordedConversationTest {
  private static final Path RESOURCES = Path.of("src/test/resources/io/vedette/rtsp");

  /** Three seconds of 640x360 at 15 pictures per second with A-law, requested by this client. */
  @Test
  void gstRtspServer() throws Exception {
    check("gst-rtsp-server-1.22-h264-pcma");
  }

  @Test
  void mutatedConversations_throwOnlyRtspException() throws Exception {
    byte[] good = Files.readAllBytes(RESOURCES.resolve("gst-rtsp-server-1.22-h264-pcma.bytes"));
    Random random = new Random(11);
    int survived = 0;
    for (int round = 0; round < 300; round++) {
      byte[] bytes = good.clone();
      for (int i = random.nextInt(30); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      for (int i = random.nextInt(5); i > 0; i--) { // the messages are but a small part
        bytes[random.nextInt(2500)] = (byte) random.nextInt();
      }
      try {
        dump(bytes, 1 + random.nextInt(8000));
        survived++;
      } catch (RtspException expected) {
        assertThat(expected.getMessage()).isNotEmpty();
      }
    }
    assertThat(survived).isBetween(50, 299);
  }

  private static void check(String name) throws Exception {
    byte[] bytes = Files.readAllBytes(RESOURCES.resolve(name + ".bytes"));
    String dump = dump(bytes, 1460);
    Path golden = RESOURCES.resolve(name + ".dump");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, dump);
    }
    assertThat(dump).isEqualTo(Files.readString(golden));
    assertThat(withoutTimes(dump(bytes, 7))).isEqualTo(withoutTimes(dump));
  }

  /** Audio is placed by arrival, which the size of the pieces decides here. */
  private static String withoutTimes(String dump) {
    return dump.replaceAll("(?m)^(pcma) +\\d+", "$1");
  }

  private static String dump(byte[] bytes, int pieceBytes) throws Exception {
    RtspPlayer player =
        new RtspPlayer(RtspUrl.parse("rtsp://127.0.0.1/cam"), Optional.empty(), new Random(1), 0);
    StringBuilder dump = new StringBuilder();
    boolean tracksShown = false;
    for (int at = 0; at < bytes.length; at += pieceBytes) {
      int size = Math.min(pieceBytes, bytes.length - at);
      player.space().put(bytes, at, size);
      long nanos = at * 50_000L; // about as fast as it came
      player.received(size, nanos, Instant.ofEpochSecond(0, nanos));
      for (AccessUnit unit = player.next(); unit != null; unit = player.next()) {
        line(dump, unit);
      }
      if (!tracksShown && player.tracks().isPresent()) {
        tracksShown = true;
        for (Track track : player.tracks().orElseThrow()) {
          dump.append(track).append('\n');
        }
      }
    }
    dump.append("lost ").append(player.lostUnits());
    return dump.append(", bad ").append(player.badPackets()).append('\n').toString();
  }

  private static void line(StringBuilder dump, AccessUnit unit) throws Exception {
    dump.append(unit.track().config().codecName());
    dump.append(String.format("%8d", unit.dts())).append(unit.randomAccess() ? " K" : " -");
    if (!unit.track().isVideo()) {
      dump.append(' ').append(hash(unit.payload())).append('\n');
      return;
    }
    for (ByteBuffer nalUnit : NalUnits.split(unit.payload())) {
      dump.append(" type ").append(NalUnits.h264Type(nalUnit.get(0))).append(' ');
      dump.append(hash(nalUnit));
    }
    dump.append('\n');
  }

  private static String hash(ByteBuffer bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes.duplicate());
    return bytes.remaining() + ":" + Long.toHexString(crc.getValue());
  }
}
