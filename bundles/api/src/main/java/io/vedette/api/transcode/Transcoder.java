package io.vedette.api.transcode;

import io.vedette.media.AccessUnit;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes pictures anew where a recorded or received one cannot be used as it is. Costly beside
 * everything else here, and therefore limited. Thread-safe.
 */
@ProviderType
public interface Transcoder {
  /** A width that leaves every picture as large as it is. */
  int ORIGINAL_WIDTH = Integer.MAX_VALUE;

  /**
   * One picture as JPEG. Blocks, at most some seconds.
   *
   * @param key a picture that needs no other ({@code randomAccess})
   * @param maxWidth pixels; a wider picture is scaled down, its shape stays
   * @throws TranscodeException BUSY if too many others wait already
   */
  byte[] jpeg(AccessUnit key, int maxWidth) throws TranscodeException, InterruptedException;
}
