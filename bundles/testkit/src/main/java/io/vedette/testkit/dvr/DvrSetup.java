package io.vedette.testkit.dvr;

import io.vedette.api.driver.Credentials;
import io.vedette.testkit.Clip;
import java.util.List;

/**
 * What a simulated DVR is like.
 *
 * @param credentials the only ones it takes
 * @param channels title and scene of each camera, at most 16
 * @param lengthCounts what the length in a frame's head counts
 * @param packetBytes largest payload of a packet; longer frames go on in the next ones
 * @param window packets that may be under way without an acknowledgement
 * @param sessions logins at a time; further ones are refused
 */
public record DvrSetup(
    Credentials credentials,
    List<Channel> channels,
    LengthCounts lengthCounts,
    int packetBytes,
    int window,
    int sessions) {
  /** A camera at the DVR. */
  public record Channel(String title, Clip.Scene scene) {}

  /** What no paper tells. */
  public enum LengthCounts {
    FRAME_HEAD_TOO,
    PES_HEAD_TOO,
    STREAM_ALONE
  }

  public DvrSetup {
    channels = List.copyOf(channels);
  }

  /** What devices most likely do: each frame in one packet. */
  public static DvrSetup of(Credentials credentials, Clip.Scene... scenes) {
    List<Channel> channels =
        List.of(scenes).stream().map(scene -> new Channel(scene.title(), scene)).toList();
    return new DvrSetup(
        credentials, channels, LengthCounts.FRAME_HEAD_TOO, Integer.MAX_VALUE, 32, 4);
  }

  /** The same with other titles. */
  public DvrSetup withTitles(String... titles) {
    List<Channel> named = new java.util.ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      named.add(new Channel(titles[i], channels.get(i).scene()));
    }
    return new DvrSetup(credentials, named, lengthCounts, packetBytes, window, sessions);
  }

  /** The same with frames cut into packets. */
  public DvrSetup withPackets(LengthCounts counts, int bytes, int largestWindow) {
    return new DvrSetup(credentials, channels, counts, bytes, largestWindow, sessions);
  }

  /** The same with fewer logins at a time. */
  public DvrSetup withSessions(int limit) {
    return new DvrSetup(credentials, channels, lengthCounts, packetBytes, window, limit);
  }
}
