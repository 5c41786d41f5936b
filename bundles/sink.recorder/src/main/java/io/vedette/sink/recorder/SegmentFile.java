package io.vedette.sink.recorder;

import io.vedette.media.Track;
import io.vedette.mp4.Fragment;
import io.vedette.mp4.Sample;
import io.vedette.mp4.SegmentHead;
import io.vedette.mp4.SegmentIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * One segment file while it is written. At every moment, whatever is killed, the file is a sound
 * MP4 of the whole fragments so far:
 *
 * <ul>
 *   <li>it gets its name only when head and first fragment are on the disk;
 *   <li>a fragment is written as a {@code free} box, its mdat behind it, in one call; then the four
 *       letters {@code moof} make it visible. A tail that was cut is skipped by players;
 *   <li>at the end the final moov is appended and synced before the placeholder is overwritten.
 * </ul>
 *
 * Used by one thread. After an IOException only {@link #abandon} may be called.
 */
final class SegmentFile {
  private static final DateTimeFormatter FOLDER =
      DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Files of a previous attempt are left behind under this suffix, and deleted by the Keeper. */
  static final String UNNAMED = ".part";

  private static final ByteBuffer FREE = letters("free");
  private static final ByteBuffer MOOF = letters("moof");

  private final Disk disk;
  private final String path;
  private final Path partFile;
  private final Output out;
  private final SegmentHead head;
  private final SegmentLayout layout;
  private final WriteBuffers buffers;
  private final long durabilityTicks;
  private long end; // of the last whole fragment
  private long sequence;
  private long unsyncedTicks;

  private static ByteBuffer letters(String type) {
    return ByteBuffer.wrap(type.getBytes(StandardCharsets.ISO_8859_1)).asReadOnlyBuffer();
  }

  /**
   * Creates the file, still without its name.
   *
   * @throws IOException if the disk refuses
   */
  SegmentFile(
      Disk disk,
      SegmentIdentity identity,
      List<Track> tracks,
      Output.Opener opener,
      WriteBuffers buffers,
      Duration durability)
      throws IOException {
    this.disk = disk;
    this.buffers = buffers;
    this.durabilityTicks = durability.toMillis() * 90;
    this.layout = new SegmentLayout(identity, tracks);
    this.head = SegmentHead.of(identity, tracks);
    String folder =
        identity.camera() + "/" + identity.profile() + "/" + FOLDER.format(identity.anchor());
    disk.createFolders(folder);
    this.path = freePath(folder, identity);
    this.partFile = disk.resolve(path + UNNAMED);
    Files.deleteIfExists(partFile);
    this.out = opener.open(partFile, true);
  }

  /** The name of the start time; a millisecond later if the clock was set back onto another's. */
  private String freePath(String folder, SegmentIdentity identity) throws IOException {
    for (int later = 0; later < 1000; later++) {
      String name = folder + "/" + NAME.format(identity.anchor().plusMillis(later)) + ".mp4";
      if (Files.notExists(disk.resolve(name))) {
        return name;
      }
    }
    throw new IOException("no free name for a segment in " + disk.resolve(folder));
  }

  /**
   * Writes one fragment.
   *
   * @param samples of all tracks, dts in the file; the first fragment has a video sample
   * @param ticks its length, 1/90000 s
   */
  void append(List<Sample> samples, long ticks) throws IOException {
    Fragment fragment = Fragment.of(++sequence, samples);
    if (end == 0) {
      writeFirst(fragment);
      return;
    }
    writeNext(fragment);
    unsyncedTicks += ticks;
    if (unsyncedTicks >= durabilityTicks) {
      sync();
    }
  }

  private void writeFirst(Fragment fragment) throws IOException {
    int headBytes = head.bytes().remaining();
    ByteBuffer buffer = buffers.take(headBytes + fragment.sizeBytes());
    try {
      buffer.put(head.bytes().duplicate());
      fragment.writeTo(buffer);
      out.write(buffer.flip(), 0);
    } finally {
      buffers.giveBack(buffer);
    }
    sync();
    disk.publish(partFile, path);
    added(fragment, headBytes);
  }

  private void writeNext(Fragment fragment) throws IOException {
    ByteBuffer buffer = buffers.take(fragment.sizeBytes());
    try {
      fragment.writeTo(buffer);
      buffer.put(4, FREE, 0, 4);
      out.write(buffer.flip(), end);
    } finally {
      buffers.giveBack(buffer);
    }
    out.write(MOOF.duplicate(), end + 4);
    added(fragment, end);
  }

  private void added(Fragment fragment, long offset) {
    long at = offset + fragment.headBytes();
    for (Sample sample : fragment.samples()) {
      int size = sample.unit().sizeBytes();
      layout.add(
          sample.unit().track(),
          offset,
          at,
          size,
          sample.dts(),
          sample.duration(),
          Math.toIntExact(sample.unit().pts() - sample.unit().dts()),
          sample.unit().randomAccess());
      at += size;
    }
    end = at;
  }

  private void sync() throws IOException {
    out.force();
    unsyncedTicks = 0;
  }

  /** True if all of it is on the disk. */
  boolean isSynced() {
    return unsyncedTicks == 0;
  }

  /** The index row of what is visible now; not before the first fragment. */
  Segment segment() {
    return layout.segment(disk.id(), path, end);
  }

  Disk disk() {
    return disk;
  }

  /** On its disk. */
  String path() {
    return path;
  }

  /** True once the file has its name. */
  boolean isVisible() {
    return end > 0;
  }

  /** Makes the file an ordinary MP4 and closes it; returns its index row. */
  Segment finish() throws IOException {
    ByteBuffer moov = layout.moov();
    long size = end + moov.remaining();
    out.write(moov, end);
    sync();
    out.write(SegmentHead.mdatHeader(head.placeholder(), end), head.placeholder());
    out.close();
    return layout.segment(disk.id(), path, size);
  }

  /**
   * Gives up after a fault: cuts off what is not whole, if the disk lets us, and closes. What is
   * left is a fragmented MP4.
   */
  void abandon() {
    try (out) {
      if (isVisible()) {
        out.truncate(end);
      }
    } catch (IOException e) {
      // The disk is broken and the caller knows; readers ignore the tail.
    }
    if (!isVisible()) {
      try {
        Files.deleteIfExists(partFile);
      } catch (IOException e) {
        // Deleted when the disk is well again.
      }
    }
  }
}
