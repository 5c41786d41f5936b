package io.vedette.sink.webrtc;

import static io.vedette.sink.webrtc.Pictures.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.rtp.RtcpPacket;
import io.vedette.rtp.RtpPacket;
import io.vedette.testkit.MemoryHub;
import io.vedette.webrtc.srtp.SrtpKeys;
import io.vedette.webrtc.srtp.SrtpProfile;
import io.vedette.webrtc.srtp.SrtpReceiver;
import io.vedette.webrtc.srtp.SrtpSender;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a browser gets, packet by packet, with time moved by hand. */
class ViewerTest {
  private static final StreamKey LIVE = new StreamKey.Live("cam", Profile.MAIN);
  private static final StreamKey REPLAY = new StreamKey.Replay("r1", "cam");
  private static final long MS = 1_000_000;
  private static final long SECOND = 1000 * MS;
  private static final long VIDEO_SSRC = 0xfedcba98L;
  private static final long AUDIO_SSRC = 0xfedcba99L;

  private final MemoryHub hub = new MemoryHub();
  private final PacketCache cache = new PacketCache();
  private final ResendMemory memory = new ResendMemory(1 << 24);
  private final SrtpKeys keys =
      new SrtpKeys(SrtpProfile.AEAD_AES_128_GCM, new byte[16], new byte[12]);
  private final SrtpReceiver receiver = new SrtpReceiver(keys);
  private final List<byte[]> raw = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();
  private MemoryHub.Stream stream;
  private Viewer viewer;
  private long nowNs = 1_000_000 * SECOND; // any: only differences count
  private Instant now = START;

  /** A packet that was sent, and when. */
  private record Sent(RtpPacket packet, long atNs) {
    int type() {
      int first = packet.payload().get(0) & 0x1f;
      return first == 28 ? packet.payload().get(1) & 0x1f : first; // FU-A: type of the whole
    }
  }

  private void watch(StreamKey key) {
    if (stream == null) {
      stream = hub.publish(key, List.of(Pictures.VIDEO, Pictures.AUDIO));
    }
    SrtpSender srtp = new SrtpSender(keys);
    OptionalInt delay = key.equals(REPLAY) ? OptionalInt.of(5) : OptionalInt.empty();
    RtpStream video =
        new RtpStream(VIDEO_SSRC, 102, 90_000, 32_760, delay, srtp, ring(32_760), this::sent);
    RtpStream audio =
        new RtpStream(AUDIO_SSRC, 0, 8000, 1, OptionalInt.empty(), srtp, ring(1), this::sent);
    viewer =
        new Viewer(
            key,
            hub.read(key, StreamHub.Start.NEWEST_RANDOM_ACCESS).orElseThrow(),
            video,
            Optional.of(audio),
            Optional.of((G711Config) Pictures.AUDIO.config()),
            () -> hub.read(key, StreamHub.Start.NEWEST_RANDOM_ACCESS),
            nowNs);
  }

  private ResendRing ring(int first) {
    return new ResendRing(first, ResendRing.VIDEO_PACKETS, memory);
  }

  private void sent(byte[] packet, int offset, int length) {
    byte[] copy = Arrays.copyOfRange(packet, offset, offset + length);
    raw.add(copy.clone());
    try {
      int plain = receiver.unprotect(copy, 0, length);
      sent.add(new Sent(RtpPacket.parse(ByteBuffer.wrap(copy, 0, plain)), nowNs));
    } catch (Exception resent) {
      assertThat(resent).hasMessageContaining("replayed");
    }
  }

  /** Runs until there is nothing to send, or {@code limitNs} has passed. */
  private void run(long limitNs) throws Exception {
    long end = nowNs + limitNs;
    long due = viewer.run(cache, nowNs, now);
    while (due != Long.MAX_VALUE && due <= end) {
      pass(Math.max(due - nowNs, 0));
      due = viewer.run(cache, nowNs, now);
    }
  }

  private void pass(long ns) {
    nowNs += ns;
    now = now.plusNanos(ns);
  }

  private void append(AccessUnit... units) {
    for (AccessUnit unit : units) {
      stream.append(unit);
    }
  }

  private List<Sent> video() {
    return sent.stream().filter(s -> s.packet.ssrc() == VIDEO_SSRC).toList();
  }

  /** Timestamps of the pictures that were completed. */
  private List<Long> pictures() {
    return video().stream().filter(s -> s.packet.marker()).map(s -> s.packet.timestamp()).toList();
  }

  @Test
  void beginsAtOnceWithTheNewestKeyPictureAndCatchesUp() throws Exception {
    stream = hub.publish(LIVE, List.of(Pictures.VIDEO, Pictures.AUDIO));
    append(Pictures.key(0, 500), Pictures.p(3600, 500));
    append(Pictures.key(7200, 500), Pictures.p(10_800, 500), Pictures.p(14_400, 500));
    watch(LIVE);
    run(SECOND);
    assertThat(pictures()).containsExactly(7200L, 10_800L, 14_400L);
    assertThat(video().get(0).type()).as("STAP-A with the parameter sets").isEqualTo(24);
    append(Pictures.p(18_000, 500));
    run(SECOND);
    assertThat(pictures()).endsWith(18_000L);
  }

