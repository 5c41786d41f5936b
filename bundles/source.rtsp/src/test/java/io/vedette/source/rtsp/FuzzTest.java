package io.vedette.source.rtsp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.media.H264Sps;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import io.vedette.rtp.H264Depacketizer;
import io.vedette.rtp.RtcpPacket;
import io.vedette.rtp.RtpPacket;
import io.vedette.rtp.RtpReorderQueue;
import io.vedette.rtp.RunStart;
import io.vedette.rtp.TrackReceiver;
import io.vedette.rtsp.Login;
import io.vedette.rtsp.RtspException;
import io.vedette.rtsp.RtspPlayer;
import io.vedette.rtsp.RtspRequest;
import io.vedette.rtsp.RtspSplitter;
import io.vedette.rtsp.RtspUrl;
import io.vedette.rtsp.ServerSession;
import io.vedette.rtsp.SessionDescription;
import io.vedette.testkit.Clip;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Everything that reads what a camera sends, with damaged input: no exception but the declared one,
 * no endless loop, no memory beyond the limit. {@link Fuzzer} says how to run it for long.
 */
class FuzzTest {
  private static final int SMALL = 1 << 20;

  /** A player's read buffer, its queues, and pictures of twice their size. */
  private static final int PLAYER = 4 << 20;

  private static final Clip CLIP = Clip.of(Clip.Scene.STREET, Profile.SUB);
  private static final H264Config CONFIG = (H264Config) CLIP.config();
  private static final Login LOGIN = new Login("admin", "pass1");

  private static final List<Track> TRACKS =
      List.of(CLIP.track(), new Track(1, 8_000, new G711Config(G711Config.Law.A, 1)));

  private static byte[] text(String... lines) {
    return String.join("\r\n", lines).getBytes(ISO_8859_1);
  }

  private static final byte[] CHALLENGE =
      text(
          "RTSP/1.0 401 Unauthorized",
          "CSeq: 1 ",
          "WWW-Authenticate: Digest realm=\"Cam\", nonce=\"n\", algorithm=SHA-256, qop=\"auth\"",
          "WWW-Authenticate: Basic realm=\"Cam\"",
          "",
          "");

  private static final byte[] SDP =
      text(
          "v=0",
          "o=- 1 1 IN IP4 0.0.0.0",
          "s=Cam",
          "a=control:*",
          "m=video 0 RTP/AVP 96",
          "a=rtpmap:96 H264/90000",
          "a=fmtp:96 packetization-mode=1;sprop-parameter-sets="
              + "Z0LAHtoCgL/lwEQAAAMABAAAAwDIPFi6gA==,aM4PyA==",
          "a=control:trackID=0",
          "m=audio 0 RTP/AVP 97",
          "a=rtpmap:97 MPEG4-GENERIC/16000/1",
          "a=fmtp:97 mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;config=1408",
          "a=control:rtsp://10.0.0.7/trackID=1",
          "");

