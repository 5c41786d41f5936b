package io.vedette.sink.webrtc;

import io.vedette.api.stream.StreamKey;
import io.vedette.media.MalformedMediaException;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A viewer as its {@link Sender} sees it: with the datagrams that came for it and the time when it
 * is due. Methods are for the sender's thread, where nothing else is said.
 */
final class Playback {
  private static final Logger LOG = LoggerFactory.getLogger(Playback.class);

  /** A browser reports some times a second, and in a burst of loss some ten times. */
  private static final int INBOX = 64;

  private final StreamKey key;
  private final Viewer viewer;
  private final Feedback feedback;
  private final Runnable ended;
  private final Queue<byte[]> inbox = new ArrayBlockingQueue<>(INBOX);

  /** True from a wake-up until the sender takes it up. */
  final AtomicBoolean woken = new AtomicBoolean();

  private long dueNs = Long.MAX_VALUE;
  private boolean complained;
  private volatile long packets;

  /**
   * @param key of the stream
   * @param ended called, on the sender's thread, when the stream is no more
   */
  Playback(StreamKey key, Viewer viewer, Feedback feedback, Runnable ended) {
    this.key = key;
    this.viewer = viewer;
    this.feedback = feedback;
    this.ended = ended;
  }

  /** Puts in a datagram of SRTCP; any thread. What does not fit is lost. */
  boolean offer(byte[] srtcp) {
    return inbox.offer(srtcp);
  }

  /** Registers what wakes the sender. */
  void onAppend(Runnable wake) {
    viewer.onAppend(wake);
  }

  /** Does what is to be done now, and says in {@link #dueNs} when it wants to be called again. */
  void run(PacketCache cache, long nowNs, Instant now) {
    for (byte[] srtcp = inbox.poll(); srtcp != null; srtcp = inbox.poll()) {
      feedback.receive(srtcp, nowNs);
    }
    try {
      dueNs = viewer.run(cache, nowNs, now);
    } catch (MalformedMediaException broken) {
      dueNs = nowNs; // the unit is left out, go on with the next
      if (!complained) {
        complained = true;
        LOG.warn("{}: picture left out: {}", key.path(), broken.getMessage());
      }
    }
    packets = viewer.packets();
  }

  /** Once a second: reports, and a look whether the stream still is. */
  void tick(Instant now) {
    feedback.report(now);
    if (viewer.isEnded()) {
      end();
    }
  }

  /** The stream is no more, or cannot be sent to this viewer. */
  void end() {
    ended.run();
  }

  /** On the clock of {@link System#nanoTime}; Long.MAX_VALUE: when woken. */
  long dueNs() {
    return dueNs;
  }

  /** The stream; any thread. */
  StreamKey key() {
    return key;
  }

  /** Any thread. */
  long packets() {
    return packets;
  }

  /** Any thread. */
  long packetsLost() {
    return feedback.packetsLost();
  }

  void close() {
    viewer.close();
  }
}
