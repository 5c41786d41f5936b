package io.vedette.sink.recorder;

import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.Run;
import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A camera of 25 pictures per second with real H.264 (made by ffmpeg once per build, looped) and
 * G.711 in packets of 40 ms, a key picture each second. Hands its units to a consumer, as fast as
 * it takes them, while the manual clock goes along.
 */
final class TestCamera {
  static final int FPS = 25;
  static final int TICKS = 90_000 / FPS;
  private static final int AUDIO_BYTES = 8000 / FPS;

  private final List<ByteBuffer> pictures = new ArrayList<>();
  private final ManualClock clock;
  private final Track audio = new Track(1, 8000, new G711Config(G711Config.Law.MU, 1));
  private Track video;
  private Run run;
  private long sequence;
  private int next; // picture in the run
  private int gop = FPS; // pictures
  private boolean reorder;
  private long driftPpm; // of the camera's clock against ours; positive: fast

  TestCamera(ManualClock clock, String size) throws Exception {
    this.clock = clock;
    load(size);
    connect();
  }

  /** Changes the picture size from the next picture on, which is a key picture. */
  void load(String size) throws Exception {
    load(size, FPS, false);
  }

  /**
   * The same.
   *
   * @param gop pictures from one key picture to the next
   * @param reorder two of three pictures are B-frames; a multiple of three and one make a GOP
   */
  void load(String size, int gop, boolean reorder) throws Exception {
    this.gop = gop;
    this.reorder = reorder;
    Path file = Path.of("target/clip-" + size + "-" + gop + (reorder ? "-b" : "") + ".h264");
    synchronized (TestCamera.class) {
      if (!Files.exists(file)) {
        Path part = Path.of(file + ".part");
        Ffmpeg.run(
            ("ffmpeg -v error -y -f lavfi -i testsrc2=size="
                    + size
                    + ":rate=25:duration="
                    + Math.max(4, gop / FPS)
                    + " -c:v libx264 -preset ultrafast -g "
                    + gop
                    + " -x264-params scenecut=0:b-adapt=0:b-pyramid=none:keyint-min=1:bframes="
                    + (reorder ? 2 : 0)
                    + " -f h264 "
                    + part)
                .split(" "));
        Files.move(part, file);
      }
    }
    List<ByteBuffer> units = NalUnits.splitAnnexB(ByteBuffer.wrap(Files.readAllBytes(file)));
    video =
        new Track(
            0,
            90_000,
            H264Config.of(find(units, NalUnits.SPS), List.of(find(units, NalUnits.PPS))));
    pictures.clear();
    List<ByteBuffer> picture = new ArrayList<>();
    for (ByteBuffer unit : units) {
      int type = NalUnits.h264Type(unit.get(0));
      if (type != NalUnits.SPS && type != NalUnits.PPS) {
        picture.add(unit);
      }
      if (NalUnits.isSlice(type)) {
        pictures.add(NalUnits.join(picture));
        picture.clear();
      }
    }
    next = (next + gop - 1) / gop * gop;
  }

  private static ByteBuffer find(List<ByteBuffer> units, int type) throws IOException {
    return units.stream()
        .filter(u -> NalUnits.h264Type(u.get(0)) == type)
        .findFirst()
        .orElseThrow(() -> new IOException("ffmpeg made no NAL unit of type " + type));
  }

  /** A new connection begins. */
  void connect() {
    run = new Run(UUID.randomUUID(), clock.instant(), List.of(video, audio));
    next = 0;
  }

  Run run() {
    return run;
  }

  /** The camera's clock is fast by so many millionths. */
  void drift(long ppm) {
    driftPpm = ppm;
  }

  /** The camera leaves out pictures or jumps: the next one is a key picture so much later. */
  void jump(Duration mediaTime) {
    next = (next + gop - 1) / gop * gop + (int) (mediaTime.toMillis() * FPS / 1000);
  }

  /** Sends pictures and sound for a while. */
  void send(int count, Consumer<LogEntry> to) {
    for (int i = 0; i < count; i++) {
      to.accept(picture());
      to.accept(sound());
      next++;
      long microseconds = 1_000_000L / FPS;
      clock.advance(Duration.ofNanos(microseconds * 1000 - microseconds * driftPpm / 1000));
    }
  }

  /** A picture that is to be shown a day after it is decoded. */
  void sendImpossible(Consumer<LogEntry> to) {
    long dts = (long) next * TICKS;
    AccessUnit unit =
        new AccessUnit(video, dts, dts + (1L << 40), clock.instant(), false, pictures.get(1));
    to.accept(new LogEntry.Unit(run, sequence++, unit));
  }

  private LogEntry picture() {
    boolean key = next % gop == 0;
    ByteBuffer payload = pictures.get(next % pictures.size());
    long dts = (long) next * TICKS;
    Instant now = clock.instant();
    long pts = dts + (reorder ? (long) laterByPictures(next % gop) * TICKS : 0);
    return new LogEntry.Unit(run, sequence++, new AccessUnit(video, dts, pts, now, key, payload));
  }

  /** Shown after its decoding by so many pictures, in the order I P B B P B B. */
  private static int laterByPictures(int inGop) {
    if (inGop == 0) {
      return 1;
    }
    return inGop % 3 == 1 ? 3 : 0;
  }

  private LogEntry sound() {
    byte[] bytes = new byte[AUDIO_BYTES];
    java.util.Arrays.fill(bytes, (byte) next);
    long dts = (long) next * AUDIO_BYTES;
    return new LogEntry.Unit(
        run,
        sequence++,
        new AccessUnit(audio, dts, dts, clock.instant(), true, ByteBuffer.wrap(bytes)));
  }
}
