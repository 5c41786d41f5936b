package io.vedette.mp4;

import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.media.NalUnits;
import io.vedette.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Real H.264, made by ffmpeg once per build into target/: 320x240, 25 pictures per second, 6 s, a
 * key picture each second, no B-frames. Beside it G.711 noise in packets of 20 ms.
 */
final class TestClip {
  static final int TICKS_PER_PICTURE = 3600;
  static final Instant START = Instant.parse("2026-11-25T10:15:30.250Z");
  private static final Path FILE = Path.of("target/clip.h264");

  final Track video;
  final Track audio = new Track(1, 8000, new G711Config(G711Config.Law.A, 1));
  final List<AccessUnit> pictures = new ArrayList<>();

  private TestClip(Track video) {
    this.video = video;
  }

  static synchronized TestClip load() throws Exception {
    if (!Files.exists(FILE)) {
      Path part = Path.of("target/clip.part.h264");
      Ffmpeg.run(
          ("ffmpeg -v error -y -f lavfi -i testsrc2=size=320x240:rate=25:duration=6 -c:v libx264"
                  + " -preset ultrafast -bf 0 -g 25 -x264-params aud=0:scenecut=0 -f h264 "
                  + part)
              .split(" "));
      Files.move(part, FILE);
    }
    return parse(NalUnits.splitAnnexB(ByteBuffer.wrap(Files.readAllBytes(FILE))));
  }

  private static TestClip parse(List<ByteBuffer> units) throws Exception {
    ByteBuffer sps = first(units, NalUnits.SPS);
    ByteBuffer pps = first(units, NalUnits.PPS);
    TestClip clip = new TestClip(new Track(0, 90_000, H264Config.of(sps, List.of(pps))));
    List<ByteBuffer> picture = new ArrayList<>();
    for (ByteBuffer unit : units) {
      int type = NalUnits.h264Type(unit.get(0));
      if (type == NalUnits.SPS || type == NalUnits.PPS) {
        continue;
      }
      picture.add(unit);
      if (NalUnits.isSlice(type)) { // one slice per picture
        clip.addPicture(picture, type == NalUnits.IDR);
        picture.clear();
      }
    }
    return clip;
  }

  private void addPicture(List<ByteBuffer> units, boolean key) {
    long dts = (long) pictures.size() * TICKS_PER_PICTURE;
    Instant received = START.plusMillis(dts / 90);
    pictures.add(new AccessUnit(video, dts, dts, received, key, NalUnits.join(units)));
  }

  private static ByteBuffer first(List<ByteBuffer> units, int type) throws IOException {
    return units.stream()
        .filter(u -> NalUnits.h264Type(u.get(0)) == type)
        .findFirst()
        .orElseThrow(() -> new IOException("ffmpeg made no NAL unit of type " + type));
  }

  /** Pictures {@code from} to {@code to} as samples whose dts begins at {@code base}. */
  List<Sample> video(int from, int to, long base) {
    List<Sample> samples = new ArrayList<>();
    for (int i = from; i < to; i++) {
      samples.add(
          new Sample(
              pictures.get(i), base + (long) (i - from) * TICKS_PER_PICTURE, TICKS_PER_PICTURE));
    }
    return samples;
  }

  /** Packets {@code from} to {@code to} of 160 samples of noise, the same ones each time. */
  List<Sample> audio(int from, int to) {
    List<Sample> samples = new ArrayList<>();
    for (int i = from; i < to; i++) {
      byte[] noise = new byte[160];
      new Random(i).nextBytes(noise);
      AccessUnit unit =
          new AccessUnit(audio, i * 160L, i * 160L, START, true, ByteBuffer.wrap(noise));
      samples.add(new Sample(unit, i * 160L, 160));
    }
    return samples;
  }
}
