package io.vedette.onvif;

import io.vedette.onvif.OnvifException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads and changes how the picture of one video source is made. */
public final class ImagingService {
  /** Values are compared as cameras round them: to a hundredth of the range. */
  private static final double ROUNDING = 0.01;

  private final OnvifClient client;
  private final String source;

  /**
   * @param source token of the video source
   */
  public ImagingService(OnvifClient client, String source) {
    this.client = client;
    this.source = XmlElement.escape(source);
  }

  /** Names in messages of what has a level. */
  public enum Level {
    BRIGHTNESS("Brightness"),
    CONTRAST("Contrast"),
    SATURATION("ColorSaturation"),
    SHARPNESS("Sharpness");

    private final String element;

    Level(String element) {
      this.element = element;
    }
  }

  /** A level with its limits, in the camera's own unit. */
  public record Value(double now, double min, double max) {}

  /**
   * What can be set, and how it is set.
   *
   * @param irCutFilter {@code ON}, {@code OFF}, {@code AUTO}; empty string if it cannot be set
   * @param irCutFilters to choose from
   */
  public record Settings(Map<Level, Value> levels, String irCutFilter, List<String> irCutFilters) {}

  /** How it is set now. Levels without a value or without limits are left out. */
  public Settings read() throws IOException, OnvifException {
    XmlElement options = part("GetOptions", "ImagingOptions");
    return read(now(), options);
  }

  private XmlElement now() throws IOException, OnvifException {
    return part("GetImagingSettings", "ImagingSettings");
  }

  private XmlElement part(String operation, String part) throws IOException, OnvifException {
    return call(operation, "")
        .find(part)
        .orElseThrow(
            () -> new OnvifException(Kind.PROTOCOL, operation + " is answered without " + part));
  }

  private static Settings read(XmlElement now, XmlElement options) {
    Map<Level, Value> levels = new LinkedHashMap<>();
    for (Level level : Level.values()) {
      double value = number(now.text(level.element));
      double min = number(options.text(level.element, "Min"));
      double max = number(options.text(level.element, "Max"));
      if (min < max && value >= min && value <= max) { // false for what is no number
        levels.put(level, new Value(value, min, max));
      }
    }
    List<String> filters = new ArrayList<>();
    for (XmlElement mode : options.all("IrCutFilterModes")) {
      String word = mode.text().toUpperCase(Locale.ROOT);
      if (List.of("ON", "OFF", "AUTO").contains(word) && !filters.contains(word)) {
        filters.add(word);
      }
    }
    String filter = now.text("IrCutFilter").toUpperCase(Locale.ROOT);
    boolean known = filters.contains(filter);
    return new Settings(levels, known ? filter : "", known ? filters : List.of());
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException nothing) {
      return Double.NaN;
    }
  }

  /**
   * Sets what differs from what is set now. What is sent back is what the camera told apart from
   * that, in its order; and it is read again, since some say "done" and keep what they had.
   *
   * @throws OnvifException REFUSED if the camera keeps something else
   */
  public void set(Settings wanted) throws IOException, OnvifException {
    XmlElement change = now();
    for (Map.Entry<Level, Value> one : wanted.levels().entrySet()) {
      String element = one.getKey().element;
      if (number(change.text(element)) != one.getValue().now()) {
        change = change.with(written(one.getValue().now()), element);
      }
    }
    if (!wanted.irCutFilter().isEmpty()) {
      change = change.with(wanted.irCutFilter(), "IrCutFilter");
    }
    call(
        "SetImagingSettings",
        change.toXml("ImagingSettings") + "<timg:ForcePersistence>true</timg:ForcePersistence>");
    check(wanted, now());
  }

  private static void check(Settings wanted, XmlElement now) throws OnvifException {
    for (Map.Entry<Level, Value> one : wanted.levels().entrySet()) {
      Value value = one.getValue();
      String kept = now.text(one.getKey().element);
      double off = Math.abs(number(kept) - value.now());
      if (!(off <= (value.max() - value.min()) * ROUNDING)) {
        throw new OnvifException(
            Kind.REFUSED,
            "the camera took %s %s, but keeps %s"
                .formatted(one.getKey().element, written(value.now()), kept));
      }
    }
    String filter = now.text("IrCutFilter");
    if (!wanted.irCutFilter().isEmpty() && !filter.equalsIgnoreCase(wanted.irCutFilter())) {
      throw new OnvifException(
          Kind.REFUSED,
          "the camera took IrCutFilter " + wanted.irCutFilter() + ", but keeps " + filter);
    }
  }

  /** Whole numbers without a point: some cameras take no other. */
  private static String written(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private XmlElement call(String operation, String arguments) throws IOException, OnvifException {
    return client.call(
        Service.IMAGING,
        operation,
        "<timg:%1$s><timg:VideoSourceToken>%2$s</timg:VideoSourceToken>%3$s</timg:%1$s>"
            .formatted(operation, source, arguments));
  }
}
