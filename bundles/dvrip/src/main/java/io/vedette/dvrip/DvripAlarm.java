package io.vedette.dvrip;

import java.util.Optional;

/**
 * Something began or ended at the device (message ALARM).
 *
 * @param kind of what
 * @param channel or input, from 0
 * @param active true: began
 */
public record DvripAlarm(Kind kind, int channel, boolean active) {
  /** Kinds that mean something to us. */
  public enum Kind {
    MOTION,
    TAMPER,
    VIDEO_LOSS,
    ALARM_INPUT,
    DISK_FAILURE
  }

  /** Empty for kinds that mean nothing to us. */
  static Optional<DvripAlarm> parse(Json message) {
    Json info = message.get("AlarmInfo");
    boolean active = !info.get("Status").text().orElse("").equalsIgnoreCase("Stop");
    int channel = (int) Math.min(255, Math.max(0, info.get("Channel").number().orElse(0L)));
    return kind(info.get("Event").text().orElse(""))
        .map(kind -> new DvripAlarm(kind, channel, active));
  }

  private static Optional<Kind> kind(String event) {
    return switch (event) {
      case "VideoMotion", "MotionDetect", "HumanDetect", "appEventHumanDetectAlarm" ->
          Optional.of(Kind.MOTION);
      case "VideoBlind", "BlindDetect" -> Optional.of(Kind.TAMPER);
      case "VideoLoss", "LossDetect" -> Optional.of(Kind.VIDEO_LOSS);
      case "LocalIO", "LocalAlarm", "NetAlarm" -> Optional.of(Kind.ALARM_INPUT);
      case "StorageFailure", "StorageNotExist", "StorageReadError", "StorageWriteError" ->
          Optional.of(Kind.DISK_FAILURE);
      default -> Optional.empty();
    };
  }
}
