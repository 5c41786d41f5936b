package io.vedette.api.recording;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/** A virtual MP4: generated boxes and slices of segment files. Used by one thread; close it. */
@ProviderType
public interface RecordedFile extends AutoCloseable {
  /** Exact size. */
  long sizeBytes();

  /** Changes whenever the bytes would; without quotes. */
  String etag();

  /** Wall time of the first picture, at or before what was asked for. */
  Instant from();

  /** Wall time after the last picture. */
  Instant to();

  /**
   * Writes a part of the file.
   *
   * @throws IOException if the target fails, or a segment was deleted meanwhile
   */
  void write(long position, long count, WritableByteChannel target) throws IOException;

  @Override
  void close();
}
