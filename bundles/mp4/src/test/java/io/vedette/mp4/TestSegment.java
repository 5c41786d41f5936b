package io.vedette.mp4;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Writes segment files as a recorder does, from the pictures of {@link TestClip}. */
final class TestSegment {
  static final SegmentIdentity IDENTITY =
      new SegmentIdentity(
          "front-door",
          "main",
          UUID.fromString("00000000-0000-0000-0000-0000000000a1"),
          TestClip.START,
          450_000,
          List.of(
              new SegmentIdentity.Gap(
                  TestClip.START.minusSeconds(10), TestClip.START, "camera-offline")));

  private TestSegment() {}

  /** Seconds {@code from} to {@code to} of the clip, one fragment each, times from 0. */
  static void write(TestClip clip, Path file, int from, int to, boolean finish) throws Exception {
    SampleTable video = new SampleTable(clip.video);
    SampleTable audio = new SampleTable(clip.audio);
    SegmentHead head = SegmentHead.of(IDENTITY, List.of(clip.video, clip.audio));
    try (FileChannel out = FragmentTest.create(file)) {
      out.write(head.bytes().duplicate());
      for (int second = from; second < to; second++) {
        List<Sample> samples =
            new ArrayList<>(clip.video(second * 25, second * 25 + 25, (second - from) * 90_000L));
        for (Sample s : clip.audio(second * 50, second * 50 + 50)) {
          samples.add(new Sample(s.unit(), s.dts() - from * 8000L, s.duration()));
        }
        Fragment fragment = Fragment.of(second - from + 1, samples);
        long at = out.position() + fragment.headBytes();
        for (Sample s : fragment.samples()) {
          SampleTable table = s.unit().track().isVideo() ? video : audio;
          boolean key = s.unit().randomAccess();
          table.add(at, s.unit().sizeBytes(), s.dts(), s.duration(), 0, key);
          at += s.unit().sizeBytes();
        }
        out.write(fragment.toByteBuffer());
      }
      if (finish) {
        long end = out.position();
        ByteBuffer moov = Movie.moov(List.of(video, audio), 0);
        out.write(moov);
        out.write(SegmentHead.mdatHeader(head.placeholder(), end), head.placeholder());
      }
    }
  }
}
