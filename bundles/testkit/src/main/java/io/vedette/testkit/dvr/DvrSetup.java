package io.vedette.testkit.dvr;

import io.vedette.api.driver.Credentials;
import io.vedette.testkit.Clip;
import io.vedette.testkit.RecorderChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * What a simulated DVR is like.
 *
 * @param credentials the only ones it takes
 * @param channels its cameras, at most 16
 * @param lengthCounts what the length in a frame's head counts
 * @param packetBytes largest payload of a packet; longer frames go on in the next ones
 * @param window packets that may be under way without an acknowledgement
 * @param sessions logins at a time; further ones are refused
 */
public record DvrSetup(
    Credentials credentials,
    List<RecorderChannel> channels,
    LengthCounts lengthCounts,
    int packetBytes,
    int window,
    int sessions) {
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
    return of(credentials, RecorderChannel.of(scenes));
  }

  /** The same with channels of one's own. */
  public static DvrSetup of(Credentials credentials, List<RecorderChannel> channels) {
    return new DvrSetup(
        credentials, channels, LengthCounts.FRAME_HEAD_TOO, Integer.MAX_VALUE, 32, 4);
  }

  /** The same with other titles. */
  public DvrSetup withTitles(String... titles) {
    List<RecorderChannel> named = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      named.add(channels.get(i).titled(titles[i]));
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
