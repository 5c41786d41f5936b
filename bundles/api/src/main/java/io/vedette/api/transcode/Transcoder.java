package io.vedette.api.transcode;

import io.vedette.media.AccessUnit;
import java.util.function.Consumer;
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

  /**
   * Starts to make a stream anew that every browser shows: H.264 constrained baseline, no B-frames.
   * Close the session.
   *
   * @param maxWidth pixels; wider pictures are scaled down, their shape stays
   * @param pictures gets them on a thread of the session, in order of presentation, one for each
   *     that was added, with the times of the units that were added in that place ({@code pts} =
   *     {@code dts}); must not block
   * @throws TranscodeException BUSY if no more sessions may run
   */
  Session start(int maxWidth, Consumer<AccessUnit> pictures) throws TranscodeException;

  /** Sessions that run now. */
  int sessions();

  /** One stream that is made anew. Used by one thread. */
  @ProviderType
  interface Session extends AutoCloseable {
    /**
     * Takes the next picture in decoding order. Never blocks: who is too far ahead loses pictures,
     * up to a key picture. Pictures before the first key picture are left out, as are those that
     * were lost with a decoder that failed.
     */
    void add(AccessUnit picture);

    /**
     * Drops what waits; what is being made may still come. The next picture added must be random
     * access.
     */
    void flush();

    /** Nothing comes any more once this returns. */
    @Override
    void close();
  }
}
