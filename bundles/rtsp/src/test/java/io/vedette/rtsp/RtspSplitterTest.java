package io.vedette.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtspSplitterTest {
  private final RtspSplitter splitter = new RtspSplitter();
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

  private RtspSplitterTest text(String text) {
    stream.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** A frame whose packet begins with RTP version 2. */
  private RtspSplitterTest frame(int channel, int size) {
    byte[] packet = new byte[size];
    packet[0] = (byte) 0x80;
    packet[size - 1] = (byte) channel;
    ByteBuffer header = ByteBuffer.allocate(4);
    Interleaved.writeHeader(header, channel, size);
    stream.writeBytes(header.array());
    stream.writeBytes(packet);
    return this;
  }

  /** Feeds all bytes in pieces of the given size and lists what came out. */
  private List<String> split(int pieceBytes) throws RtspException {
    List<String> parts = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(stream.toByteArray());
    while (bytes.hasRemaining()) {
      ByteBuffer space = splitter.space();
      int size = Math.min(Math.min(pieceBytes, bytes.remaining()), space.remaining());
      space.put(bytes.slice(bytes.position(), size));
      bytes.position(bytes.position() + size);
      splitter.added(size);
      collect(parts);
    }
    return parts;
  }

  private void collect(List<String> parts) throws RtspException {
    for (RtspSplitter.Part part = splitter.next();
        part != RtspSplitter.Part.NONE;
        part = splitter.next()) {
      parts.add(
          part == RtspSplitter.Part.FRAME
              ? "$" + splitter.nextFrame().channel() + ":" + splitter.nextFrame().packet().limit()
              : splitter.nextMessage().startLine() + "|" + splitter.nextMessage().body());
    }
  }

  @Test
  void anyPieces_giveTheSameParts() throws Exception {
    text("RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 5\r\n\r\nv=0\r\n");
    frame(0, 1400).frame(1, 28).frame(0, 65535);
    text("OPTIONS rtsp://x/ RTSP/1.0\r\nCSeq: 7\r\n\r\n").frame(0, 12);
    List<String> expected =
        List.of(
            "RTSP/1.0 200 OK|v=0\r\n",
            "$0:1400",
            "$1:28",
            "$0:65535",
            "OPTIONS rtsp://x/ RTSP/1.0|",
            "$0:12");
    for (int size : new int[] {1, 7, 1000, 100_000}) {
      assertThat(split(size)).as("pieces of %d", size).isEqualTo(expected);
    }
  }

  @Test
  void frameBeforeThePlayReply_isTaken() throws Exception {
    // v4l2rtspserver; Reolink sends its first sender report before the reply.
    frame(1, 28).text("RTSP/1.0 200 OK\r\nCSeq: 4\r\n\r\n");
    assertThat(split(5)).containsExactly("$1:28", "RTSP/1.0 200 OK|");
  }

  @Test
  void lineBreaksBeforeFrames_areSteppedOver() throws Exception {
    text("RTSP/1.0 200 OK\r\nCSeq: 4\r\n\r\n\r\n").frame(0, 20).text("\r\n").frame(0, 21);
    assertThat(split(1000)).containsExactly("RTSP/1.0 200 OK|", "$0:20", "$0:21");
    assertThat(splitter.junkBytes()).isZero();
  }

  @Test
  void headersWithBareLineFeeds_areRead() throws Exception {
    text("RTSP/1.0 401 Unauthorized\nCSeq: 2  \nWWW-Authenticate: Basic realm=\"x\"\n\n");
    split(1000);
    assertThat(splitter.nextMessage().sequence()).hasValue(2);
    assertThat(splitter.nextMessage().headers().first("www-authenticate"))
        .hasValue("Basic realm=\"x\"");
  }

  @Test
  void headerLinesWithoutColon_areIgnored() throws Exception {
    text("RTSP/1.0 200 OK\r\nnonsense\r\nCSeq : 3\r\n: empty\r\n\r\n");
    split(1000);
    assertThat(splitter.nextMessage().headers().fields())
        .containsExactly(new RtspHeaders.Field("CSeq", "3"));
  }

  @Test
  void loneCarriageReturnsInHeaders_areBlanks() throws Exception {
    text("RTSP/1.0 200 OK\r\nCS\req\r: 3\rx\r\n\r\n");
    split(1000);
    assertThat(splitter.nextMessage().headers().fields())
        .containsExactly(new RtspHeaders.Field("CS eq", "3 x"));
  }

  @Test
  void strayBytesBetweenFrames_areSteppedOverAndCounted() throws Exception {
    splitter.highestChannel(1);
    frame(0, 30).text("\u0000\u0001junk$\u0007\u0000\u0005").frame(1, 31).text("xx");
    text("RTSP/1.0 200 OK\r\nCSeq: 9\r\n\r\n");
    assertThat(split(3)).containsExactly("$0:30", "$1:31", "RTSP/1.0 200 OK|");
    assertThat(splitter.junkBytes()).isEqualTo(12);
  }

  @Test
  void wrongLength_costsAtMostOneFrameOfBytes() throws Exception {
    splitter.highestChannel(1);
    frame(0, 100).text("$\u0000\u00ff\u00ff\u0080");
    for (int i = 0; i < 80; i++) {
      frame(0, 1000);
    }
    assertThat(split(1460).stream().filter("$0:1000"::equals).count()).isGreaterThan(10);
  }

  @Test
  void frameOfAnotherSession_inStep_isPassedWithItsChannel() throws Exception {
    // live555 before 2017: data of a dead session in a reused connection.
    splitter.highestChannel(1);
    frame(0, 30).frame(4, 40).frame(1, 31);
    assertThat(split(1000)).containsExactly("$0:30", "$4:40", "$1:31");
  }

  @Test
  void httpServer_isCalledByItsName() {
    text("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n");
    assertThatThrownBy(() -> split(1000))
        .isInstanceOf(RtspException.class)
        .hasMessage("an HTTP server answers here, not RTSP: HTTP/1.1 400 Bad Request");
  }

  @Test
  void sshServer_isRefusedByItsGreeting() {
    text("SSH-2.0-OpenSSH_9.2\r\n");
    assertThatThrownBy(() -> split(1000)).hasMessage("the answer is not RTSP: SSH-2.0-OpenSSH_9.2");
  }

  @Test
  void endlessJunk_isRefused() {
    frame(0, 30);
    stream.writeBytes(new byte[300_000]);
    assertThatThrownBy(() -> split(4096)).hasMessageContaining("in a row that are not RTSP");
  }

  @Test
  void hugeBody_isRefused() {
    text("RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 999999999\r\n\r\n");
    assertThatThrownBy(() -> split(1000)).hasMessageContaining("body of 999999999 bytes");
  }

  @Test
  void mutatedStreams_throwOnlyRtspException() throws Exception {
    text("RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 5\r\n\r\nv=0\r\n");
    frame(0, 300).frame(1, 28).text("OPTIONS * RTSP/1.0\r\nCSeq: 7\r\n\r\n").frame(0, 500);
    byte[] good = stream.toByteArray();
    Random random = new Random(3);
    for (int round = 0; round < 5_000; round++) {
      stream.reset();
      stream.writeBytes(good);
      stream.writeBytes(good);
      byte[] bytes = stream.toByteArray();
      for (int i = random.nextInt(8); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      stream.reset();
      stream.writeBytes(bytes);
      RtspSplitterTest other = new RtspSplitterTest();
      other.stream.writeBytes(bytes);
      try {
        other.split(1 + random.nextInt(900));
      } catch (RtspException expected) {
        assertThat(expected.kind()).isEqualTo(RtspException.Kind.PROTOCOL);
      }
    }
  }
}
