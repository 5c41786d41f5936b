package io.vedette.sink.replay;

import io.vedette.api.recording.RecordingReader;
import io.vedette.media.AccessUnit;
import io.vedette.media.CodecConfig;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads only pictures of one kind: with the parameter sets that the way of the pictures was chosen
 * for. At others it is as if nothing more were recorded, until they are accepted too: somebody must
 * look first whether browsers show them.
 */
final class SameKindReader implements RecordingReader {
  private final RecordingReader reader;
  private Optional<CodecConfig> accepted;
  private AccessUnit held; // read and not yet given; null: none
  private AccessUnit met; // first picture of another kind since the last call of forget; null: none

  /**
   * @param accepted empty: none yet
   */
  SameKindReader(RecordingReader reader, Optional<CodecConfig> accepted) {
    this.reader = reader;
    this.accepted = accepted;
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
    held = null;
    return reader.seek(key);
  }

  @Override
  public Optional<AccessUnit> next() throws IOException {
    Optional<AccessUnit> next = held == null ? reader.next() : Optional.of(held);
    held = null;
    if (next.isPresent() && isOther(next.get())) {
      held = next.get();
      met = met == null ? held : met;
      return Optional.empty();
    }
    return next;
  }

  private boolean isOther(AccessUnit unit) {
    return unit.track().isVideo()
        && accepted.filter(config -> config.equals(unit.track().config())).isEmpty();
  }

  /** Recorded time of the first picture of another kind that was met; empty: none. */
  Optional<Instant> other() {
    return Optional.ofNullable(met).map(AccessUnit::received);
  }

  /** What it was. */
  Optional<CodecConfig> otherKind() {
    return Optional.ofNullable(met).map(unit -> unit.track().config());
  }

  /** From here on the other kind is the right one. */
  void acceptOther() {
    accepted = otherKind();
    met = null;
  }

  /** What was met counts no more: it is read somewhere else. */
  void forget() {
    met = null;
  }

  @Override
  public void close() {
    reader.close();
  }
}
