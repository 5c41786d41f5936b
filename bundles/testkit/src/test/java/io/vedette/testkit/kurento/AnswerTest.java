package io.vedette.testkit.kurento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What an offer is answered with, beyond the recorded ones. */
class AnswerTest {
  private static final List<String> CODECS = KurentoSetup.MEASURED.videoCodecs();
  private static final String TRANSPORT =
      """
      a=ice-ufrag:abcd
      a=ice-pwd:abcdefghijklmnopqrstuv
      a=setup:actpass
      a=fingerprint:sha-256 AA:BB
      a=rtcp-mux
      a=recvonly
      """;
  private static final String AUDIO =
      """
      m=audio 9 UDP/TLS/RTP/SAVPF 111
      a=mid:0
      a=rtpmap:111 opus/48000/2
      """;
  private static final String VIDEO =
      """
      m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103 125
      a=mid:1
      a=rtpmap:96 VP8/90000
      a=rtpmap:97 rtx/90000
      a=fmtp:97 apt=96
      a=rtpmap:102 H264/90000
      a=rtcp-fb:102 transport-cc
      a=fmtp:102 packetization-mode=1;profile-level-id=4d001f
      a=rtpmap:103 rtx/90000
      a=fmtp:103 apt=102
      a=rtpmap:125 H264/90000
      a=fmtp:125 packetization-mode=0;profile-level-id=42001f
      """;

  private static Answer answer(String sections, List<String> codecs) throws RpcError {
    return Answer.to(Offer.parse("v=0\ns=-\n" + sections), codecs, "CC:DD");
  }

  @Test
  void offersOrderCountsSoVp8InFrontIsWhatIsSent() throws RpcError {
    Answer answer = answer(VIDEO + TRANSPORT, CODECS);
    assertThat(answer.codec()).isEqualTo("VP8");
    assertThat(answer.text()).contains("m=video 1 UDP/TLS/RTP/SAVPF 96 102 125\r\n");
  }

  @Test
  void everyH264IsEchoedWithItsOwnFmtp_noRtxNoTransportCc() throws RpcError {
    Answer answer = answer(VIDEO + TRANSPORT, List.of("H264"));
    assertThat(answer.codec()).isEqualTo("H264");
    assertThat(answer.text())
        .contains("m=video 1 UDP/TLS/RTP/SAVPF 102 125\r\n")
        .contains("a=fmtp:102 packetization-mode=1;profile-level-id=4d001f\r\n")
        .contains("a=fmtp:125 packetization-mode=0;profile-level-id=42001f\r\n")
        .doesNotContain("rtx", "transport-cc", "apt=");
  }

  @Test
  void withoutThePluginThereIsNoH264() throws RpcError {
    assertThat(answer(VIDEO + TRANSPORT, List.of("VP8")).text()).doesNotContain("H264");
  }

  @Test
  void soundIsRefusedAndKeepsItsPlace() throws RpcError {
    assertThat(answer("a=group:BUNDLE 0 1\n" + AUDIO + VIDEO + TRANSPORT, CODECS).text())
        .containsSubsequence(
            "a=group:BUNDLE 1\r\n",
            "m=audio 0 UDP/TLS/RTP/SAVPF 111\r\n",
            "a=inactive\r\n",
            "m=video 1 ");
  }

  @Test
  void noSdpIsRefused() {
    for (String text : List.of("", "hello", "v=0\nm=video\n", "v=0\nx\n")) {
      assertThatThrownBy(() -> Offer.parse(text)).isInstanceOf(RpcError.class);
    }
  }
}
