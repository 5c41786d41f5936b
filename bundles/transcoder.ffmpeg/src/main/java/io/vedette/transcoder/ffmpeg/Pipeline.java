package io.vedette.transcoder.ffmpeg;

import io.vedette.media.AccessUnit;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ffmpeg that makes pictures of one track anew, from a key picture until it is closed or fails,
 * and the thread that takes them from it.
 */
final class Pipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  /** Many times what pipes and decoders hold: pictures go in and none comes out. */
  private static final int MAX_UNDER_WAY = 2000;

  private final Track track;
  private final Codec codec;
  private final FfmpegProcess process;
  private final Consumer<AccessUnit> pictures;
  private final PicturesUnderWay underWay;
  private final Thread reader;
  private volatile boolean hasMade;
  private volatile long writingSinceNs; // 0: not writing

  /**
   * Starts it.
   *
   * @param decoding options of ffmpeg that choose a decoder; empty: the processor
   */
  Pipeline(
      Ffmpeg ffmpeg,
      Path program,
      List<String> decoding,
      Track track,
      int maxWidth,
      Consumer<AccessUnit> pictures)
      throws IOException {
    this.track = track;
    this.codec =
        Codec.of(track.config())
            .orElseThrow(() -> new IOException("no decoder for " + track.config().codecName()));
    this.pictures = pictures;
    this.underWay = new PicturesUnderWay(Codec.heldBack(track.config()));
    process = new FfmpegProcess(ffmpeg, program, arguments(decoding, track, codec, maxWidth));
    reader = new Thread(this::read, "ffmpeg " + process.pid() + " pictures");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * What decides the order, the delay and the form of what comes out: one picture out for one in,
   * at once, a key picture exactly where the source has one. Rates are by quality, since at high
   * speeds all are key pictures, and a limit by time would make them grey.
   */
  private static List<String> arguments(
      List<String> decoding, Track track, Codec codec, int maxWidth) {
    List<String> arguments = new ArrayList<>(decoding);
    String input = "-probesize 32 -analyzeduration 0 -threads 1 -f %s -i pipe:0";
    arguments.addAll(List.of(input.formatted(codec.format()).split(" ")));
    arguments.add("-vf");
    arguments.add(
        maxWidth < Codec.width(track.config())
            ? "scale=%d:-2:flags=fast_bilinear,format=yuv420p".formatted(maxWidth)
            : "format=yuv420p");
    arguments.addAll(
        List.of(
            ("-fps_mode passthrough -c:v libx264 -preset ultrafast -tune zerolatency"
                    + " -profile:v baseline -crf 26 -g 9999 -sc_threshold 0"
                    + " -force_key_frames source -threads 1"
                    + " -flush_packets 1 -flvflags no_duration_filesize -f flv pipe:1")
                .split(" ")));
    return arguments;
  }

  /** True if it can take this key picture. */
  boolean takes(AccessUnit key) {
    return process.isAlive() && key.track().config().equals(track.config());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Blocks while ffmpeg has enough to do; {@link #close} ends that. */
  void write(AccessUnit picture) throws IOException {
    if (underWay.count() >= MAX_UNDER_WAY) {
      throw new IOException("of " + MAX_UNDER_WAY + " pictures none came back");
    }
    try {
      byte[] bytes = codec.picture(picture);
      underWay.in(picture, codec.keys(picture));
      writingSinceNs = System.nanoTime();
      process.input().write(bytes);
      process.input().flush();
    } catch (MalformedMediaException e) {
      LOG.debug("a picture is left out: {}", e.getMessage());
    } finally {
      writingSinceNs = 0;
    }
  }

  /** True if it has taken nothing for so long. */
  boolean isStuck(long limitNs, long nowNs) {
    long since = writingSinceNs;
    return since != 0 && nowNs - since > limitNs;
  }

  private void read() {
    Track made = null;
    FlvPictures in = new FlvPictures(new BufferedInputStream(process.output(), 1 << 16));
    try {
      for (Optional<FlvPictures.Picture> next = in.next(); next.isPresent(); next = in.next()) {
        FlvPictures.Picture picture = next.get();
        hasMade = true;
        if (made == null || !made.config().equals(picture.config())) {
          made = new Track(track.id(), track.clockRate(), picture.config());
        }
        Optional<AccessUnit> place = underWay.out(picture.key());
        if (place.isPresent()) {
          AccessUnit of = place.get();
          pictures.accept(
              new AccessUnit(
                  made, of.dts(), of.dts(), of.received(), picture.key(), picture.payload()));
        }
      }
    } catch (IOException e) {
      LOG.debug("ffmpeg {} ended: {}", process.pid(), e.getMessage());
    } catch (MalformedMediaException | RuntimeException e) {
      LOG.warn("what ffmpeg {} sends is not understood", process.pid(), e);
      process.close();
    }
  }

  /** False if nothing ever came out. */
  boolean hasMade() {
    return hasMade;
  }

  /** What ffmpeg complained of; empty if of nothing. */
  String complaint() {
    return process.complaint();
  }

  /** Kills it; no picture comes any more. */
  @Override
  public void close() {
    process.close();
    try {
      reader.join(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