  /** A whole session of our own server, as one stream of bytes of the camera. */
  private static byte[] conversation(OptionalInt udp) throws Exception {
    ServerSession server = new ServerSession(path -> TRACKS, Optional.empty(), udp, new Random(1));
    RtspPlayer player =
        new RtspPlayer(RtspUrl.parse("rtsp://h/x"), Optional.empty(), new Random(1), 0);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    RtspSplitter requests = new RtspSplitter();
    while (!player.isPlaying()) {
      ByteBuffer out = player.output();
      int size = out.remaining();
      requests.space().put(out);
      requests.added(size);
      requests.next();
      byte[] answer = server.answer((RtspRequest) requests.nextMessage()).encode().array();
      said.writeBytes(answer);
      player.space().put(answer);
      player.received(answer.length, 0, Instant.EPOCH);
      player.next();
    }
    for (AccessUnit unit : CLIP.units().subList(0, 3)) {
      said.writeBytes(server.frames(unit).array());
    }
    server.reports().forEach(report -> said.writeBytes(bytes(report)));
    return said.toByteArray();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** Packets of a conversation, RTP and RTCP. */
  private static List<byte[]> packets() throws Exception {
    List<byte[]> packets = new ArrayList<>();
    RtspSplitter splitter = new RtspSplitter();
    byte[] bytes = conversation(OptionalInt.empty());
    for (int at = 0; at < bytes.length; at += 1000) {
      int size = Math.min(1000, bytes.length - at);
      splitter.space().put(bytes, at, size);
      splitter.added(size);
      for (RtspSplitter.Part part = splitter.next();
          part != RtspSplitter.Part.NONE;
          part = splitter.next()) {
        if (part == RtspSplitter.Part.FRAME) {
          packets.add(bytes(splitter.nextFrame().packet()));
        }
      }
    }
    return packets;
  }

  private static void feed(RtspPlayer player, byte[] input) throws RtspException {
    for (int at = 0; at < input.length; ) {
      ByteBuffer space = player.space();
      int size = Math.min(Math.min(1460, space.remaining()), input.length - at);
      space.put(input, at, size);
      player.received(size, at * 50_000L, Instant.EPOCH);
      at += size;
      while (player.next() != null) {
        // units are what it is for
      }
      player.tick(at * 50_000L);
      while (player.output() != null) {
        // nobody reads it
      }
    }
  }

  @Test
  void urls() {
    List<byte[]> samples =
        List.of(
            text("rtsp://admin:p@ss/w?rd@10.0.0.7:554/cam?channel=1&subtype=0"),
            text("rtsp://[fe80::1]:8554/x"),
            text("rtsp://rtsp://::ffff:1.2.3.4/x/"));
    Fuzzer.run(
        samples,
        IllegalArgumentException.class,
        SMALL,
        input -> RtspUrl.parse(new String(input, ISO_8859_1)).requestUri());
  }

  @Test
  void descriptions() {
    Fuzzer.run(
        List.of(SDP),
        RtspException.class,
        SMALL,
        input -> SessionDescription.parse(new String(input, ISO_8859_1)));
  }

  @Test
  void splitter() throws Exception {
    Fuzzer.run(
        List.of(conversation(OptionalInt.empty()), CHALLENGE),
        RtspException.class,
        SMALL,
        input -> {
          RtspSplitter splitter = new RtspSplitter();
          splitter.highestChannel(3);
          for (int at = 0; at < input.length; ) {
            ByteBuffer space = splitter.space();
            int size = Math.min(Math.min(1460, space.remaining()), input.length - at);
            space.put(input, at, size);
            splitter.added(size);
            at += size;
            while (splitter.next() != RtspSplitter.Part.NONE) {
              // parts are what it is for
            }
          }
        });
  }

  @Test
  void sessions() throws Exception {
    Fuzzer.run(
        List.of(conversation(OptionalInt.empty()), CHALLENGE),
        RtspException.class,
        PLAYER,
        input ->
            feed(
                new RtspPlayer(RtspUrl.parse("rtsp://h/x"), Optional.of(LOGIN), new Random(1), 0),
                input));
  }

  @Test
  void rtp() throws Exception {
    Fuzzer.run(
        packets(),
        MalformedMediaException.class,
        SMALL,
        input -> {
          RtpPacket packet = RtpPacket.parse(ByteBuffer.wrap(input));
          packet.payload().get(new byte[packet.payload().remaining()]);
          packet.extension();
          packet.copy();
        });
  }

  @Test
  void rtcp() throws Exception {
    List<byte[]> packets = packets();
    Fuzzer.run(
        packets.subList(packets.size() - 1, packets.size()),
        MalformedMediaException.class,
        SMALL,
        input -> RtcpPacket.parseCompound(ByteBuffer.wrap(input)));
  }

  @Test
  void packetsOverUdp() throws Exception {
    RtpReorderQueue queue = new RtpReorderQueue();
    TrackReceiver receiver =
        new TrackReceiver(
            Set.of(96), 90_000, new H264Depacketizer(0, Optional.of(CONFIG)), new RunStart(0));
    long[] now = new long[1];
    Fuzzer.run(
        packets(),
        MalformedMediaException.class,
        PLAYER + (32 << 20), // a picture's buffer grows to 8 MiB and stays
        input -> {
          now[0] += 1_000_000;
          queue.offer(RtpPacket.parse(ByteBuffer.wrap(input)), now[0], Instant.EPOCH);
          for (RtpPacket packet = queue.poll(now[0]); packet != null; ) {
            receiver.push(packet, queue.arrivedNanos(), queue.received());
            while (receiver.pull() != null) {
              // units are what it is for
            }
            packet = queue.poll(now[0]);
          }
        });
  }

  @Test
  void parameterSets() {
    byte[] sps = bytes(CONFIG.sps());
    byte[] pps = bytes(CONFIG.pps().get(0));
    Fuzzer.run(
        List.of(sps),
        MalformedMediaException.class,
        SMALL,
        input -> {
          H264Sps.parse(ByteBuffer.wrap(input));
          H264Config.of(ByteBuffer.wrap(input), List.of(ByteBuffer.wrap(pps)));
        });
  }

  @Test
  void nalUnits() throws Exception {
    byte[] unit = bytes(CLIP.units().get(1).payload());
    ByteArrayOutputStream annexB = new ByteArrayOutputStream();
    for (ByteBuffer nalUnit : NalUnits.split(CLIP.units().get(1).payload())) {
      annexB.writeBytes(new byte[] {0, 0, 0, 1});
      annexB.writeBytes(bytes(nalUnit));
    }
    Fuzzer.run(
        List.of(unit, annexB.toByteArray()),
        MalformedMediaException.class,
        SMALL,
        input -> {
          NalUnits.splitAnnexB(ByteBuffer.wrap(input));
          for (ByteBuffer nalUnit : NalUnits.split(ByteBuffer.wrap(input))) {
            if (nalUnit.hasRemaining()) {
              NalUnits.sliceHeader(nalUnit);
            }
          }
        });
  }
}
