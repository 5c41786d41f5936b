package io.vedette.onvif;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One notification of a camera's event service.
 *
 * @param topic path without prefixes: {@code RuleEngine/CellMotionDetector/Motion}
 * @param operation {@code Initialized}, {@code Changed}, {@code Deleted}, or empty
 * @param source what it is about, by name
 * @param data what is the case, by name
 */
public record Notification(
    String topic, String operation, Map<String, String> source, Map<String, String> data) {
  /** A camera that floods is cut off here per answer. */
  private static final int MAX = 1024;

  /** What a topic means to us. */
  public enum Meaning {
    MOTION,
    INPUT,
    TAMPER,
    VIDEO_LOSS
  }

  /** Reads an answer to PullMessages. */
  static List<Notification> readAll(XmlElement response) {
    List<Notification> all = new ArrayList<>();
    for (XmlElement one : response.all("NotificationMessage")) {
      if (all.size() == MAX) {
        break;
      }
      String topic = one.text("Topic").replaceAll("[A-Za-z0-9_.-]*:", "").strip();
      one.find("Message", "Message")
          .ifPresent(
              message ->
                  all.add(
                      new Notification(
                          topic,
                          message.attribute("PropertyOperation"),
                          items(message, "Source"),
                          items(message, "Data"))));
    }
    return all;
  }

  private static Map<String, String> items(XmlElement message, String which) {
    Map<String, String> items = new LinkedHashMap<>();
    message
        .find(which)
        .ifPresent(
            list -> {
              for (XmlElement item : list.all("SimpleItem")) {
                items.put(item.attribute("Name"), item.attribute("Value"));
              }
            });
    return items;
  }

  /**
   * What it means, by the topics of the ONVIF analytics, device and video source specifications and
   * those that vendors add: whatever speaks of motion, of persons or vehicles seen, is motion.
   */
  public Optional<Meaning> meaning() {
    String words = topic.toLowerCase(Locale.ROOT);
    if (words.contains("signalloss") || words.contains("videoloss")) {
      return Optional.of(Meaning.VIDEO_LOSS);
    }
    if (words.contains("tamper") || words.contains("globalscenechange")) {
      return Optional.of(Meaning.TAMPER);
    }
    if (words.contains("digitalinput") || words.contains("portio") || words.contains("io/port")) {
      return Optional.of(Meaning.INPUT);
    }
    if (words.contains("motion")
        || words.contains("vmd")
        || words.contains("fielddetector")
        || words.contains("linedetector")
        || words.contains("ruledetector")
        || words.contains("objectsinside")) {
      return Optional.of(Meaning.MOTION);
    }
    return Optional.empty();
  }

  /** True if it is so now, false if it is over, empty if it says neither. */
  public Optional<Boolean> active() {
    if (operation.equals("Deleted")) {
      return Optional.of(false);
    }
    for (String value : data.values()) {
      switch (value.toLowerCase(Locale.ROOT)) {
        case "true", "1", "active", "on" -> {
          return Optional.of(true);
        }
        case "false", "0", "inactive", "off" -> {
          return Optional.of(false);
        }
        default -> {
          // An object's class, a level: says nothing of begin and end.
        }
      }
    }
    return Optional.empty();
  }

  /** What noticed it, in the camera's words. */
  public String noticedBy() {
    for (String name : List.of("Rule", "InputToken", "port", "VideoSourceConfigurationToken")) {
      if (!source.getOrDefault(name, "").isEmpty()) {
        return source.get(name);
      }
    }
    return source.values().stream().findFirst().orElse("");
  }
}
