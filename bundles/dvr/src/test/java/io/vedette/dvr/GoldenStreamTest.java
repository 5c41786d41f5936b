package io.vedette.dvr;

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
 * A data connection with everything that may happen in it, and what must come of it: {@code
 * stream.dump}. {@code -Dgolden.update=true} writes it anew.
 */
class GoldenStreamTest {
  private static final Path GOLDEN = Path.of("src/test/resources/io/vedette/dvr/stream.dump");

  private final StringBuilder dump = new StringBuilder();
  private final StreamIntake intake =
      new StreamIntake(
          2,
          ack -> {
            ByteBuffer body = ack.body();
            dump.append("  acknowledge ").append(body.getInt()).append('\n');
          });
  private final ChannelReader[] readers = {new ChannelReader(0), new ChannelReader(1)};
  private long nowNanos;
  private long number;

  private void receive(String what, byte[] bytes) throws Exception {
    nowNanos += 40_000_000;
    dump.append(what).append('\n');
    intake.push(ByteBuffer.wrap(bytes), nowNanos, Instant.EPOCH);
    for (ChannelReader reader : readers) {
      for (AccessUnit unit = reader.next(); unit != null; unit = reader.next()) {
        describe(reader, unit);
      }
    }
  }

  private void describe(ChannelReader reader, AccessUnit unit) throws MalformedMediaException {
    dump.append("  channel ").append(reader.channel()).append(" dts ").append(unit.dts());
    dump.append(unit.randomAccess() ? " key " : " ").append(unit.track().config()).append(':');
    for (ByteBuffer nal : NalUnits.split(unit.payload())) {
      dump.append(' ').append(NalUnits.h264Type(nal.get(0))).append('/').append(nal.remaining());
    }
    dump.append(", lost ").append(reader.lostUnits()).append('\n');
  }

  private byte[] packet(byte[]... frames) {
    return Wire.packet(++number, frames);
  }

  private static byte[] key(int channel, long pts) {
    return Wire.frame(channel, Wire.KEY, pts, Wire.Counts.PES);
  }

  private static byte[] delta(int channel, long pts) {
    return Wire.frame(channel, Wire.DELTA, pts, Wire.Counts.PES);
  }

  @Test
  void stream() throws Exception {
    intake.add(readers[0]);
    intake.add(readers[1]);
    receive("first key picture: held until the length is understood", packet(key(0, 90_000)));
    receive("key picture of the other channel", packet(key(1, 500)));
    receive("two frames in one packet", packet(delta(0, 93_600), delta(1, 4_100)));
    byte[] frame = delta(0, 97_200);
    receive("begin of a frame", packet(java.util.Arrays.copyOf(frame, 100)));
    receive("its end", packet(java.util.Arrays.copyOfRange(frame, 100, frame.length)));
    receive("clock of the device jumps back", packet(delta(0, 100)));
    receive("and goes on from there", packet(delta(0, 3_700)));
    number++;
    receive("a packet is missing", packet(delta(1, 7_700)));
    receive("key picture of one channel", packet(key(1, 11_300)));
    receive("junk", Wire.hex("ff5656"));
    receive("key pictures of both", packet(key(0, 7_300), key(1, 14_900)));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(GOLDEN, dump);
    }
    assertThat(dump.toString()).isEqualTo(Files.readString(GOLDEN));
  }
}
