package io.vedette.testkit.dvr;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.driver.Credentials;
import io.vedette.dvr.DvrId;
import io.vedette.dvr.DvrLogin;
import io.vedette.dvr.DvrMessage;
import io.vedette.dvr.PacketHeader;
import io.vedette.testkit.Clip.Scene;
import io.vedette.testkit.RecorderChannel;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the DVR does with a data connection, whichever of its two ports it looks at first. */
@Timeout(20)
class SimulatedDvrTest {
  private static final DvrSetup SETUP =
      DvrSetup.of(new Credentials("admin", "4321"), RecorderChannel.of(5, Scene.STREET));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void picturesCome_whereverTheDataConnectionIsAmongTheCommands(int place) throws Exception {
    List<DvrMessage> commands =
        List.of(command(DvrId.STREAM_CONNECT, 0, 0), command(DvrId.LIVE_CHANNELS, 8, 1));
    try (SimulatedDvr dvr = new SimulatedDvr(SETUP);
        Socket control = connect(dvr, dvr.controlPort())) {
      signIn(control);
      for (int done = 0; done < place; done++) {
        ask(control, commands.get(done));
      }
      try (Socket data = connect(dvr, dvr.dataPort())) {
        for (int left = place; left < commands.size(); left++) {
          ask(control, commands.get(left));
        }
        assertThat(data.getInputStream().readNBytes(PacketHeader.BYTES))
            .hasSize(PacketHeader.BYTES);
      }
    }
  }

  @Test
  void endOfAnEarlierDataConnection_isNoneOfTheNext() throws Exception {
    try (SimulatedDvr dvr = new SimulatedDvr(SETUP);
        Socket control = connect(dvr, dvr.controlPort())) {
      signIn(control);
      try (Socket earlier = connect(dvr, dvr.dataPort())) {
        ask(control, command(DvrId.STREAM_CONNECT, 0, 0));
        ask(control, command(DvrId.STREAM_DISCONNECT, 0, 0), command(DvrId.STREAM_CONNECT, 0, 0));
        assertThat(earlier.getInputStream().read()).isEqualTo(-1);
      }
      try (Socket next = connect(dvr, dvr.dataPort())) {
        ask(control, command(DvrId.LIVE_CHANNELS, 8, 1));
        assertThat(next.getInputStream().readNBytes(PacketHeader.BYTES))
            .hasSize(PacketHeader.BYTES);
      }
    }
  }

  private static Socket connect(SimulatedDvr dvr, int port) throws IOException {
    return new Socket(dvr.uri().getHost(), port);
  }

  private static void signIn(Socket control) throws IOException {
    ask(control, new DvrLogin("admin", "4321").message());
  }

  private static DvrMessage command(int id, int bytes, int first) {
    ByteBuffer body = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return new DvrMessage(true, id, bytes == 0 ? body : body.putInt(0, first));
  }

  /** Sends commands at once and waits for their replies, which must be good. */
  private static void ask(Socket control, DvrMessage... commands) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1000);
    for (DvrMessage command : commands) {
      bytes.put(command.encode());
    }
    control.getOutputStream().write(bytes.array(), 0, bytes.position());
    for (DvrMessage command : commands) {
      expectGood(control, DvrId.reply(command.id()));
    }
  }

  private static void expectGood(Socket control, int reply) throws IOException {
    DataInputStream in = new DataInputStream(control.getInputStream());
    ByteBuffer header = ByteBuffer.wrap(in.readNBytes(DvrMessage.HEADER_BYTES));
    header.order(ByteOrder.LITTLE_ENDIAN);
    assertThat(header.getShort(1)).isEqualTo((short) reply);
    assertThat(in.readNBytes(header.getInt(3))[0]).isEqualTo((byte) DvrMessage.OK);
  }
}
