package io.vedette.web.resource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Writes to a blocking stream; {@link java.nio.channels.Channels} does so in pieces of 8 kB. */
final class StreamChannel implements WritableByteChannel {
  private final OutputStream out;
  private final byte[] piece = new byte[64 * 1024];
  private boolean broken;

  StreamChannel(OutputStream out) {
    this.out = out;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    while (bytes.hasRemaining()) {
      int length = Math.min(bytes.remaining(), piece.length);
      bytes.get(piece, 0, length);
      try {
        out.write(piece, 0, length);
      } catch (IOException e) {
        broken = true;
        throw e;
      }
    }
    return count;
  }

  /** True if the stream failed: a failure of a reader, in between, is not ours. */
  boolean isBroken() {
    return broken;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  /** The stream belongs to the server. */
  @Override
  public void close() {}
}
