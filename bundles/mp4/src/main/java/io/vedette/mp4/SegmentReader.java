package io.vedette.mp4;

import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a segment file: while it grows, after it was cut anywhere, or finished. Goes from fragment
 * to fragment, which a finished file still has inside its mdat, or takes them all from its final
 * moov. Reads headers only, about one system call per fragment or two per finished file; payloads
 * when asked. Used by one thread; does not own the channel.
 */
public final class SegmentReader {
  private static final int FTYP = Boxes.type("ftyp");
  private static final int UUID = Boxes.type("uuid");
  private static final int FREE = Boxes.type("free");
  private static final int MOOV = Boxes.type("moov");
  private static final int MOOF = Boxes.type("moof");
  private static final int MDAT = Boxes.type("mdat");

  /** Largest box that is read into memory. Ours have a few KiB. */
  private static final int MAX_HEADER_BYTES = 1 << 20;

  /** What is read at once: a head, or a moof with the header of its mdat, in most cases. */
  private static final int WINDOW_BYTES = 4096;

  private final FileChannel channel;
  private final SegmentIdentity identity;
  private final long placeholder;
  private final List<Track> tracks;
  private final long firstFragment;
  private final long mediaEnd; // of a finished file; else Long.MAX_VALUE
  private ByteBuffer window = ByteBuffer.allocate(0);
  private long windowAt;
  private long position;

  /**
   * Reads the head.
   *
   * @throws MalformedMediaException if it is not (yet) the head of a segment of ours
   */
  public SegmentReader(FileChannel channel) throws IOException, MalformedMediaException {
    this.channel = channel;
    long size = channel.size();
    long at = box(0, FTYP, size);
    long uuidEnd = box(at, UUID, size);
    identity = SegmentIdentity.parse(content(at, uuidEnd));
    placeholder = uuidEnd;
    long moov = placeholder + SegmentHead.PLACEHOLDER_BYTES;
    if (moov > size) {
      throw new MalformedMediaException("the file ends in its head");
    }
    ByteBuffer header = read(placeholder, SegmentHead.PLACEHOLDER_BYTES);
    if (header.getInt(0) == 1 && header.getInt(4) == MDAT) {
      mediaEnd = placeholder + header.getLong(8);
      if (mediaEnd < moov || mediaEnd > size) {
        throw new MalformedMediaException("mdat up to " + mediaEnd + " in a file of " + size);
      }
    } else if (header.getInt(0) == SegmentHead.PLACEHOLDER_BYTES && header.getInt(4) == FREE) {
      mediaEnd = Long.MAX_VALUE;
    } else {
      throw new MalformedMediaException("no placeholder at byte " + placeholder);
    }
    firstFragment = box(moov, MOOV, size);
    tracks = List.copyOf(TrackParser.tracks(content(moov, firstFragment)));
    position = firstFragment;
  }

  /** End of the box of that type which begins here and is small enough to read. */
  private long box(long at, int type, long size) throws IOException, MalformedMediaException {
    if (size - at < 8) {
      throw new MalformedMediaException("the file ends in its head, at byte " + size);
    }
    ByteBuffer header = read(at, 8);
    long length = header.getInt(0) & 0xffff_ffffL;
    if (header.getInt(4) != type || length < 8 || length > MAX_HEADER_BYTES || length > size - at) {
      throw new MalformedMediaException(
          "expected box "
              + Boxes.name(type)
              + " at byte "
              + at
              + ", found "
              + Boxes.name(header.getInt(4))
              + " of "
              + length
              + " bytes");
    }
    return at + length;
  }

  private ByteBuffer content(long at, long end) throws IOException {
    return read(at + 8, (int) (end - at - 8));
  }

  /** Bytes of the file, position 0; by way of a window, since headers stand close together. */
  private ByteBuffer read(long at, int length) throws IOException {
    if (at < windowAt || at + length > windowAt + window.limit()) {
      window = ByteBuffer.allocate(Math.max(length, WINDOW_BYTES));
      windowAt = at;
      fill(window, at, length);
      window.flip();
      if (window.limit() < length) {
        window.limit(0);
        throw new EOFException("the file was cut at byte " + at + " while it was read");
      }
    }
    return window.slice((int) (at - windowAt), length);
  }

  /** Reads at least so many bytes, unless the file ends before. */
  private void fill(ByteBuffer target, long at, int needed) throws IOException {
    while (target.position() < needed) {
      int count = channel.read(target, at + target.position());
      if (count < 0) {
        return;
      }
    }
  }

