package io.vedette.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AacConfigTest {
  private static AacConfig of(String hex) throws MalformedMediaException {
    return AacConfig.of(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  @ParameterizedTest
  @CsvSource({
    "1588,8000,1,1024",
    "1408,16000,1,1024",
    "1190,48000,2,1024",
    "121456e500,44100,2,960"
  })
  void rateAndChannels(String hex, int rate, int channels, int samples) throws Exception {
    AacConfig config = of(hex);
    assertThat(config.sampleRate()).isEqualTo(rate);
    assertThat(config.channels()).isEqualTo(channels);
    assertThat(config.samplesPerUnit()).isEqualTo(samples);
    assertThat(config).isEqualTo(of(hex)).isNotEqualTo(of("1210"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "15", "2b88", "1780", "1680", "1580"})
  void otherThanAacLc_isRefused(String hex) {
    assertThatThrownBy(() -> of(hex)).isInstanceOf(MalformedMediaException.class);
  }

  @Test
  void endless_isRefused() {
    assertThatThrownBy(() -> of("1588" + "00".repeat(100)))
        .isInstanceOf(MalformedMediaException.class)
        .hasMessageContaining("102 bytes");
  }
}
