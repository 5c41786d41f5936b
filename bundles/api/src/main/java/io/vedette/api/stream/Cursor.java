package io.vedette.api.stream;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A reader's place in a stream. Used by one thread, except {@link #close} and {@link #onAppend}'s
 * callback. A reader that is too slow loses units and is told (see {@link LogEntry.Gap}); nobody
 * waits for it.
 */
@ProviderType
public interface Cursor extends AutoCloseable {
  /**
   * The next entry, waiting for it if need be.
   *
   * @return null if there was none within the time, or the cursor was closed
   */
  LogEntry next(Duration timeout) throws InterruptedException;

  /** The next entry, or null if there is none now. Never blocks: for readers that serve many. */
  LogEntry poll();

  /**
   * Calls back after each append, on the writer's thread: it must only wake somebody and return at
   * once. One callback per cursor; it is called once at registration if there is something to read.
   */
  void onAppend(Runnable wake);

  /** True once the stream is no more (camera removed, replay ended) and all was read. */
  boolean isEnded();

  @Override
  void close();
}
