package io.vedette.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StreamMeterTest {
  @Test
  void steadyStream_isMeasuredOverWholeSeconds() {
    StreamMeter meter = new StreamMeter();
    for (int n = 0; n < 25 * 8; n++) {
      meter.count(Units.picture(n, n % 50 == 0, 5000));
    }
    assertThat(meter.fps(Units.START.plusMillis(8200))).isEqualTo(25, within(0.01));
    assertThat(meter.kbps(Units.START.plusMillis(8200))).isEqualTo(1000);
  }

  @Test
  void streamThatStops_fallsToZero() {
    StreamMeter meter = new StreamMeter();
    for (int n = 0; n < 100; n++) {
      meter.count(Units.picture(n, n % 50 == 0, 5000));
    }
    assertThat(meter.fps(Units.START.plusSeconds(60))).isZero();
    assertThat(meter.kbps(Units.START.plusSeconds(60))).isZero();
  }

  @Test
  void audioIsCountedInBytesOnly() {
    StreamMeter meter = new StreamMeter();
    for (int n = 0; n < 50 * 4; n++) {
      meter.count(Units.audio(n));
    }
    assertThat(meter.fps(Units.START.plusSeconds(4))).isZero();
    assertThat(meter.kbps(Units.START.plusSeconds(4))).isEqualTo(64);
  }
}
