package io.vedette.sink.recorder;

import io.vedette.media.MalformedMediaException;
import io.vedette.mp4.SegmentHead;
import io.vedette.mp4.SegmentIdentity;
import io.vedette.mp4.SegmentReader;
import io.vedette.mp4.StoredFragment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads a whole segment file back, headers only, and brings one that was not finished (the process
 * died) to its end: what is not whole is cut off, the final moov is written.
 */
final class SegmentScan {
  /**
   * How much of the end of an unfinished file is looked into, see {@link #isSound}: what Linux may
   * not have written by itself, whatever was synced. It writes what is older than 30 s, and looks
   * every 5 s (vm.dirty_expire_centisecs, vm.dirty_writeback_centisecs).
   */
  private static final int DISTRUSTED_SECONDS = 36;

  private static final int LENGTH_BYTES = 4; // before each NAL unit

  private static final Object RECOVERY = new Object();

  private final SegmentReader reader;
  private final SegmentIdentity identity;
  private final SegmentLayout layout;
  private final List<StoredFragment> fragments; // whole ones
  private final long end; // of the last of them

  private SegmentScan(FileChannel channel) throws IOException, MalformedMediaException {
    reader = new SegmentReader(channel);
    identity = reader.identity();
    layout = new SegmentLayout(identity, reader.tracks());
    fragments = reader.finished() ? reader.between(0, Long.MAX_VALUE) : wholeFragments();
    if (fragments.isEmpty()) {
      throw new MalformedMediaException("it has no whole fragment");
    }
    fragments.forEach(this::add);
    if (!layout.hasVideo()) {
      throw new MalformedMediaException("it has no picture");
    }
    end = fragments.get(fragments.size() - 1).end();
  }

  private List<StoredFragment> wholeFragments() throws IOException, MalformedMediaException {
    List<StoredFragment> fragments = new ArrayList<>();
    try {
      for (Optional<StoredFragment> f = reader.next(); f.isPresent(); f = reader.next()) {
        fragments.add(f.get());
      }
    } catch (MalformedMediaException e) {
      if (fragments.isEmpty()) {
        throw e;
      }
      // Blocks that never reached the disk before the power went: what is before them counts.
    }
    cutUnsound(fragments);
    return fragments;
  }

  private void add(StoredFragment fragment) {
    for (StoredFragment.StoredSample s : fragment.samples()) {
      if (reader.finished()) {
        layout.addTimes(s.track(), fragment.offset(), s.dts(), s.duration(), s.sync());
      } else {
        layout.add(
            s.track(),
            fragment.offset(),
            s.offset(),
            s.size(),
            s.dts(),
            s.duration(),
            s.compositionOffset(),
            s.sync());
      }
    }
  }

  /**
   * Takes fragments from the end that a power cut left with holes. A file system may have written
   * the length and the head of a fragment but not all of its blocks, which then read as zeros.
   */
  private void cutUnsound(List<StoredFragment> fragments) throws IOException {
    long trusted = fragments.isEmpty() ? 0 : seconds(fragments.get(fragments.size() - 1));
    trusted -= DISTRUSTED_SECONDS;
    for (int i = 0; i < fragments.size(); i++) {
      if (seconds(fragments.get(i)) > trusted && !isSound(fragments.get(i))) {
        fragments.subList(i, fragments.size()).clear();
      }
    }
  }

  /** Time in the file at which a fragment begins. */
  private static long seconds(StoredFragment fragment) {
    StoredFragment.StoredSample first = fragment.samples().get(0);
    return first.dts() / first.track().clockRate();
  }

  /** True if the NAL unit lengths of each picture fill it exactly. */
  private boolean isSound(StoredFragment fragment) throws IOException {
    for (StoredFragment.StoredSample sample : fragment.samples()) {
      if (sample.track().isVideo()) {
        ByteBuffer payload = reader.payload(sample);
        while (payload.remaining() >= LENGTH_BYTES) {
          int length = payload.getInt();
          if (length <= 0 || length > payload.remaining()) {
            return false;
          }
          payload.position(payload.position() + length);
        }
        if (payload.hasRemaining()) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Result of a scan.
   *
   * @param segment the index row
   * @param identity what the file says of itself
   */
  record Result(Segment segment, SegmentIdentity identity) {}

  /**
   * Reads a file; finishes it if need be.
   *
   * @throws MalformedMediaException if it is not a segment of ours, or has not one whole fragment;
   *     it was not touched
   * @throws IOException if the disk fails
   */
  static Result recover(Disk disk, String path, Output.Opener opener)
      throws IOException, MalformedMediaException {
    Path file = disk.resolve(path);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SegmentScan scan = new SegmentScan(channel);
      if (scan.reader.finished()) {
        return scan.result(disk, path, channel.size());
      }
    }
    // At start the stream's thread and the Keeper may find the same file: one finishes it, the
    // other then reads it. The lock is held over writing, rarely, and nothing that records waits.
    synchronized (RECOVERY) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        SegmentScan scan = new SegmentScan(channel);
        long size = scan.reader.finished() ? channel.size() : scan.finish(file, opener);
        return scan.result(disk, path, size);
      }
    }
  }

  /**
   * What somebody who changes nothing finds in a file.
   *
   * @param segment the index row it should have
   * @param finished false: its recorder was killed, or still writes it
   * @param sound every picture of it consists of whole NAL units
   */
  record Look(Segment segment, boolean finished, boolean sound) {}

  /**
   * Reads a file to its last byte, and leaves it as it is.
   *
   * @throws MalformedMediaException if it is not a segment of ours, or has not one whole fragment
   */
  static Look look(Path file, UUID disk, String path) throws IOException, MalformedMediaException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SegmentScan scan = new SegmentScan(channel);
      boolean sound = true;
      for (StoredFragment fragment : scan.fragments) {
        sound &= scan.isSound(fragment);
      }
      return new Look(
          scan.layout.segment(disk, path, channel.size()), scan.reader.finished(), sound);
    }
  }

  private Result result(Disk disk, String path, long sizeBytes) {
    return new Result(layout.segment(disk.id(), path, sizeBytes), identity);
  }

  /** Same order as {@link SegmentFile#finish}; returns the new size. */
  private long finish(Path file, Output.Opener opener) throws IOException {
    ByteBuffer moov = layout.moov();
    long size = end + moov.remaining();
    try (Output out = opener.open(file, false)) {
      out.truncate(end);
      out.write(moov, end);
      out.force();
      out.write(SegmentHead.mdatHeader(reader.placeholder(), end), reader.placeholder());
    }
    return size;
  }
}
