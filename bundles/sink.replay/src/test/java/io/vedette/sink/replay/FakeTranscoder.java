package io.vedette.sink.replay;

import io.vedette.api.transcode.TranscodeException;
import io.vedette.api.transcode.Transcoder;
import io.vedette.media.AccessUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Gives every picture back as it is. */
final class FakeTranscoder implements Transcoder {
  private final int places;
  private final AtomicInteger running = new AtomicInteger();

  FakeTranscoder(int places) {
    this.places = places;
  }

  @Override
  public byte[] jpeg(AccessUnit key, int maxWidth) {
    throw new UnsupportedOperationException("a replay needs no JPEG");
  }

  @Override
  public Session start(int maxWidth, Consumer<AccessUnit> pictures) throws TranscodeException {
    if (running.get() >= places) {
      throw new TranscodeException(TranscodeException.Kind.BUSY, "no place");
    }
    running.incrementAndGet();
    return new Session() {
      @Override
      public void add(AccessUnit picture) {
        pictures.accept(picture);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {
        running.decrementAndGet();
      }
    };
  }

  @Override
  public int sessions() {
    return running.get();
  }
}
