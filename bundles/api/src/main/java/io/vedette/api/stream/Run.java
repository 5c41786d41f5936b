package io.vedette.api.stream;

import io.vedette.media.Track;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What one unbroken connection delivers.
 *
 * @param id unique; recorded in the files
 * @param started our wall time when {@code dts} was 0
 * @param tracks as announced at the start; a unit may carry a newer Track of the same id
 */
public record Run(UUID id, Instant started, List<Track> tracks) {
  public Run {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(started, "started");
    tracks = List.copyOf(tracks);
  }
}