  @Test
  void sequenceNumbersRunOnAcrossTheRollOver() throws Exception {
    watch(LIVE);
    append(Pictures.key(0, 60_000));
    run(SECOND);
    List<Integer> sequences = video().stream().map(s -> s.packet.sequence()).toList();
    assertThat(sequences).first().isEqualTo(32_760);
    for (int i = 1; i < sequences.size(); i++) {
      assertThat(sequences.get(i)).isEqualTo(sequences.get(i - 1) + 1);
    }
  }

  @Test
  void spreadsAKeyPictureOf141KilobytesOverTenMilliseconds() throws Exception {
    watch(LIVE);
    append(Pictures.key(0, 141_000));
    long start = nowNs;
    run(SECOND);
    assertThat(nowNs - start).isBetween(9 * MS, 12 * MS);
    for (long ms = 0; ms < 12; ms++) {
      long from = start + ms * MS;
      int bytes =
          video().stream()
              .filter(s -> s.atNs >= from && s.atNs < from + MS)
              .mapToInt(s -> s.packet.payload().remaining())
              .sum();
      assertThat(bytes).as("in millisecond %d", ms).isLessThan(28_000);
    }
  }

  @Test
  void smallPicturesGoOutAtOnce() throws Exception {
    watch(LIVE);
    append(Pictures.key(0, 12_000));
    long start = nowNs;
    run(SECOND);
    assertThat(nowNs).isEqualTo(start);
    assertThat(pictures()).containsExactly(0L);
  }

  @Test
  void replayKeepsItsTimestampsAndAsksToBeShownAtOnce() throws Exception {
    watch(REPLAY);
    append(Pictures.key((1L << 32) + 90, 500), Pictures.key((1L << 32) + 45_090, 500));
    run(SECOND);
    assertThat(pictures()).containsExactly(90L, 45_090L);
    for (Sent packet : video()) {
      assertThat(packet.packet.extensionId()).isEqualTo(0xbede);
      assertThat(packet.packet.extension().getInt()).isEqualTo(0x5200_0000);
    }
  }

  @Test
  void flushDropsWhatIsQueuedAndGoesOnWithTheKeyPicture() throws Exception {
    watch(REPLAY);
    append(Pictures.key(0, 141_000), Pictures.p(3600, 20_000));
    run(5 * MS);
    assertThat(pictures()).as("still sending the first").isEmpty();
    stream.flush();
    append(Pictures.key(9000, 500));
    run(SECOND);
    assertThat(pictures()).containsExactly(9000L);
  }

  @Test
  void lateViewerSkipsToTheNewestKeyPicture() throws Exception {
    watch(LIVE);
    append(Pictures.key(0, 500_000));
    run(5 * MS);
    for (int i = 1; i <= 75; i++) {
      append(i % 25 == 0 ? Pictures.key(i * 3600L, 500) : Pictures.p(i * 3600L, 500));
    }
    append(Pictures.p(76 * 3600L, 500));
    pass(2 * SECOND); // the machine was busy
    run(SECOND);
    assertThat(pictures()).containsExactly(75 * 3600L, 76 * 3600L);
  }

  @Test
  void lateViewerWithoutAKeyPictureWaitsForOne() throws Exception {
    watch(LIVE);
    append(Pictures.key(0, 500_000));
    run(5 * MS);
    append(Pictures.p(3600, 500));
    pass(2 * SECOND);
    run(SECOND);
    append(Pictures.p(7200, 500), Pictures.key(10_800, 500), Pictures.p(14_400, 500));
    run(SECOND);
    assertThat(pictures()).containsExactly(10_800L, 14_400L);
  }

  @Test
  void afterAGapPicturesWithoutTheirReferenceAreLeftOut() throws Exception {
    watch(LIVE);
    append(Pictures.key(0, 500));
    run(SECOND);
    stream.add(new LogEntry.Gap(3, LogEntry.Cause.READER_TOO_SLOW));
    append(Pictures.p(14_400, 500), Pictures.key(18_000, 500));
    run(SECOND);
    assertThat(pictures()).containsExactly(0L, 18_000L);
  }

