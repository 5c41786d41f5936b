package io.vedette.testkit.bench;

import io.vedette.testkit.KeyPictures;
import io.vedette.testkit.Picture;
import io.vedette.testkit.WhepViewer;
import java.io.IOException;
import java.util.OptionalLong;

/** Watches one camera live and measures how soon pictures come. */
final class LiveViewer implements AutoCloseable {
  /** A viewer is first sent what was made before it came; that is not late. */
  private static final long BURST_NANOS = 3_000_000_000L;

  private final KeyPictures keys;
  private final Percentiles firstFrame;
  private final Percentiles latency;
  private final long askedNanos = System.nanoTime();
  private final WhepViewer viewer;

  // Used by the viewer's thread only.
  private boolean shown;
  private double originMillis = Double.NaN; // since the epoch, when the RTP timestamp was 0

  LiveViewer(Rest rest, String path, KeyPictures keys, Percentiles firstFrame, Percentiles latency)
      throws IOException {
    this.keys = keys;
    this.firstFrame = firstFrame;
    this.latency = latency;
    this.viewer = new WhepViewer(rest, rest.server(), path, this::arrived);
  }

  private void arrived(Picture picture) {
    long sinceNanos = picture.arrivedNanos() - askedNanos;
    if (!shown && picture.key() && picture.whole()) {
      shown = true;
      firstFrame.add(sinceNanos / 1e6);
    }
    double nowMillis = System.currentTimeMillis();
    double mediaMillis = picture.rtpTimestamp() / 90.0;
    if (picture.key() && picture.whole()) {
      OptionalLong due = keys.dueMillis(picture.sliceBytes(), (long) nowMillis);
      due.ifPresent(sent -> originMillis = sent - mediaMillis);
    }
    if (sinceNanos > BURST_NANOS && !Double.isNaN(originMillis)) {
      latency.add(nowMillis - originMillis - mediaMillis);
    }
  }

  WhepViewer viewer() {
    return viewer;
  }

  @Override
  public void close() throws IOException {
    viewer.close();
  }
}
