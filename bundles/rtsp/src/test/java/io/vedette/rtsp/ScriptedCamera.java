package io.vedette.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.media.AccessUnit;
import io.vedette.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The camera's side of an {@link RtspPlayer}, by hand, in one thread, with manual time. */
final class ScriptedCamera {
  static final String URL = "rtsp://10.0.0.7:8554/stream1";

  static final String SPROP = "Z0LAHtoCgL/lwEQAAAMABAAAAwDIPFi6gA==,aM4PyA==";

  /** Video with parameter sets and A-law audio. */
  static final String SDP =
      "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=Cam\r\nt=0 0\r\na=control:*\r\n"
          + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
          + "a=fmtp:96 packetization-mode=1;sprop-parameter-sets="
          + SPROP
          + "\r\na=control:track1\r\nm=audio 0 RTP/AVP 8\r\na=control:track2\r\n";

  final RtspPlayer player;
  final List<AccessUnit> units = new ArrayList<>();
  private final RtspSplitter requests = new RtspSplitter();
  private long nowNanos;
  private final int[] rtpSequences = {7, 0, 7, 0, 0, 0, 0, 0, 0, 0, 7, 0, 7};
  private RtspRequest last;

  ScriptedCamera() {
    this(URL, Optional.empty());
  }

  ScriptedCamera(String url, Optional<Login> login) {
    player = new RtspPlayer(RtspUrl.parse(url), login, new Random(1), 0);
  }

  /** A camera for a player with UDP ports of its own. */
  ScriptedCamera(List<Integer> udpPorts) {
    player = new RtspPlayer(RtspUrl.parse(URL), Optional.empty(), new Random(1), 0, udpPorts);
  }

  /** The next thing the player writes, which must be a request of that method. */
  RtspRequest expect(String method) throws RtspException {
    RtspSplitter.Part part = nextWritten();
    assertThat(part).as("expected " + method).isEqualTo(RtspSplitter.Part.MESSAGE);
    last = (RtspRequest) requests.nextMessage();
    assertThat(last.method()).isEqualTo(method);
    return last;
  }

  /** The next frame the player writes. */
  Interleaved expectFrame() throws RtspException {
    assertThat(nextWritten()).isEqualTo(RtspSplitter.Part.FRAME);
    return requests.nextFrame();
  }

  /** The next response the player writes. */
  RtspResponse expectResponse() throws RtspException {
    assertThat(nextWritten()).isEqualTo(RtspSplitter.Part.MESSAGE);
    return (RtspResponse) requests.nextMessage();
  }

  void expectNothing() throws RtspException {
    assertThat(nextWritten()).isEqualTo(RtspSplitter.Part.NONE);
  }

  private RtspSplitter.Part nextWritten() throws RtspException {
    RtspSplitter.Part part = requests.next();
    for (ByteBuffer out = player.output(); out != null; out = player.output()) {
      int size = out.remaining();
      requests.space().put(out);
      requests.added(size);
    }
    return part == RtspSplitter.Part.NONE ? requests.next() : part;
  }

  /** Answers the last request; lines are header lines, after an empty one comes the body. */
  ScriptedCamera answer(int status, String... lines) throws RtspException {
    String cseq = last.headers().first("CSeq").orElseThrow();
    StringBuilder text =
        new StringBuilder("RTSP/1.0 " + status + " Reason\r\nCSeq: " + cseq + "\r\n");
    for (String line : lines) {
      text.append(line).append("\r\n");
    }
    return send(text.append("\r\n").toString());
  }

  ScriptedCamera answerSdp(String sdp, String... lines) throws RtspException {
    int size = sdp.getBytes(StandardCharsets.UTF_8).length;
    List<String> all = new ArrayList<>(List.of(lines));
    all.add("Content-Length: " + size);
    all.add("");
    String cseq = last.headers().first("CSeq").orElseThrow();
    String head = "RTSP/1.0 200 OK\r\nCSeq: " + cseq + "\r\n" + String.join("\r\n", all) + "\r\n";
    return send(head + sdp);
  }

  /** Sends text as it is. */
  ScriptedCamera send(String text) throws RtspException {
    return send(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private ScriptedCamera send(ByteBuffer bytes) throws RtspException {
    int size = bytes.remaining();
    player.space().put(bytes);
    player.received(size, nowNanos, Instant.ofEpochSecond(0, nowNanos));
    return takeUnits();
  }

  private ScriptedCamera takeUnits() throws RtspException {
    for (AccessUnit unit = player.next(); unit != null; unit = player.next()) {
      units.add(unit);
    }
    return this;
  }

  /** Sends an RTP packet over UDP. */
  ScriptedCamera udp(int channel, int sequence, long timestamp, String payload)
      throws RtspException {
    ByteBuffer out = ByteBuffer.allocate(12).position(12);
    RtpPacket.writeHeader(out, 0, true, channel == 0 ? 96 : 8, sequence, timestamp, channel);
    return datagram(channel, HexFormat.of().formatHex(out.array()) + payload);
  }

  /** Sends a packet over UDP, from a port that tells the channel. */
  ScriptedCamera datagram(int channel, String packet) throws RtspException {
    ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(packet));
    player.datagram(channel, 7000 + channel, bytes, nowNanos, Instant.ofEpochSecond(0, nowNanos));
    return takeUnits();
  }

  /** Milliseconds pass. */
  ScriptedCamera passMillis(long millis) throws RtspException {
    nowNanos += millis * 1_000_000L;
    player.tick(nowNanos);
    return takeUnits();
  }

  /** Sends an RTP packet in a frame. */
  ScriptedCamera packet(int channel, int type, long timestamp, String payload)
      throws RtspException {
    byte[] bytes = HexFormat.of().parseHex(payload);
    ByteBuffer out = ByteBuffer.allocate(4 + 12 + bytes.length);
    Interleaved.writeHeader(out, channel, 12 + bytes.length);
    RtpPacket.writeHeader(out, 4, true, type, rtpSequences[channel]++, timestamp, channel);
    return send(out.position(16).put(bytes).flip());
  }

  ScriptedCamera frame(int channel, String packet) throws RtspException {
    byte[] bytes = HexFormat.of().parseHex(packet);
    ByteBuffer out = ByteBuffer.allocate(4 + bytes.length);
    Interleaved.writeHeader(out, channel, bytes.length);
    return send(out.put(bytes).flip());
  }

  /** Seconds pass. */
  ScriptedCamera pass(int seconds) {
    nowNanos += seconds * 1_000_000_000L;
    player.tick(nowNanos);
    return this;
  }

  /** A camera without surprises, up to PLAYING, video and audio on channels 0 and 2. */
  ScriptedCamera playing() throws RtspException {
    expect("OPTIONS");
    answer(200, "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER");
    expect("DESCRIBE");
    answerSdp(SDP);
    expect("SETUP");
    answer(200, "Session: 1;timeout=60", "Transport: RTP/AVP/TCP;interleaved=0-1");
    expect("SETUP");
    answer(200, "Session: 1;timeout=60", "Transport: RTP/AVP/TCP;interleaved=2-3");
    expect("PLAY");
    return answer(200, "Session: 1");
  }
}
