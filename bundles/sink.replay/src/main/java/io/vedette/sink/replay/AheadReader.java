package io.vedette.sink.replay;

import io.vedette.api.recording.RecordingReader;
import io.vedette.media.AccessUnit;
import io.vedette.media.VideoConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads some pictures ahead of their times, for a decoder that holds back so many to bring B-frames
 * into order: under the time of a picture come the bytes of the one that makes the decoder give it.
 * So a replay shows what its clock says, also when it stands still after a jump or a step.
 *
 * <p>At a key picture that was sought, and after a change of parameter sets, one unit has the bytes
 * of all pictures up to there.
 */
final class AheadReader implements RecordingReader {
  private final RecordingReader reader;
  private final int pictures;
  private final Deque<AccessUnit> read = new ArrayDeque<>(); // and not yet due
  private boolean begun; // the decoder has all of them

  /**
   * @param pictures that the decoder holds back
   */
  AheadReader(RecordingReader reader, int pictures) {
    this.reader = reader;
    this.pictures = pictures;
  }

  @Override
  public Optional<Instant> keyAtOrBefore(Instant at) throws IOException {
    return reader.keyAtOrBefore(at);
  }

  @Override
  public Optional<Instant> keyAtOrAfter(Instant at) throws IOException {
    return reader.keyAtOrAfter(at);
  }

  @Override
  public boolean seek(Instant key) throws IOException {
    read.clear();
    begun = false;
    return reader.seek(key);
  }

  @Override
  public Optional<AccessUnit> next() throws IOException {
    for (Optional<AccessUnit> next = reader.next(); next.isPresent(); next = reader.next()) {
      AccessUnit unit = next.get();
      if (!unit.track().isVideo()) {
        return next;
      }
      if (!read.isEmpty() && !read.peekFirst().track().config().equals(unit.track().config())) {
        read.clear(); // another decoder: those that the old one holds back are not seen
        begun = false;
      }
      read.addLast(unit);
      if (read.size() > pictures) {
        return Optional.of(due(unit));
      }
    }
    return Optional.empty();
  }

  private AccessUnit due(AccessUnit newest) {
    List<ByteBuffer> payloads = new ArrayList<>();
    if (!begun) {
      read.forEach(unit -> payloads.add(unit.payload()));
    } else {
      if (newest.randomAccess() && newest.track().config() instanceof VideoConfig config) {
        payloads.add(config.lengthPrefixed());
      }
      payloads.add(newest.payload());
    }
    begun = true;
    AccessUnit due = read.removeFirst();
    return new AccessUnit(
        due.track(), due.dts(), due.dts(), due.received(), due.randomAccess(), joined(payloads));
  }

  private static ByteBuffer joined(List<ByteBuffer> payloads) {
    ByteBuffer all = ByteBuffer.allocate(payloads.stream().mapToInt(ByteBuffer::remaining).sum());
    payloads.forEach(all::put);
    return all.flip();
  }

  @Override
  public void close() {
    reader.close();
  }
}