  @Test
  void lostPacketsAreSentAgainByteForByte() throws Exception {
    watch(LIVE);
    append(Pictures.key(0, 5000));
    run(SECOND);
    List<byte[]> before = List.copyOf(raw);
    pass(50 * MS);
    viewer.resend(VIDEO_SSRC, List.of(32_761, 32_763, 40_000), nowNs);
    assertThat(raw).hasSize(before.size() + 2);
    assertThat(raw.get(before.size())).isEqualTo(before.get(1));
    assertThat(raw.get(before.size() + 1)).isEqualTo(before.get(3));
    viewer.resend(VIDEO_SSRC, List.of(32_761), nowNs);
    assertThat(raw).as("asked twice in the same moment").hasSize(before.size() + 2);
    viewer.resend(4711, List.of(32_761), nowNs + SECOND);
    assertThat(raw).as("of nobody's SSRC").hasSize(before.size() + 2);
  }

  @Test
  void pictureLossIsAnsweredFromTheLogWithRisingTimestamps() throws Exception {
    watch(LIVE);
    append(Pictures.key(0, 500), Pictures.p(3600, 500), Pictures.p(7200, 500));
    run(SECOND);
    pass(SECOND);
    viewer.pictureLost(nowNs);
    run(SECOND);
    assertThat(pictures()).containsExactly(0L, 3600L, 7200L, 7290L, 7380L, 7470L);
    viewer.pictureLost(nowNs);
    run(SECOND);
    assertThat(pictures()).as("one answer in 2 s").hasSize(6);
    append(Pictures.p(10_800, 500));
    run(SECOND);
    assertThat(pictures()).as("true time again").endsWith(10_800L);
  }

  @Test
  void pausedReplayDoesNotAnswerPictureLoss() throws Exception {
    watch(REPLAY);
    append(Pictures.key(0, 500), Pictures.p(3600, 500));
    run(SECOND);
    pass(5 * SECOND);
    viewer.pictureLost(nowNs);
    run(SECOND);
    assertThat(pictures()).containsExactly(0L, 3600L);
  }

  @Test
  void anotherRunGoesOnInWallTime() throws Exception {
    watch(LIVE);
    append(Pictures.key(900_000, 500)); // received 10 s after START
    run(SECOND);
    stream.newRun();
    AccessUnit first = Pictures.key(0, 500);
    append(
        new AccessUnit(first.track(), 0, 0, START.plusSeconds(25), true, first.payload()),
        Pictures.p(3600, 500));
    run(SECOND);
    assertThat(pictures()).containsExactly(900_000L, 25 * 90_000L, 25 * 90_000L + 3600);
  }

  @Test
  void soundGoesOutAsItIsButOldSoundOfTheBeginningDoesNot() throws Exception {
    stream = hub.publish(LIVE, List.of(Pictures.VIDEO, Pictures.AUDIO));
    append(Pictures.key(0, 500));
    for (int i = 0; i < 50; i++) {
      append(Pictures.sound(i * 160L));
    }
    now = START.plusSeconds(1);
    watch(LIVE);
    run(SECOND);
    List<Sent> sound = sent.stream().filter(s -> s.packet.ssrc() == AUDIO_SSRC).toList();
    assertThat(sound).hasSizeBetween(15, 25);
    assertThat(sound.get(0).packet.payload().remaining()).isEqualTo(160);
    assertThat(sound.get(0).packet.payloadType()).isZero();
    assertThat(sound.get(sound.size() - 1).packet.timestamp()).isEqualTo(49 * 160L);
  }

  @Test
  void longSoundIsCutIntoPackets() throws Exception {
    watch(REPLAY);
    AccessUnit sound = Pictures.sound(160);
    ByteBuffer samples = ByteBuffer.allocate(2000);
    append(new AccessUnit(sound.track(), 160, 160, sound.received(), true, samples));
    run(SECOND);
    assertThat(sent.stream().map(s -> s.packet.timestamp())).containsExactly(160L, 1120L, 2080L);
    assertThat(sent.get(2).packet.payload().remaining()).isEqualTo(80);
  }

  @Test
  void reportsTieTimestampsToWallTime() throws Exception {
    watch(LIVE);
    assertThat(viewer.reports(now, "x")).isEmpty();
    append(Pictures.key(90_000, 500)); // received one second after START
    run(SECOND);
    List<RtcpPacket> reports = viewer.reports(START.plusSeconds(3), "x");
    RtcpPacket.SenderReport report = (RtcpPacket.SenderReport) reports.get(0);
    assertThat(report.rtpTimestamp()).isEqualTo(270_000);
    assertThat(report.ntp() >>> 32)
        .isEqualTo(START.plusSeconds(3).getEpochSecond() + 2_208_988_800L);
    assertThat(report.packets()).isEqualTo(2);
    assertThat(reports.get(1)).isEqualTo(new RtcpPacket.SourceDescription(VIDEO_SSRC, "x"));
  }

  @Test
  void endedStreamEndsTheViewerWhenAllIsSent() throws Exception {
    watch(LIVE);
    append(Pictures.key(0, 141_000));
    run(5 * MS);
    stream.close();
    assertThat(viewer.isEnded()).isFalse();
    run(SECOND);
    assertThat(viewer.isEnded()).isTrue();
  }
}
