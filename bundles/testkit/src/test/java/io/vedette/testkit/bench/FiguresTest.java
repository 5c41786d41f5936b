package io.vedette.testkit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void whatWasNotMeasuredIsNull() {
    assertThat(new Figures().json().replaceAll("\\s", "").replace('"', '\''))
        .isEqualTo(
            "{'cameras':0,'seconds':0,"
                + "'recorder':{'cpuSeconds':null,'cores':null,'rssMaxMB':null,'gcPauseMsMax':null},"
                + "'ingest':{'accessUnits':null,'lost':null,'bytes':null},"
                + "'recording':{'bytesWritten':null,'writeCalls':null,'fsyncs':null,"
                + "'accessUnitsRecorded':null,'missing':null},"
                + "'live':{'viewers':0,'packetsSent':null,'packetsLost':null,"
                + "'firstFrameMs':null,'latencyMs':null},"
                + "'replay':{'sessions':0,'seekToPictureMs':null,'picturesPerSecond':null,"
                + "'packetsLost':null,'cores':null,'addedCores':null,"
                + "'readsPerSecond':null,'readBytesPerSecond':null},"
                + "'transcoders':null,'loadGenerator':{'cpuSeconds':null}}");
  }

  @Test
  void coresAndMissingFollowFromWhatWasMeasured() {
    Figures figures = new Figures();
    figures.seconds = 60;
    figures.recorderCpuSeconds = 30.0;
    figures.unitsSent = 100L;
    figures.unitsRecorded = 97L;
    for (int millis = 1; millis <= 100; millis++) {
      figures.firstFrame.add(millis);
    }
    assertThat(figures.json().replaceAll("\\s", ""))
        .contains("\"cores\":0.5", "\"missing\":3", "\"firstFrameMs\":{\"p50\":50.0,\"p95\":95.0}");
    assertThat(figures.table()).contains("0.5 cores", "97 access units, 3 missing");
  }
}
