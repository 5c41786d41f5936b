package io.vedette.web.resource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Writes to a blocking stream; {@link java.nio.channels.Channels} does so in pieces of 8 kB. */
final class StreamChannel implements WritableByteChannel {
  private final OutputStream out;
  private boolean broken;

  StreamChannel(OutputStream out) {
    this.out = out;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    byte[] array = bytes.hasArray() ? bytes.array() : new byte[count];
    int offset = bytes.hasArray() ? bytes.arrayOffset() + bytes.position() : 0;
    if (bytes.hasArray()) {
      bytes.position(bytes.limit());
    } else {
      bytes.get(array);
    }
    try {
      out.write(array, offset, count);
    } catch (IOException e) {
      broken = true;
      throw e;
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
