package io.vedette.sink.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.Run;
import io.vedette.api.stream.StreamKey;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PacketCacheTest {
  private static final StreamKey MAIN = new StreamKey.Live("cam", Profile.MAIN);
  private static final StreamKey SUB = new StreamKey.Live("cam", Profile.SUB);

  private final PacketCache cache = new PacketCache();
  private final Run run = new Run(UUID.randomUUID(), Pictures.START, List.of(Pictures.VIDEO));

  private LogEntry.Unit entry(long sequence, int bytes) {
    return new LogEntry.Unit(run, sequence, Pictures.key(0, bytes));
  }

  @Test
  void pictureIsCutOncePerStream() throws Exception {
    LogEntry.Unit entry = entry(1, 5000);
    assertThat(cache.payloads(MAIN, entry)).isSameAs(cache.payloads(MAIN, entry));
    assertThat(cache.payloads(SUB, entry)).isNotSameAs(cache.payloads(MAIN, entry));
    assertThat(cache.payloads(MAIN, entry(2, 5000))).isNotSameAs(cache.payloads(MAIN, entry));
  }

  @Test
  void oldPicturesAreForgotten() throws Exception {
    List<?> first = cache.payloads(MAIN, entry(1, 1_000_000));
    for (int i = 2; i < 12; i++) {
      cache.payloads(MAIN, entry(i, 1_000_000));
    }
    assertThat(cache.payloads(MAIN, entry(1, 1_000_000))).isNotSameAs(first);
  }
}
