package io.vedette.onvif;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which of a camera's profiles are the main and the sub stream: of one video source the largest
 * picture, and the largest that a wall of tiles can bear beside it. H.264 goes before H.265, since
 * not every browser shows that.
 *
 * @param main the full picture
 * @param sub the small one, if there is one
 * @param largest the camera's largest picture: {@code main}, or one that is left out for its codec
 */
public record ProfileChoice(MediaProfile main, Optional<MediaProfile> sub, MediaProfile largest) {
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
    List<MediaProfile> h265 = ofSource(profiles, source, "H265");
    List<MediaProfile> h264 = ofSource(profiles, source, "H264");
    List<MediaProfile> own = h264.isEmpty() ? h265 : h264;
    if (own.isEmpty()) {
      return Optional.empty();
    }
    MediaProfile main = own.get(0);
    boolean larger = !h265.isEmpty() && h265.get(0).encoder().area() > main.encoder().area();
    List<MediaProfile> smaller =
        own.stream().filter(p -> p.encoder().area() < main.encoder().area()).toList();
    Optional<MediaProfile> sub =
        smaller.stream().filter(p -> p.encoder().area() <= TILE_AREA).findFirst();
    if (sub.isEmpty() && !smaller.isEmpty()) {
      sub = Optional.of(smaller.get(smaller.size() - 1));
    }
    return Optional.of(new ProfileChoice(main, sub, larger ? h265.get(0) : main));
  }

  /** Largest first; of the same size the one that the camera names first. */
  private static List<MediaProfile> ofSource(
      List<MediaProfile> profiles, String source, String encoding) {
    return profiles.stream()
        .filter(p -> p.source().equals(source) && p.encoder().encoding().equals(encoding))
        .sorted(Comparator.comparingLong((MediaProfile p) -> -p.encoder().area()))
        .toList();
  }
}
