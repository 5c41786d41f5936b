package io.vedette.web.resource;

import io.vedette.api.camera.Camera;
import io.vedette.api.camera.Camera.Mode;
import io.vedette.api.camera.Camera.RecordSettings;
import io.vedette.api.camera.Camera.Retention;
import io.vedette.api.camera.WeeklySchedule;
import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.Credentials;
import io.vedette.api.stream.Profile;
import io.vedette.web.http.Exchange;
import io.vedette.web.http.Fields;
import io.vedette.web.http.Json;
import io.vedette.web.http.Problem;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A camera as JSON. The password goes in, never out. */
final class CameraJson {
  private static final int MAX_NAME = 100;
  private static final int MAX_CREDENTIAL = 256;
  private static final int MAX_CHANNEL = 256;
  private static final int MAX_PRE_SECONDS = 60;
  private static final int MAX_POST_SECONDS = 3600;
  private static final int MAX_DAYS = 36_500;
  private static final int MAX_GIGABYTES = 1_000_000;

  private CameraJson() {}

  static Json write(Camera camera) {
    CameraAddress address = camera.address();
    return Json.object()
        .with("id", camera.id())
        .with("name", camera.name())
        .with("driver", camera.driver())
        .with("address", address.main().toString())
        .with("subAddress", address.sub().map(Object::toString))
        .with("username", address.credentials().map(Credentials::user))
        .with("channel", address.channel())
        .with("enabled", camera.enabled())
        .with("record", write(camera.record()))
        .with(
            "retention",
            Json.object()
                .with("days", camera.retention().days())
                .with("gigabytes", camera.retention().gigabytes()));
  }

  private static Json write(RecordSettings record) {
    Json json =
        Json.object()
            .with("mode", id(record.mode()))
            .with(
                "streams",
                EnumSet.allOf(Profile.class).stream()
                    .filter(record.streams()::contains)
                    .map(Profile::id)
                    .toList())
            .with("preSeconds", record.preRecord().toSeconds())
            .with("postSeconds", record.postRecord().toSeconds());
    boolean scheduled = !record.schedule().periods().isEmpty();
    return scheduled ? json.with("schedule", ScheduleJson.write(record.schedule())) : json;
  }

  /** The body of a request that makes a camera or changes one. */
  static Fields body(Exchange exchange) {
    return exchange.body(
        "id",
        "name",
        "driver",
        "address",
        "subAddress",
        "username",
        "password",
        "channel",
        "enabled",
        "record",
        "retention");
  }

  /**
   * A camera from a request.
   *
   * @param id that it has, however it came by it
   * @param before the camera that is changed: its password stays if none is given
   * @throws Problem naming the field at fault
   */
  static Camera read(Fields body, String id, Optional<Camera> before) {
    String name = name(body);
    String driver = body.text("driver");
    AddressText main = AddressText.parse(body, "address");
    Optional<AddressText> sub =
        body.has("subAddress")
            ? Optional.of(AddressText.parse(body, "subAddress"))
            : Optional.empty();
    Optional<Credentials> credentials = credentials(body, main, sub, before);
    int channel = body.wholeIfAny("channel", 1, MAX_CHANNEL).orElse(1);
    return new Camera(
        id,
        name,
        driver,
        new CameraAddress(main.uri(), sub.map(AddressText::uri), credentials, channel),
        body.flagIfAny("enabled").orElse(true),
        record(body),
        retention(body));
  }

  static String name(Fields body) {
    String name = body.text("name").strip();
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw body.bad("name", "must have 1 to " + MAX_NAME + " characters");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw body.bad("name", "must not have control characters");
    }
    return name;
  }

  private static Optional<Credentials> credentials(
      Fields body, AddressText main, Optional<AddressText> sub, Optional<Camera> before) {
    Optional<Credentials> inAddress = main.credentials();
    if (sub.isPresent() && sub.get().credentials().isPresent()) {
      if (inAddress.isPresent() && !inAddress.equals(sub.get().credentials())) {
        throw body.bad("subAddress", "must not have credentials other than those of the address");
      }
      inAddress = sub.get().credentials();
    }
    Optional<String> user = credential(body, "username");
    Optional<String> password = credential(body, "password");
    if (inAddress.isPresent()) {
      if (user.isPresent() || password.isPresent()) {
        throw body.bad("address", "has credentials, and so has the request beside it; give one");
      }
      return inAddress;
    }
    if (user.isEmpty() && password.isEmpty()) {
      return Optional.empty();
    }
    String kept =
        before.flatMap(c -> c.address().credentials()).map(Credentials::password).orElse("");
    return Optional.of(new Credentials(user.orElse(""), password.orElse(kept)));
  }

  private static Optional<String> credential(Fields body, String key) {
    Optional<String> text = body.textIfAny(key);
    if (text.isPresent() && text.get().length() > MAX_CREDENTIAL) {
      throw body.bad(key, "has more than " + MAX_CREDENTIAL + " characters");
    }
    return text;
  }

  private static RecordSettings record(Fields body) {
    RecordSettings otherwise = RecordSettings.DEFAULT;
    Optional<Fields> record =
        body.objectIfAny("record", "mode", "streams", "preSeconds", "postSeconds", "schedule");
    if (record.isEmpty()) {
      return otherwise;
    }
    Fields fields = record.get();
    Mode mode = mode(fields);
    // Who asks for a schedule and gives none gets recordings rather than none.
    WeeklySchedule schedule =
        ScheduleJson.read(fields)
            .orElse(mode == Mode.SCHEDULE ? WeeklySchedule.ALWAYS : WeeklySchedule.NEVER);
    return new RecordSettings(
        mode,
        fields.textsIfAny("streams").map(ids -> streams(fields, ids)).orElse(otherwise.streams()),
        seconds(fields, "preSeconds", MAX_PRE_SECONDS, otherwise.preRecord()),
        seconds(fields, "postSeconds", MAX_POST_SECONDS, otherwise.postRecord()),
        schedule);
  }

  private static Mode mode(Fields record) {
    return record
        .wordIfAny("mode", CameraJson::mode, "continuous, events, schedule, off")
        .orElse(Mode.CONTINUOUS);
  }

  private static Optional<Mode> mode(String id) {
    return EnumSet.allOf(Mode.class).stream().filter(m -> id(m).equals(id)).findFirst();
  }

  private static String id(Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  private static Set<Profile> streams(Fields record, List<String> ids) {
    Set<Profile> streams = EnumSet.noneOf(Profile.class);
    for (String id : ids) {
      streams.add(
          Profile.of(id).orElseThrow(() -> record.bad("streams", "may hold main and sub only")));
    }
    if (streams.isEmpty()) {
      throw record.bad("streams", "must hold main or sub; to record nothing, set the mode to off");
    }
    return streams;
  }

  private static Duration seconds(Fields record, String key, int max, Duration otherwise) {
    return Duration.ofSeconds(record.wholeIfAny(key, 0, max).orElse((int) otherwise.toSeconds()));
  }

  private static Retention retention(Fields body) {
    return body.objectIfAny("retention", "days", "gigabytes")
        .map(
            r ->
                new Retention(
                    r.wholeIfAny("days", 1, MAX_DAYS), r.wholeIfAny("gigabytes", 1, MAX_GIGABYTES)))
        .orElse(Retention.UNLIMITED);
  }
}
