package io.vedette.api.recording;

import io.vedette.api.stream.Profile;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What was recorded. Thread-safe; sees what was written up to 2 s ago, the growing files included.
 */
@ProviderType
public interface RecordingStore {
  /** True while units of this stream reach the disk. */
  boolean isRecording(String camera, Profile profile);

  /** Spans that cover the range without hole or overlap, in order. */
  List<TimelineSpan> timeline(String camera, Profile profile, Instant from, Instant to);

  /**
   * One MP4 of the range, cut outward to key frames; nothing is copied before it is read.
   *
   * @return empty if nothing was recorded in the range
   * @throws RangeException if the range cannot be put into one file
   */
  Optional<RecordedFile> file(String camera, Profile profile, Instant from, Instant to)
      throws RangeException, IOException;

  /** Opens a reader; close it. */
  RecordingReader reader(String camera, Profile profile);

  /** Deletes every recording of a camera. */
  void delete(String camera) throws IOException;

  /** The folders that are recorded to. */
  List<DiskStatus> disks();

  /** What all that cost. */
  Written written();
}
