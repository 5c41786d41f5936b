package io.vedette.web.resource;

import io.vedette.api.transcode.TranscodeException;
import io.vedette.api.transcode.Transcoder;
import io.vedette.media.AccessUnit;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes pictures that say when they arrived and how wide they are. */
final class FakeTranscoder implements Transcoder {
  Optional<TranscodeException> refusal = Optional.empty();
  int made;

  @Override
  public synchronized byte[] jpeg(AccessUnit key, int maxWidth) throws TranscodeException {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    made++;
    return (key.received() + " " + maxWidth).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Session start(int maxWidth, Consumer<AccessUnit> pictures) {
    throw new UnsupportedOperationException("the web replays nothing itself");
  }

  @Override
  public int sessions() {
    return 3;
  }
}
