package io.vedette.api.recording;

import io.vedette.media.AccessUnit;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads one stream's recorded units by wall time, across segments and gaps. Used by one thread;
 * keeps one segment open. Units carry the wall time of their recording in {@code received}, and a
 * {@code dts} that only means something within one segment.
 */
@ProviderType
public interface RecordingReader extends AutoCloseable {
  /** Wall time of the newest key frame at or before {@code at}. Costs no read of media. */
  Optional<Instant> keyAtOrBefore(Instant at) throws IOException;

  /** Wall time of the oldest key frame at or after {@code at}. Costs no read of media. */
  Optional<Instant> keyAtOrAfter(Instant at) throws IOException;

  /**
   * Goes to the key frame with exactly this wall time, as one of the methods above gave it; {@link
   * #next} returns it.
   *
   * @return false if it is there no more
   */
  boolean seek(Instant key) throws IOException;

  /** The next unit in recording order, audio included; empty at the end of what is recorded now. */
  Optional<AccessUnit> next() throws IOException;

  @Override
  void close();
}
