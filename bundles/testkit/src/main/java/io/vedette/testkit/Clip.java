package io.vedette.testkit;

import io.vedette.api.stream.Profile;
import io.vedette.media.AccessUnit;
import io.vedette.media.H264Syntax;
import io.vedette.media.H265Syntax;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.NalUnits;
import io.vedette.media.PictureSyntax;
import io.vedette.media.Track;
import io.vedette.media.VideoConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A pre-encoded loop, cut into access units once. Immutable; any number of cameras play it.
 *
 * <p>Which picture is shown follows from the wall clock alone; see {@link MediaLoop}.
 */
public final class Clip {
  /** Ticks per second of video. */
  static final int CLOCK_RATE = 90_000;

  private final Track track;
  private final int fps;
  private final List<AccessUnit> units;

  private Clip(Track track, int fps, List<AccessUnit> units) {
    this.track = track;
    this.fps = fps;
    this.units = List.copyOf(units);
  }

  /** The scenes that come with the kit, in the order of the demo cameras. */
  public enum Scene {
    STREET(1, "Street"),
    HARBOUR(2, "Harbour"),
    HALL(3, "Warehouse"),
    MEADOW(4, "Meadow");

    private final int number;
    private final String title;

    Scene(int number, String title) {
      this.number = number;
      this.title = title;
    }

    /** As written into the picture. */
    public String title() {
      return title;
    }

    /** As in {@link Timecode#scene}. */
    public int number() {
      return number;
    }

    /** The scene of a camera, counted from 0, when there are more cameras than scenes. */
    public static Scene ofCamera(int index) {
      return values()[index % values().length];
    }
  }

  /** Pictures per second of a profile: 25 in main, 15 in sub. */
  public static int fps(Profile profile) {
    return profile == Profile.MAIN ? 25 : 15;
  }

  /** One encoding of a scene; main is 1920x1080, sub 640x360. */
  public static Clip of(Scene scene, Profile profile) {
    String name = scene.name().toLowerCase(Locale.ROOT) + "-" + profile.id() + ".h264";
    return resource(name, new H264Syntax(Optional.empty()), fps(profile));
  }

  /** The street's sub stream in H.265: 640x360. */
  public static Clip h265() {
    return resource("street-sub.h265", new H265Syntax(Optional.empty()), fps(Profile.SUB));
  }

  private static Clip resource(String name, PictureSyntax syntax, int fps) {
    try (InputStream in = Clip.class.getResourceAsStream("clips/" + name)) {
      return parse(ByteBuffer.wrap(in.readAllBytes()), syntax, fps);
    } catch (IOException | MalformedMediaException e) {
      throw new IllegalStateException(name + ": " + e.getMessage(), e);
    }
  }

  /**
   * A file of one's own, for instance with a higher bit rate.
   *
   * @param annexB H.264 byte stream, no B pictures, one slice per picture, first picture an IDR
   */
  public static Clip of(Path annexB, int fps) throws IOException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(annexB));
      return parse(bytes, new H264Syntax(Optional.empty()), fps);
    } catch (MalformedMediaException e) {
      throw new IOException(annexB + ": " + e.getMessage(), e);
    }
  }

  static Clip parse(ByteBuffer annexB, PictureSyntax syntax, int fps)
      throws MalformedMediaException {
    List<List<ByteBuffer>> pictures = new ArrayList<>();
    List<ByteBuffer> before = new ArrayList<>(); // SEI units, which belong to the next slice
    for (ByteBuffer unit : NalUnits.splitAnnexB(annexB)) {
      switch (syntax.part(unit)) {
        case PARAMETER_SET -> syntax.parameterSet(unit);
        case KEY_SLICE, LEADING_SLICE, SLICE -> {
          if (syntax.slice(unit).first()) {
            pictures.add(new ArrayList<>(before));
            before.clear();
          }
          if (pictures.isEmpty()) {
            throw new MalformedMediaException("a clip begins with the first slice of a picture");
          }
          pictures.get(pictures.size() - 1).add(unit);
        }
        case SUPPLEMENT -> before.add(unit);
        case DELIMITER, OTHER -> {}
      }
    }
    Optional<VideoConfig> config = syntax.config();
    if (config.isEmpty() || pictures.isEmpty()) {
      throw new MalformedMediaException("a clip needs parameter sets and pictures");
    }
    Track track = new Track(0, CLOCK_RATE, config.get());
    List<AccessUnit> units = new ArrayList<>(pictures.size());
    for (List<ByteBuffer> picture : pictures) {
      long dts = units.size() * (long) CLOCK_RATE / fps;
      ByteBuffer slice = picture.get(picture.size() - 1);
      boolean key = syntax.part(slice) == PictureSyntax.Part.KEY_SLICE;
      units.add(new AccessUnit(track, dts, dts, Instant.EPOCH, key, NalUnits.join(picture)));
    }
    return new Clip(track, fps, units);
  }

  /**
   * Its first pictures alone, so that a decoder need not wait long for the next key picture.
   *
   * @param pictures at least two: two key pictures in a row would have to differ in their numbers
   *     (ITU-T H.264, 7.4.3, idr_pic_id)
   */
  public Clip beginning(int pictures) {
    if (pictures < 2) {
      throw new IllegalArgumentException("pictures: " + pictures);
    }
    return new Clip(track, fps, units.subList(0, pictures));
  }

  /**
   * The same loop so much later, so that cameras need not all make their key pictures at the same
   * moment. The timecode is later as well.
   *
   * @param delay rounded to whole pictures
   */
  public Clip later(Duration delay) {
    List<AccessUnit> rotated = new ArrayList<>(units);
    Collections.rotate(rotated, (int) Math.round(delay.toMillis() * fps / 1000.0));
    return new Clip(track, fps, rotated);
  }

  /** Codec and parameter sets. */
  public Track track() {
    return track;
  }

  /** Parameter sets. */
  public VideoConfig config() {
    return (VideoConfig) track.config();
  }

  /** Pictures per second. */
  public int fps() {
    return fps;
  }

  /**
   * All pictures; {@code dts} counts from the begin of the loop, {@code received} means nothing.
   */
  public List<AccessUnit> units() {
    return units;
  }
}
