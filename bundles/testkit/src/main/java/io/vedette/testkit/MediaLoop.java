package io.vedette.testkit;

import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What one track of a camera sends for ever. Immutable; shared by all viewers of all cameras that
 * play it.
 *
 * <p>Units are numbered since the epoch: unit {@code n} is due at {@code n / unitsPerSecond}
 * seconds since the epoch and is entry {@code n mod size} of the loop. So both encodings of a
 * scene, every camera and every reconnect show the same timecode at the same wall time.
 */
public final class MediaLoop {
  private static final Track ALAW = new Track(1, 8_000, new G711Config(G711Config.Law.A, 1));
  private static final int AUDIO_UNITS_PER_SECOND = 50;

  private final Track track;
  private final int unitsPerSecond;
  private final List<AccessUnit> units;

  private MediaLoop(Track track, int unitsPerSecond, List<AccessUnit> units) {
    this.track = track;
    this.unitsPerSecond = unitsPerSecond;
    this.units = List.copyOf(units);
  }

  /** The pictures of a clip. */
  public static MediaLoop video(Clip clip) {
    return new MediaLoop(clip.track(), clip.fps(), clip.units());
  }

  /** A soft tick of 40 ms at 1 kHz on each second, in A-law, 20 ms a unit. */
  public static MediaLoop tick() {
    int samples = ALAW.clockRate() / AUDIO_UNITS_PER_SECOND;
    List<AccessUnit> units = new ArrayList<>(AUDIO_UNITS_PER_SECOND);
    for (int n = 0; n < AUDIO_UNITS_PER_SECOND; n++) {
      ByteBuffer bytes = ByteBuffer.allocate(samples);
      for (int i = 0; i < samples; i++) {
        int amplitude = n < 2 ? 400 : 0;
        bytes.put(alaw((int) (amplitude * Math.sin(2 * Math.PI * 1000 * i / ALAW.clockRate()))));
      }
      long dts = (long) n * samples;
      units.add(new AccessUnit(ALAW, dts, dts, Instant.EPOCH, true, bytes.flip()));
    }
    return new MediaLoop(ALAW, AUDIO_UNITS_PER_SECOND, units);
  }

  /** ITU-T G.711 table 1a, from a 13-bit sample. */
  private static byte alaw(int sample) {
    int magnitude = Math.min(Math.abs(sample), 4095);
    int segment = Math.max(0, 27 - Integer.numberOfLeadingZeros(magnitude));
    int code = segment << 4 | magnitude >> Math.max(1, segment) & 0xf;
    return (byte) ((sample >= 0 ? code | 0x80 : code) ^ 0x55);
  }

  /** Codec of its units. */
  public Track track() {
    return track;
  }

  /** Number of the first unit that is due at a time or later. */
  public long firstFrom(long epochMillis) {
    return -Math.floorDiv(-epochMillis * unitsPerSecond, 1000L);
  }

  /** Number of the first unit at which a decoder can begin, at a time or later. */
  public long firstStartFrom(long epochMillis) {
    long number = firstFrom(epochMillis);
    while (!isStart(number)) {
      number++;
    }
    return number;
  }

  /** Whether a decoder can begin with a unit. */
  public boolean isStart(long number) {
    return units.get((int) (number % units.size())).randomAccess();
  }

  /** When a unit is due: its time, rounded down; {@code firstFrom(dueMillis(n)) == n}. */
  public long dueMillis(long number) {
    return number * 1000 / unitsPerSecond;
  }

  /** A unit with its time since the epoch; {@code received}: when it was due. */
  public AccessUnit unit(long number) {
    AccessUnit unit = units.get((int) (number % units.size()));
    long dts = number * track.clockRate() / unitsPerSecond;
    return new AccessUnit(
        unit.track(),
        dts,
        dts,
        Instant.ofEpochMilli(dueMillis(number)),
        unit.randomAccess(),
        unit.payload());
  }
}
