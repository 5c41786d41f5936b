package io.vedette.transcoder.ffmpeg;

import io.vedette.media.AccessUnit;
import io.vedette.media.CodecConfig;
import io.vedette.media.MalformedMediaException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An ffmpeg that makes JPEGs of key pictures of one {@link Kind}: one in, one out. Used by one
 * thread at a time; closed by any.
 */
final class Still implements AutoCloseable {
  /** Ten times a JPEG of a 4K picture in this quality. */
  private static final int MAX_BYTES = 16 << 20;

  private final Kind kind;
  private final Codec codec;
  private final FfmpegProcess process;
  private final InputStream output;

  /**
   * What one process can take in turn.
   *
   * @param config parameter sets: the size of the pictures never changes within a process
   * @param maxWidth pixels
   */
  record Kind(CodecConfig config, int maxWidth) {
    /** False if the decoder holds pictures back, and gives them only at the end of its input. */
    boolean isRepeatable() {
      return Codec.heldBack(config) == 0;
    }
  }

  Still(Ffmpeg ffmpeg, Path program, Kind kind, Codec codec) throws IOException {
    this.kind = kind;
    this.codec = codec;
    process = new FfmpegProcess(ffmpeg, program, arguments(kind, codec));
    output = new BufferedInputStream(process.output(), 1 << 16);
  }

  private static List<String> arguments(Kind kind, Codec codec) {
    List<String> arguments = new ArrayList<>();
    String input = "-probesize 32 -analyzeduration 0 -threads 1 -f %s -i pipe:0";
    arguments.addAll(List.of(input.formatted(codec.format()).split(" ")));
    arguments.addAll(List.of("-fps_mode", "passthrough", "-threads", "1"));
    if (kind.maxWidth() < Codec.width(kind.config())) {
      arguments.addAll(List.of("-vf", "scale=%d:-2".formatted(kind.maxWidth())));
    }
    String jpeg = "-c:v mjpeg -pix_fmt yuvj420p -q:v 4 -flush_packets 1 -f mjpeg pipe:1";
    arguments.addAll(List.of(jpeg.split(" ")));
    return arguments;
  }

  Kind kind() {
    return kind;
  }

  /** True if it can take another picture, and owes nothing for those before. */
  boolean isUsable() throws IOException {
    return process.isAlive() && kind.isRepeatable() && output.available() == 0;
  }

  /** Blocks until the picture is there or the process ends, which {@link #close} sees to. */
  byte[] jpeg(AccessUnit key) throws IOException, MalformedMediaException {
    byte[] picture = codec.picture(key);
    process.input().write(picture);
    process.input().flush();
    if (!kind.isRepeatable()) {
      process.input().close();
    }
    return read();
  }

  /** Up to EOI (FF D9): within the coded picture each FF is followed by 00 or a restart marker. */
  private byte[] read() throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream(1 << 16);
    int before = 0;
    for (int next = output.read(); next >= 0; next = output.read()) {
      jpeg.write(next);
      if (before == 0xff && next == 0xd9) {
        return jpeg.toByteArray();
      }
      if (jpeg.size() > MAX_BYTES) {
        throw new IOException("a JPEG of more than " + MAX_BYTES + " bytes");
      }
      before = next;
    }
    throw new EOFException("ffmpeg ended: " + process.complaint());
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
  }
}
