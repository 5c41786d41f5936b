package io.vedette.web.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.LogEntry;
import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FragmentStreamTest {
  private static final int FRAME = 3600; // ticks at 25 pictures per second

  private final FragmentStream stream = new FragmentStream(false);
  private final List<String> sent = new ArrayList<>();

  private void offer(LogEntry entry) {
    stream.offer(entry).forEach(message -> sent.add(describe(message)));
  }

  private void pictures(Track track, long fromDts, int count, int keyEvery) {
    for (int i = 0; i < count; i++) {
      offer(TestStream.picture(track, fromDts + (long) i * FRAME, i % keyEvery == 0, 100));
    }
  }

  /** {@code init}, or {@code 3600+5}: tfdt and count of samples. */
  private static String describe(Message message) {
    if (message instanceof Message.Start start) {
      return start.mime();
    }
    if (message instanceof Message.Recorded picture) {
      return "is " + picture.ticks();
    }
    ByteBuffer bytes = ((Message.Binary) message).bytes();
    String text = ISO_8859_1.decode(bytes.duplicate()).toString();
    if (text.startsWith("ftyp", 4)) {
      return "init";
    }
    long tfdt = bytes.getLong(text.indexOf("tfdt") + 8);
    int samples = bytes.getInt(text.indexOf("trun") + 8);
    return tfdt + "+" + samples;
  }

  @Test
  void firstPictureIsSentAlone_thenFragmentsOf200Milliseconds() {
    pictures(TestStream.H264_1080P, 90_000, 13, 100);

    assertThat(sent)
        .containsExactly("video/mp4; codecs=\"avc1.640028\"", "init", "0+1", "3600+5", "21600+5");
  }

  @Test
  void beginsWithAKeyPicture() {
    offer(TestStream.picture(TestStream.H264_1080P, 0, false, 100));
    assertThat(sent).isEmpty();
    offer(TestStream.picture(TestStream.H264_1080P, FRAME, true, 100));
    assertThat(sent).hasSize(2);
  }

  @Test
  void keyPictureBeginsAFragment() {
    pictures(TestStream.H264_1080P, 0, 7, 3);

    assertThat(sent).containsExactly(sent.get(0), "init", "0+1", "3600+2", "10800+3");
  }

  @Test
  void afterAGapTimeGoesOnWithoutAHole() {
    pictures(TestStream.H264_1080P, 0, 3, 100);
    offer(new LogEntry.Gap(50, LogEntry.Cause.READER_TOO_SLOW));
    offer(TestStream.picture(TestStream.H264_1080P, 60 * FRAME, false, 100));
    pictures(TestStream.H264_1080P, 61 * FRAME, 7, 100);

    assertThat(sent).containsExactly(sent.get(0), "init", "0+1", "3600+2", "10800+5");
  }

  @Test
  void aNewRunGoesOnWithoutANewStart() {
    pictures(TestStream.H264_1080P, 0, 3, 100);
    offer(new LogEntry.RunEnded(TestStream.RUN, "camera rebooted"));
    pictures(TestStream.H264_1080P, 0, 7, 100);

    assertThat(sent).containsExactly(sent.get(0), "init", "0+1", "3600+2", "10800+5");
  }

  @Test
  void newParameterSetsStartAnew() {
    pictures(TestStream.H264_1080P, 0, 3, 100);
    pictures(TestStream.H264_360P, 3 * FRAME, 3, 100);

    assertThat(sent)
        .containsExactly(
            "video/mp4; codecs=\"avc1.640028\"",
            "init",
            "0+1",
            "3600+2",
            "video/mp4; codecs=\"avc1.64001e\"",
            "init",
            "10800+1");
  }

  @Test
  void h265IsSentUnderItsOwnName() {
    pictures(TestStream.H265_360P, 0, 2, 100);

    assertThat(sent).containsExactly("video/mp4; codecs=\"hvc1.1.6.L63.90\"", "init", "0+1");
  }

  @Test
  void newParameterSetsOfTheSameCodecNeedNoNewMime() {
    pictures(TestStream.H264_1080P, 0, 3, 100);
    pictures(TestStream.H264_720P, 3 * FRAME, 3, 100);

    assertThat(sent)
        .containsExactly(
            "video/mp4; codecs=\"avc1.640028\"", "init", "0+1", "3600+2", "init", "10800+1");
  }

  @Test
  void largePicturesEndAFragmentEarly() {
    pictures(TestStream.H264_1080P, 0, 1, 1);
    for (int i = 1; i < 4; i++) {
      offer(TestStream.picture(TestStream.H264_1080P, (long) i * FRAME, false, 1 << 20));
    }

    assertThat(sent).containsExactly(sent.get(0), "init", "0+1", "3600+1", "7200+1");
  }

  @Test
  void pausedReplay_givesTheNewestPicture_andGoesOnWithoutAHole() {
    FragmentStream replay = new FragmentStream(true);
    for (long dts : new long[] {0, 90, 180}) { // a burst
      replay
          .offer(TestStream.picture(TestStream.H264_1080P, dts, dts == 0, 100))
          .forEach(message -> sent.add(describe(message)));
    }
    assertThat(replay.holdsBack()).isTrue();
    replay.release().forEach(message -> sent.add(describe(message)));
    assertThat(replay.holdsBack()).isFalse();
    replay
        .offer(TestStream.picture(TestStream.H264_1080P, 900_000, false, 100))
        .forEach(message -> sent.add(describe(message)));
    replay.release().forEach(message -> sent.add(describe(message)));

    assertThat(sent)
        .containsExactly(
            sent.get(0), "init", "is 0", "0+1", "is 90", "is 180", "90+2", "is 3780", "3780+1");
  }

  @Test
  void audioIsLeftOut() {
    Track audio = new Track(1, 8000, new G711Config(G711Config.Law.A, 1));
    offer(
        new LogEntry.Unit(
            TestStream.RUN,
            0,
            new AccessUnit(audio, 0, 0, Instant.EPOCH, true, ByteBuffer.allocate(160))));

    assertThat(sent).isEmpty();
  }
}
