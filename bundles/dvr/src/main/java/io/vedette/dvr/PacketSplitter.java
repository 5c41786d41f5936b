package io.vedette.dvr;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes of a data connection → stream packets. Steps over bytes without meaning to the next header.
 * Memory grows with the bytes that came, up to one payload. Used by one thread.
 */
final class PacketSplitter {
  /** More junk in a row is another protocol. */
  private static final int MAX_JUNK = 1024 * 1024;

  private final byte[] header = new byte[PacketHeader.BYTES];
  private int headerSize;
  private byte[] payload = new byte[64 * 1024];
  private int payloadSize;
  private int missing; // bytes of the payload; 0: a header comes
  private int junk; // in a row

  /** Hears of what came, in order. */
  interface Sink {
    /** A packet begins. */
    void header(PacketHeader header);

    /** All of its payload, at least one byte; valid during the call only. */
    void payload(ByteBuffer payload);

    /** Bytes that belong to no packet were left out before the next header. */
    void junk(int bytes);
  }

  /**
   * Takes all bytes.
   *
   * @throws DvrException if there is no header in a MiB
   */
  void push(ByteBuffer bytes, Sink sink) throws DvrException {
    while (bytes.hasRemaining()) {
      if (missing > 0) {
        payload(bytes, sink);
      } else {
        header[headerSize++] = bytes.get();
        if (headerSize == header.length) {
          header(sink);
        }
      }
    }
  }

  private void payload(ByteBuffer bytes, Sink sink) {
    int count = Math.min(missing, bytes.remaining());
    if (payload.length - payloadSize < count) {
      payload = Arrays.copyOf(payload, Math.max(2 * payload.length, payloadSize + count));
    }
    bytes.get(payload, payloadSize, count);
    payloadSize += count;
    missing -= count;
    if (missing == 0) {
      sink.payload(ByteBuffer.wrap(payload, 0, payloadSize));
      payloadSize = 0;
    }
  }

  private void header(Sink sink) throws DvrException {
    PacketHeader parsed = PacketHeader.parse(header);
    if (parsed == null) {
      skip();
      return;
    }
    if (junk > 0) {
      sink.junk(junk);
      junk = 0;
    }
    headerSize = 0;
    missing = parsed.length();
    sink.header(parsed);
  }

  /** Drops bytes up to where the next header may begin. */
  private void skip() throws DvrException {
    int at = 1;
    while (at < headerSize && !PacketHeader.mayBegin(header, at, headerSize)) {
      at++;
    }
    System.arraycopy(header, at, header, 0, headerSize - at);
    headerSize -= at;
    junk += at;
    if (junk > MAX_JUNK) {
      throw new DvrException(
          DvrException.Kind.PROTOCOL, "no stream packet within " + junk + " bytes");
    }
  }
}
