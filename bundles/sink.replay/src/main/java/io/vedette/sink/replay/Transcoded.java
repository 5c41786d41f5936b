package io.vedette.sink.replay;

import io.vedette.api.stream.StreamHub.StreamWriter;
import io.vedette.api.transcode.TranscodeException;
import io.vedette.api.transcode.Transcoder;
import io.vedette.media.AccessUnit;

/**
 * Sends pictures on their way to the viewers through a transcoder; sound goes past it. Written by
 * the replay's thread; pictures come back on the transcoder's.
 */
final class Transcoded implements StreamWriter {
  private final StreamWriter viewers; // guarded by this, but for readers()
  private final Transcoder.Session session;
  private long newestDts = -1; // of the pictures that were handed over; replay's thread only
  private long flushedDts = -1; // pictures up to here are old; guarded by this

  /**
   * Starts a session.
   *
   * @param maxWidth pixels of what comes out
   */
  Transcoded(Transcoder transcoder, int maxWidth, StreamWriter viewers) throws TranscodeException {
    this.viewers = viewers;
    this.session = transcoder.start(maxWidth, this::made);
  }

  @Override
  public void append(AccessUnit unit) {
    if (unit.track().isVideo()) {
      newestDts = unit.dts();
      session.add(unit);
    } else {
      synchronized (this) {
        viewers.append(unit);
      }
    }
  }

  private synchronized void made(AccessUnit picture) {
    if (picture.dts() > flushedDts) {
      viewers.append(picture);
    }
  }

  @Override
  public void flush() {
    session.flush();
    synchronized (this) {
      flushedDts = newestDts; // they rise for as long as somebody looks
      viewers.flush();
    }
  }

  @Override
  public int readers() {
    return viewers.readers();
  }

  /** Ends the session; the viewers' stream stays. */
  void endSession() {
    session.close();
  }

  @Override
  public void close() {
    session.close();
    viewers.close(); // nothing comes back any more
  }
}
