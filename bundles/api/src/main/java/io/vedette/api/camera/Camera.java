package io.vedette.api.camera;

import io.vedette.api.driver.CameraAddress;
import io.vedette.api.stream.Profile;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A device we are set up to use.
 *
 * @param id {@code [a-z0-9-]{1,64}}, never changes
 * @param name for people
 * @param driver name of its {@link io.vedette.api.driver.CameraDriver}
 * @param address where, with credentials
 * @param enabled false: nothing runs, the timeline says disabled
 * @param record what is recorded and when
 * @param retention how long recordings are kept
 */
public record Camera(
    String id,
    String name,
    String driver,
    CameraAddress address,
    boolean enabled,
    RecordSettings record,
    Retention retention) {
  /** Form of an id. */
  public static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}");

  public Camera {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("id must match " + ID + ": " + id);
    }
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(driver, "driver");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(record, "record");
    Objects.requireNonNull(retention, "retention");
  }

  /** When recording happens, in the API's words (lower case). */
  public enum Mode {
    CONTINUOUS,
    EVENTS,
    SCHEDULE,
    OFF
  }

  /**
   * What is recorded and when.
   *
   * @param preRecord time before an event that is kept
   * @param postRecord time after an event that is kept
   * @param schedule when the mode {@code SCHEDULE} records; kept in the other modes
   */
  public record RecordSettings(
      Mode mode,
      Set<Profile> streams,
      Duration preRecord,
      Duration postRecord,
      WeeklySchedule schedule) {
    /** Both streams, always. */
    public static final RecordSettings DEFAULT =
        new RecordSettings(
            Mode.CONTINUOUS,
            Set.of(Profile.MAIN, Profile.SUB),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20));

    public RecordSettings {
      streams = Set.copyOf(streams);
      Objects.requireNonNull(schedule, "schedule");
    }

    /** Without a schedule. */
    public RecordSettings(
        Mode mode, Set<Profile> streams, Duration preRecord, Duration postRecord) {
      this(mode, streams, preRecord, postRecord, WeeklySchedule.NEVER);
    }
  }

  /**
   * Limits of what is kept; the disk's reserve applies beside them.
   *
   * @param days age in days
   * @param gigabytes size of all streams of the camera, 10^9 bytes
   */
  public record Retention(OptionalInt days, OptionalInt gigabytes) {
    /** As long as the disk allows. */
    public static final Retention UNLIMITED =
        new Retention(OptionalInt.empty(), OptionalInt.empty());
  }

  /** True if a stream of this profile is to be recorded at all. */
  public boolean records(Profile profile) {
    return enabled && record.mode() != Mode.OFF && record.streams().contains(profile);
  }

  /** The address of the sub stream, where the driver needs one of its own. */
  public Optional<URI> subAddress() {
    return address.sub();
  }
}
