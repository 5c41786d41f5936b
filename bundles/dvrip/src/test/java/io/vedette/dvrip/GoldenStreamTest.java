package io.vedette.dvrip;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.AccessUnit;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.NalUnits;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * A stream's connection with everything that may happen in it, and what must come of it: {@code
 * stream.dump}. {@code -Dgolden.update=true} writes it anew.
 */
class GoldenStreamTest {
  private static final Path GOLDEN = Path.of("src/test/resources/io/vedette/dvrip/stream.dump");

  private final StringBuilder dump = new StringBuilder();
  private final DvripStream stream = new DvripStream(0x1a, Json.object("Name", "OPMonitor"));
  private long nowNanos;

  private void receive(String what, byte[] bytes) throws Exception {
    nowNanos += 40_000_000;
    dump.append(what).append('\n');
    stream.received(ByteBuffer.wrap(bytes), nowNanos, Instant.EPOCH);
    for (AccessUnit unit = stream.next(); unit != null; unit = stream.next()) {
      describe(unit);
    }
  }

  private void describe(AccessUnit unit) throws MalformedMediaException {
    dump.append("  ").append(unit.track().config().codecName()).append(" dts ").append(unit.dts());
    dump.append(unit.randomAccess() ? " key:" : ":");
    if (unit.track().isVideo()) {
      for (ByteBuffer nal : NalUnits.split(unit.payload())) {
        dump.append(' ').append(NalUnits.h264Type(nal.get(0))).append('/').append(nal.remaining());
      }
    } else {
      dump.append(' ').append(unit.sizeBytes());
    }
    dump.append(", lost ").append(stream.lostUnits()).append('\n');
  }

  @Test
  void stream() throws Exception {
    byte[] sound = Wire.audio(0x0e, 2, 320);
    byte[] key = Wire.key(0x12, 25, Wire.KEY);
    byte[] delta = Wire.delta(Wire.DELTA);
    Object ok = Json.object("Name", "OPMonitor", "Ret", 100);
    receive(
        "claim accepted",
        Wire.bytes(DvripPacket.message(0x1a, 0, DvripId.MONITOR_CLAIM + 1, ok).encode()));
    receive("sound before the first picture", Wire.media(sound));
    receive("a picture before the first key picture", Wire.media(delta));
    receive("key picture, sound", Wire.media(key, sound));
    receive("reply to the start, late", Wire.bytes(DvripPacket.message(1, 0, 1411, ok).encode()));
    byte[] all = Wire.join(delta, sound);
    receive("begin of a picture", Wire.media(java.util.Arrays.copyOf(all, 11)));
    receive("its end, sound", Wire.media(java.util.Arrays.copyOfRange(all, 11, all.length)));
    receive("information of the device", Wire.media(Wire.hex("000001f9 0100 0400 aabbccdd")));
    receive("junk, a picture", Wire.media(Wire.hex("0011223344556677"), delta));
    receive("key picture of another size", Wire.media(Wire.key(0x52, 25, Wire.KEY)));
    receive("another rate", Wire.media(Wire.key(0x52, 10, Wire.KEY), delta));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(GOLDEN, dump);
    }
    assertThat(dump.toString()).isEqualTo(Files.readString(GOLDEN));
  }
}
