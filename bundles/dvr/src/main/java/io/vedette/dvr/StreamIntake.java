package io.vedette.dvr;

import io.vedette.media.AnnexBPictures;
import io.vedette.media.MalformedMediaException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The data connection of one session: packets → frames → pictures per channel → their readers.
 * Tells which acknowledgements are due: one per packet, as soon as its header came and the readers
 * have room. Used by one thread at a time.
 */
final class StreamIntake {
  /** A second of key pictures of 16 channels, or 4 s of 32 Mbit/s (guess). */
  static final int MAX_WAITING_BYTES = 16 * 1024 * 1024;

  /** So long the device is held back before the slowest reader loses its pictures. */
  private static final long WITHHOLD_NANOS = 3_000_000_000L;

  private static final int MAX_RESYNCS = 3;
  private static final long RESYNC_WINDOW_NANOS = 60_000_000_000L;
  private static final long MILLIS = 1000;

  private final int channels;
  private final PacketSplitter splitter = new PacketSplitter();
  private final FrameAssembler assembler = new FrameAssembler();
  private final Channel[] byNumber = new Channel[CameraSlot.MAX * 2];
  private final List<ChannelReader> readers = new ArrayList<>();
  private final Deque<PacketHeader> unacknowledged = new ArrayDeque<>();
  private final Deque<Long> resyncs = new ArrayDeque<>();
  private final Consumer<DvrMessage> out;
  private long withheldSinceNanos;
  private long expectedNumber = -1;
  private long packets;
  private long gaps;

  private static final class Channel {
    final AnnexBPictures pictures = new AnnexBPictures(0);
    final MediaTime time = new MediaTime();
  }

  /**
   * @param channels how many the device has
   * @param out gets acknowledgements for the control connection
   */
  StreamIntake(int channels, Consumer<DvrMessage> out) {
    this.channels = Math.min(channels, byNumber.length);
    this.out = out;
  }

  void add(ChannelReader reader) {
    readers.add(reader);
  }

  void remove(ChannelReader reader) {
    readers.remove(reader);
    reader.close();
  }

  List<ChannelReader> readers() {
    return readers;
  }

  long packets() {
    return packets;
  }

  void push(ByteBuffer bytes, long nowNanos, Instant received) throws DvrException {
    boolean[] resynced = new boolean[1];
    splitter.push(
        bytes,
        new PacketSplitter.Sink() {
          @Override
          public void header(PacketHeader header) {
            StreamIntake.this.header(header, nowNanos);
          }

          @Override
          public void payload(ByteBuffer payload) {
            assembler.packet(payload, frame -> StreamIntake.this.frame(frame, nowNanos, received));
          }

          @Override
          public void junk(int count) {
            resynced[0] = true;
            lost();
          }
        });
    if (resynced[0]) {
      countResync(nowNanos);
    }
  }

  private void countResync(long nowNanos) throws DvrException {
    resyncs.add(nowNanos);
    while (nowNanos - resyncs.peek() > RESYNC_WINDOW_NANOS) {
      resyncs.poll();
    }
    if (resyncs.size() >= MAX_RESYNCS) {
      throw new DvrException(
          DvrException.Kind.PROTOCOL, "bytes without meaning in the stream, three times a minute");
    }
  }

  private void header(PacketHeader header, long nowNanos) {
    packets++;
    if (expectedNumber >= 0 && header.number() != expectedNumber) {
      gaps++;
      lost();
    }
    expectedNumber = header.number() + 1 & 0xffffffffL;
    if (unacknowledged.isEmpty()) {
      withheldSinceNanos = nowNanos;
    }
    unacknowledged.add(header);
    acknowledge(nowNanos);
  }

  /** Packets are missing, and nothing tells whose they were. */
  private void lost() {
    assembler.lost();
    for (Channel channel : byNumber) {
      if (channel != null) {
        channel.pictures.lost();
      }
    }
    readers.forEach(reader -> reader.lost(1));
  }

  /** Sends the acknowledgements for which there is room; makes room if that lasts too long. */
  void acknowledge(long nowNanos) {
    if (unacknowledged.isEmpty()) {
      return;
    }
    int waiting = waitingBytes();
    boolean tooLong = nowNanos - withheldSinceNanos > WITHHOLD_NANOS;
    while (waiting > (tooLong ? MAX_WAITING_BYTES : 2 * MAX_WAITING_BYTES)) {
      readers.stream().max(Comparator.comparingInt(ChannelReader::bytes)).get().drop();
      waiting = waitingBytes();
    }
    if (waiting <= MAX_WAITING_BYTES) {
      unacknowledged.forEach(header -> out.accept(header.acknowledgement()));
      unacknowledged.clear();
    }
  }

  private int waitingBytes() {
    int sum = 0;
    for (ChannelReader reader : readers) {
      sum += reader.bytes();
    }
    return sum;
  }

  private void frame(FrameAssembler.Frame frame, long nowNanos, Instant received) {
    int number = frame.head().channel();
    if (number >= channels || isAudio(frame)) {
      return;
    }
    if (byNumber[number] == null) {
      byNumber[number] = new Channel();
    }
    Channel channel = byNumber[number];
    try {
      Optional<AnnexBPictures.Picture> picture = channel.pictures.add(frame.stream());
      if (picture.isPresent()) {
        long deviceMillis = frame.head().seconds() * MILLIS + frame.head().millis();
        long ticks = channel.time.place(frame.pes().pts(), deviceMillis, nowNanos);
        each(number, reader -> reader.offer(picture.get(), ticks, received));
      }
    } catch (MalformedMediaException unusable) {
      channel.pictures.lost();
      each(number, reader -> reader.unsupported(unusable.getMessage()));
    }
  }

  private static boolean isAudio(FrameAssembler.Frame frame) {
    return frame.pes().isAudio()
        || frame.head().streamType() == 0 && !AnnexBPictures.beginsWithStartCode(frame.stream());
  }

  private void each(int channel, Consumer<ChannelReader> what) {
    for (ChannelReader reader : readers) {
      if (reader.channel() == channel) {
        what.accept(reader);
      }
    }
  }

  /** Frames dropped and jumps in the packets' numbers, for messages. */
  String faults() {
    return assembler.dropped() + " frames unusable, " + gaps + " gaps in packet numbers";
  }
}