  public SegmentIdentity identity() {
    return identity;
  }

  /** Tracks with the parameter sets of the whole segment. */
  public List<Track> tracks() {
    return tracks;
  }

  /** True if the file is an ordinary MP4: nothing will be added. */
  public boolean finished() {
    return mediaEnd != Long.MAX_VALUE;
  }

  /** Where {@link SegmentHead#mdatHeader} goes. */
  public long placeholder() {
    return placeholder;
  }

  /** Offset at which {@link #next} looks: the end of the fragment it gave last. */
  public long position() {
    return position;
  }

  /** Goes to a fragment whose offset was given before. */
  public void seek(long fragmentOffset) {
    position = Math.max(fragmentOffset, firstFragment);
  }

  /**
   * The next fragment; empty if no whole one follows (yet). A call after more was written finds it.
   *
   * @throws MalformedMediaException if what follows says something impossible; the position stays
   */
  public Optional<StoredFragment> next() throws IOException, MalformedMediaException {
    long limit = finished() ? mediaEnd : channel.size();
    if (limit - position < 16) {
      return end();
    }
    ByteBuffer header = read(position, 8);
    long moofSize = header.getInt(0) & 0xffff_ffffL;
    if (header.getInt(4) != MOOF || moofSize < 8 || moofSize + 8 > limit - position) {
      return end(); // still being written (free), the final moov, or a cut tail
    }
    if (moofSize > MAX_HEADER_BYTES) {
      throw new MalformedMediaException("moof of " + moofSize + " bytes at byte " + position);
    }
    long mdat = position + moofSize;
    ByteBuffer bytes = read(position, (int) moofSize + 8);
    long mdatSize = bytes.getInt((int) moofSize) & 0xffff_ffffL;
    if (bytes.getInt((int) moofSize + 4) != MDAT || mdatSize < 8 || mdatSize > limit - mdat) {
      return end();
    }
    StoredFragment fragment =
        FragmentParser.parse(
            tracks, bytes.slice(8, (int) moofSize - 8), position, mdat + 8, mdat + mdatSize);
    position = fragment.end();
    return Optional.of(fragment);
  }

  /**
   * Fragments that begin within a part of the file, as far as they are whole now. A finished file's
   * moov tells all of them in one read; else they are looked for one by one, from the first, which
   * must be there.
   *
   * @param from offset of a fragment
   * @param to offset after the begin of the last
   * @throws MalformedMediaException also if the file was finished and ends in its moov
   */
  public List<StoredFragment> between(long from, long to)
      throws IOException, MalformedMediaException {
    if (finished()) {
      checkItsEnd();
      try {
        return MovieParser.fragments(tracks, finalMoov(), firstFragment, mediaEnd).stream()
            .filter(fragment -> fragment.offset() >= from && fragment.offset() < to)
            .toList();
      } catch (MalformedMediaException e) {
        // The fragments are still there.
      }
    }
    seek(from);
    List<StoredFragment> fragments = new ArrayList<>();
    Optional<StoredFragment> next = next();
    while (next.isPresent() && next.get().offset() < to) {
      fragments.add(next.get());
      next = next();
    }
    return fragments;
  }

  /** A finished file that lost some of its end is no MP4: no player opens it. */
  private void checkItsEnd() throws IOException, MalformedMediaException {
    long left = channel.size() - mediaEnd;
    // With one read: it is all that is left of the file.
    ByteBuffer bytes = read(mediaEnd, (int) Math.max(0, Math.min(left, MAX_HEADER_BYTES)));
    if (left < 8 || (bytes.getInt(0) & 0xffff_ffffL) > left) {
      throw new MalformedMediaException("the file was cut in its final moov");
    }
  }

  private ByteBuffer finalMoov() throws IOException, MalformedMediaException {
    long size = channel.size();
    return content(mediaEnd, box(mediaEnd, MOOV, size));
  }

  private Optional<StoredFragment> end() {
    window = ByteBuffer.allocate(0); // the file may grow: look at it anew next time
    return Optional.empty();
  }

  /** Bytes of a sample, read now. */
  public ByteBuffer payload(StoredFragment.StoredSample sample) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(sample.size());
    fill(bytes, sample.offset(), sample.size());
    if (bytes.hasRemaining()) {
      throw new EOFException("the file was cut before byte " + (sample.offset() + sample.size()));
    }
    return bytes.flip();
  }
}
