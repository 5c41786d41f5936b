package io.vedette.testkit.kurento;

import java.time.Duration;
import java.util.List;

/**
 * What a server is like; {@link #MEASURED} is one with its default settings.
 *
 * @param videoCodecs it answers with, in upper case; without H264 it is one whose GStreamer plugin
 *     openh264 is missing, with H264 alone one that can do nothing but pass it through
 * @param collectorPeriod a session without a socket is freed at the second collection after its
 *     last sign of life
 * @param flowPeriod it looks so often whether media flows
 * @param rtcpTimeout after the last RTCP of a viewer its media state is DISCONNECTED
 */
public record KurentoSetup(
    List<String> videoCodecs, Duration collectorPeriod, Duration flowPeriod, Duration rtcpTimeout) {
  /** With default settings, as measured. */
  public static final KurentoSetup MEASURED =
      new KurentoSetup(
          List.of("VP8", "VP9", "AV1", "H264"),
          Duration.ofSeconds(240),
          Duration.ofSeconds(2),
          Duration.ofSeconds(25));

  public KurentoSetup {
    videoCodecs = List.copyOf(videoCodecs);
  }

  /** Another list of codecs. */
  public KurentoSetup withVideoCodecs(String... codecs) {
    return new KurentoSetup(List.of(codecs), collectorPeriod, flowPeriod, rtcpTimeout);
  }

  /** Another period of the collector. */
  public KurentoSetup withCollectorPeriod(Duration period) {
    return new KurentoSetup(videoCodecs, period, flowPeriod, rtcpTimeout);
  }

  /** Another period of the look at the flow. */
  public KurentoSetup withFlowPeriod(Duration period) {
    return new KurentoSetup(videoCodecs, collectorPeriod, period, rtcpTimeout);
  }

  /** Another patience with silent viewers. */
  public KurentoSetup withRtcpTimeout(Duration timeout) {
    return new KurentoSetup(videoCodecs, collectorPeriod, flowPeriod, timeout);
  }
}
