package io.vedette.sink.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.stream.StreamKey;
import io.vedette.rtp.RtcpPacket;
import io.vedette.rtp.RtcpPacket.ReportBlock;
import io.vedette.testkit.MemoryHub;
import io.vedette.webrtc.srtp.SrtcpReceiver;
import io.vedette.webrtc.srtp.SrtcpSender;
import io.vedette.webrtc.srtp.SrtpKeys;
import io.vedette.webrtc.srtp.SrtpProfile;
import io.vedette.webrtc.srtp.SrtpSender;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** RTCP of a browser, as it comes from the network. */
class FeedbackTest {
  private static final StreamKey KEY = new StreamKey.Live("cam", Profile.MAIN);
  private static final long SSRC = 4711;

  private final SrtpKeys keys =
      new SrtpKeys(SrtpProfile.AES128_CM_SHA1_80, new byte[16], new byte[14]);
  private final SrtcpSender browser = new SrtcpSender(keys);
  private final List<byte[]> sent = new ArrayList<>();
  private final Viewer viewer;
  private final Feedback feedback;

  FeedbackTest() throws Exception {
    MemoryHub hub = new MemoryHub();
    hub.publish(KEY, List.of(Pictures.VIDEO)).append(Pictures.key(0, 5000));
    Output output = (bytes, from, size) -> sent.add(Arrays.copyOfRange(bytes, from, from + size));
    ResendRing ring = new ResendRing(0, ResendRing.VIDEO_PACKETS, new ResendMemory(0));
    RtpStream video =
        new RtpStream(
            SSRC, 102, 90_000, 0, OptionalInt.empty(), new SrtpSender(keys), ring, output);
    viewer =
        new Viewer(
            KEY,
            hub.read(KEY, StreamHub.Start.NEWEST_RANDOM_ACCESS).orElseThrow(),
            video,
            Optional.empty(),
            Optional.empty(),
            Optional::empty,
            0);
    feedback = new Feedback(viewer, new SrtcpReceiver(keys), new SrtcpSender(keys), output, "us");
    viewer.run(new PacketCache(), 0, Pictures.START);
    sent.clear();
  }

  private byte[] protect(RtcpPacket packet) {
    byte[] bytes = new byte[256];
    ByteBuffer out = ByteBuffer.wrap(bytes);
    packet.writeTo(out);
    return Arrays.copyOf(bytes, browser.protect(bytes, 0, out.position()));
  }

  @Test
  void missingPacketsAreSentAgainOnceEach() {
    byte[] nack = protect(new RtcpPacket.Nack(1, SSRC, List.of(1, 3)));
    feedback.receive(nack.clone(), 50_000_000);
    assertThat(sent).hasSize(2);
    feedback.receive(nack, 500_000_000);
    assertThat(sent).as("the same datagram again is a replay").hasSize(2);
  }

  @Test
  void countsWhatTheBrowserLostOfOurStreams() {
    ReportBlock ours = new ReportBlock(SSRC, 10, 17, 99, 0, 0, 0);
    ReportBlock others = new ReportBlock(1234, 10, 1000, 99, 0, 0, 0);
    feedback.receive(protect(new RtcpPacket.ReceiverReport(1, List.of(ours, others))), 0);
    assertThat(feedback.packetsLost()).isEqualTo(17);
  }

  @Test
  void forgedAndBrokenDatagramsAreIgnored() {
    Random random = new Random(17);
    byte[] good = protect(new RtcpPacket.Nack(1, SSRC, List.of(1)));
    for (int i = 0; i < 2000; i++) {
      byte[] bad = Arrays.copyOf(good, good.length - random.nextInt(good.length));
      bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
      feedback.receive(bad, 50_000_000);
    }
    assertThat(sent).isEmpty();
  }

  @Test
  void reportsAreReadableForTheBrowser() throws Exception {
    feedback.report(Pictures.START);
    byte[] datagram = sent.get(0);
    int length = new SrtcpReceiver(keys).unprotect(datagram, 0, datagram.length);
    assertThat(RtcpPacket.parseCompound(ByteBuffer.wrap(datagram, 0, length)))
        .hasSize(2)
        .first()
        .isInstanceOf(RtcpPacket.SenderReport.class);
  }
}
