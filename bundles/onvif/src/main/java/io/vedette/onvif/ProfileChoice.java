package io.vedette.onvif;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which of a camera's profiles are the main and the sub stream: of one video source the largest
 * picture, and the largest that a wall of tiles can bear beside it. Of two equal ones H.264 goes
 * before H.265, and the sub stream is H.264 if there is any: it is for browsers, and not all show
 * H.265; the main stream is for recordings first of all.
 *
 * @param main the full picture
 * @param sub the small one, if there is one
 */
public record ProfileChoice(MediaProfile main, Optional<MediaProfile> sub) {
  /** Tiles of a wall have 640 × 360 to 1024 × 576; larger ones only cost. */
  private static final long TILE_AREA = 1024 * 576;

  /**
   * Chooses.
   *
   * @param channel of a device with several video sources, from 1
   * @return empty if there is no such channel or nothing but pictures in JPEG
   */
  public static Optional<ProfileChoice> of(List<MediaProfile> profiles, int channel) {
    List<String> sources = profiles.stream().map(MediaProfile::source).distinct().toList();
    if (channel > sources.size()) {
      return Optional.empty();
    }
    String source = sources.get(channel - 1);
    List<MediaProfile> h264 = ofSource(profiles, source, "H264");
    List<MediaProfile> h265 = ofSource(profiles, source, "H265");
    if (h264.isEmpty() && h265.isEmpty()) {
      return Optional.empty();
    }
    boolean larger = h264.isEmpty() || (!h265.isEmpty() && area(h265.get(0)) > area(h264.get(0)));
    MediaProfile main = larger ? h265.get(0) : h264.get(0);
    Optional<MediaProfile> sub = sub(h264, main).or(() -> sub(h265, main));
    return Optional.of(new ProfileChoice(main, sub));
  }

  /** The largest that fits a tile, else the smallest that is smaller than the main picture. */
  private static Optional<MediaProfile> sub(List<MediaProfile> profiles, MediaProfile main) {
    List<MediaProfile> smaller = profiles.stream().filter(p -> area(p) < area(main)).toList();
    Optional<MediaProfile> fits = smaller.stream().filter(p -> area(p) <= TILE_AREA).findFirst();
    return fits.isPresent() || smaller.isEmpty()
        ? fits
        : Optional.of(smaller.get(smaller.size() - 1));
  }

  private static long area(MediaProfile profile) {
    return profile.encoder().area();
  }

  /** Largest first; of the same size the one that the camera names first. */
  private static List<MediaProfile> ofSource(
      List<MediaProfile> profiles, String source, String encoding) {
    return profiles.stream()
        .filter(p -> p.source().equals(source) && p.encoder().encoding().equals(encoding))
        .sorted(Comparator.comparingLong(ProfileChoice::area).reversed())
        .toList();
  }
}
