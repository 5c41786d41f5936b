package io.vedette.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vedette.media.AacConfig;
import io.vedette.media.H265Config;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionDescriptionTest {
  private static final String VPS = "QAEMAf//AWAAAAMAkAAAAwAAAwA/koCQ";
  private static final String SPS = "QgEBAWAAAAMAkAAAAwAAAwA/oAUCAWllkqSTK8BaAgAAAwACAAADADIQ";
  private static final String PPS = "RAHBcrRiQA==";

  private static SessionDescription parse(String... lines) {
    return SessionDescription.parse(String.join("\r\n", lines));
  }

  private static PlayedTrack video(String... lines) throws RtspException {
    return PlayedTrack.choose(parse(lines)).get(0);
  }

  @Test
  void brokenSessionLines_hurtNobody() {
    SessionDescription sdp =
        parse(
            "v=0",
            "o=",
            "o=-",
            "c=IN",
            "s=One",
            "x",
            "m=video 0 RTP/AVP 96",
            "s=Two",
            "i=",
            "c=IN");
    assertThat(sdp.name()).isEqualTo("One");
    assertThat(sdp.media()).hasSize(1);
  }

  @Test
  void badMediaSection_isSkippedNotTheWhole() {
    SessionDescription sdp =
        parse(
            "m=application/MERCURY 0 RTP/AVP smart/1/90000",
            "a=control:lost",
            "m=vana 0 RTP/AVP 107",
            "m=video 0 RTP/AVP 96",
            "m=",
            "a=control:lost");
    assertThat(sdp.media()).extracting(MediaDescription::kind).containsExactly("vana", "video");
    assertThat(sdp.media()).allSatisfy(media -> assertThat(media.control()).isEmpty());
    assertThat(sdp.skipped()).hasSize(2);
  }

  @Test
  void blanksAndTabsInRtpmap_areSteppedOver() {
    MediaDescription media =
        parse("m=video\t0  RTP/AVP 96 ", "a=rtpmap:96\t H264/90000 \t").media().get(0);
    assertThat(media.formats().get(96))
        .isEqualTo(new MediaDescription.Format("H264", 90000, 1, Map.of()));
  }

  @Test
  void staticTypes_needNoRtpmap() {
    assertThat(parse("m=audio 0 RTP/AVP 0").media().get(0).formats().get(0).encoding())
        .isEqualTo("PCMU");
    assertThat(
            parse("m=audio 0 RTP/AVP 8", "a=rtpmap:0 pcma/8000")
                .media()
                .get(0)
                .formats()
                .get(8)
                .encoding())
        .isEqualTo("PCMA");
  }

  @Test
  void twoRtpmapsForOneType_theFirstCounts() {
    assertThat(
            parse("m=video 0 RTP/AVP 96", "a=rtpmap:96 H264/90000", "a=rtpmap:96 H265/90000")
                .media()
                .get(0)
                .formats()
                .get(96)
                .encoding())
        .isEqualTo("H264");
  }

  @Test
  void spropWithBothSets_isParsed() throws Exception {
    assertThat(video(h264("packetization-mode=1; sprop-parameter-sets=" + ScriptedCamera.SPROP)))
        .extracting(track -> track.h264().orElseThrow().toString())
        .isEqualTo("avc1.42c01e 640x360");
  }

  @Test
  void spropWithAnnexBInside_isSplit() throws Exception {
    // 00 00 00 01 SPS 00 00 00 01 PPS in one base64 text
    String both = "AAAAAWdCwB7aAoC/5cBEAAADAAQAAAMAyDxYuoAAAAABaM4PyA==";
    assertThat(video(h264("sprop-parameter-sets=" + both)).h264()).isPresent();
  }

  @Test
  void unusableSprop_isWaitedForInBand() throws Exception {
    for (String sprop :
        List.of("", "Z0LAHtoCgL/lwEQAAAMABAAAAwDIPFi6gA==", "Z0I=,aM4PyA==", "!!!,***", ",,,")) {
      assertThat(video(h264("sprop-parameter-sets=" + sprop)).h264()).as(sprop).isEmpty();
    }
    assertThat(video(h264("")).h264()).isEmpty();
  }

  @Test
  void h265_isPlayed_whereThereIsNoH264() throws Exception {
    String sprops = "sprop-vps=%s; sprop-sps=%s; sprop-pps=%s".formatted(VPS, SPS, PPS);
    assertThat(video(h265(sprops)))
        .extracting(track -> track.h265().orElseThrow().toString())
        .isEqualTo("hvc1.1.6.L63.90 640x360");
    assertThat(
            video(
                "m=video 0 RTP/AVP 96",
                "a=rtpmap:96 H265/90000",
                "m=video 0 RTP/AVP 97",
                "a=rtpmap:97 H264/90000"))
        .extracting(track -> track.format().encoding())
        .isEqualTo("H264");
  }

  @Test
  void h265SetsWithoutVps_areEnough_others_areWaitedForInBand() throws Exception {
    assertThat(video(h265("sprop-sps=" + SPS + ";sprop-pps=" + PPS)).h265()).isPresent();
    for (String fmtp :
        List.of(
            "",
            "sprop-vps=;sprop-sps=;sprop-pps=",
            "sprop-vps=" + VPS + ";sprop-sps=" + SPS,
            "sprop-vps=" + VPS + ";sprop-pps=" + PPS,
            "sprop-sps=QgEBAWAA;sprop-pps=" + PPS,
            "sprop-sps=!!!;sprop-pps=***")) {
      assertThat(video(h265(fmtp)).h265()).as(fmtp).isEmpty();
    }
  }

  @Test
  void h265_isServedAsItIsPlayed() throws Exception {
    H265Config config =
        video(h265("sprop-sps=%s;sprop-pps=%s,%s".formatted(SPS, PPS, "RAFAXK0YkA==")))
            .h265()
            .orElseThrow();
    String sdp = SdpWriter.write("yard", List.of(new Track(0, 90_000, config)));
    assertThat(sdp)
        .contains("m=video 0 RTP/AVP 96\r\na=rtpmap:96 H265/90000\r\na=fmtp:96 sprop-vps=QAEM")
        .contains(";sprop-pps=" + PPS + ",RAFAXK0YkA==\r\n");
    assertThat(video(sdp.split("\r\n")).h265()).contains(config);
  }

  private static String[] h265(String fmtp) {
    return new String[] {"m=video 0 RTP/AVP 96", "a=rtpmap:96 H265/90000", "a=fmtp:96 " + fmtp};
  }

  @Test
  void spropWithBytesBehind_isTrimmed() throws Exception {
    // Reolink: 00 behind the SPS, and behind the PPS.
    String sprop = "Z0LAHtoCgL/lwEQAAAMABAAAAwDIPFi6gAA=,aM4PyAA=";
    assertThat(video(h264("sprop-parameter-sets=" + sprop)).h264())
        .hasValueSatisfying(sets -> assertThat(sets.toString()).isEqualTo("avc1.42c01e 640x360"));
  }

  @Test
  void wrongProfileLevelId_isNotRead() throws Exception {
    // Eufy T8400 announces what it does not send; the SPS knows.
    String fmtp = "profile-level-id=FFFFFF; sprop-parameter-sets=" + ScriptedCamera.SPROP;
    assertThat(video(h264(fmtp)).h264().orElseThrow().toString()).isEqualTo("avc1.42c01e 640x360");
  }

  @Test
  void fmtpInTheWrongMedia_isLeftOut() throws Exception {
    PlayedTrack track =
        video(
            "m=video 0 RTP/AVP 96",
            "a=rtpmap:96 H264/90000",
            "m=audio 0 RTP/AVP 8",
            "a=fmtp:96 sprop-parameter-sets=" + ScriptedCamera.SPROP);
    assertThat(track.h264()).isEmpty();
  }

  @Test
  void backChannel_isNotTakenForTheCamerasSound() throws Exception {
    // ONVIF Streaming 5.3: sendonly is what the camera would play.
    List<PlayedTrack> tracks =
        PlayedTrack.choose(
            parse(
                "m=video 0 RTP/AVP 96",
                "a=rtpmap:96 H264/90000",
                "a=recvonly",
                "m=audio 0 RTP/AVP 0",
                "a=control:speaker",
                "a=sendonly",
                "m=audio 0 RTP/AVP 8",
                "a=control:microphone",
                "a=recvonly"));
    assertThat(tracks.get(1).control()).isEqualTo("microphone");
  }

  @Test
  void aacWithoutConfig_isDescribedByItsRtpmap() throws Exception {
    String[] sdp = {
      "m=video 0 RTP/AVP 96",
      "a=rtpmap:96 H264/90000",
      "m=audio 0 RTP/AVP 97",
      "a=rtpmap:97 MPEG4-GENERIC/44100/2",
      "a=fmtp:97 mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3"
    };
    PlayedTrack audio = PlayedTrack.choose(parse(sdp)).get(1);
    assertThat(audio.depacketizer().track().orElseThrow().config())
        .isEqualTo(AacConfig.of(ByteBuffer.wrap(new byte[] {0x12, 0x10})));
  }

  private static String[] h264(String fmtp) {
    return new String[] {"m=video 0 RTP/AVP 96", "a=rtpmap:96 H264/90000", "a=fmtp:96 " + fmtp};
  }

  @Test
  void secondVideoAndForeignAudio_areLeftOut() throws Exception {
    List<PlayedTrack> tracks =
        PlayedTrack.choose(
            parse(
                "m=audio 0 RTP/AVP 97",
                "a=rtpmap:97 MPEG4-GENERIC/16000",
                "m=video 0 RTP/AVP 26",
                "m=video 0 RTP/AVP 96",
                "a=rtpmap:96 H264/90000",
                "a=control:first",
                "m=video 0 RTP/AVP 98",
                "a=rtpmap:98 H264/90000",
                "m=audio 0 RTP/AVP 0",
                "a=control:sound",
                "m=application 0 RTP/AVP 107",
                "a=rtpmap:107 vnd.onvif.metadata/90000"));
    assertThat(tracks).extracting(PlayedTrack::control).containsExactly("first", "sound");
  }

  @Test
  void sendonlyStreams_areTaken() throws Exception {
    // Some mark everything sendonly although it is the camera's stream.
    assertThat(
            PlayedTrack.choose(
                parse("m=video 0 RTP/AVP 96", "a=sendonly", "a=rtpmap:96 H264/90000")))
        .hasSize(1);
  }

  @Test
  void manySections_areBounded() {
    String many = "m=video 0 RTP/AVP 96\n".repeat(10_000);
    assertThat(SessionDescription.parse(many).media()).hasSizeLessThanOrEqualTo(32);
  }

  @Test
  void mutatedDescriptions_neverThrow() {
    Random random = new Random(9);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder(ScriptedCamera.SDP);
      for (int i = random.nextInt(10); i > 0; i--) {
        int at = random.nextInt(text.length());
        if (random.nextBoolean()) {
          text.setCharAt(at, (char) random.nextInt(128));
        } else {
          text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
        }
      }
      SessionDescription sdp = SessionDescription.parse(text.toString());
      assertThatCode(
              () -> {
                try {
                  PlayedTrack.choose(sdp).forEach(PlayedTrack::depacketizer);
                } catch (RtspException noVideo) {
                  assertThat(noVideo.kind()).isEqualTo(RtspException.Kind.UNSUPPORTED);
                }
              })
          .doesNotThrowAnyException();
    }
  }
}
