package io.vedette.web.resource;

import java.util.Locale;

/** Builds the text format of Prometheus (version 0.0.4). */
final class MetricsText {
  private final StringBuilder text = new StringBuilder();

  /**
   * Begins a metric.
   *
   * @param type {@code gauge} or {@code counter}
   */
  MetricsText metric(String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    return this;
  }

  /**
   * Adds a sample.
   *
   * @param labels names and values in turn
   */
  MetricsText sample(String name, long value, String... labels) {
    return sample(name, Long.toString(value), labels);
  }

  /** Adds a sample that is no whole number; see above. */
  MetricsText sample(String name, double value, String... labels) {
    return sample(name, String.format(Locale.ROOT, "%.3f", value), labels);
  }

  private MetricsText sample(String name, String value, String[] labels) {
    text.append(name);
    for (int i = 0; i < labels.length; i += 2) {
      text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
      text.append(escape(labels[i + 1])).append('"');
    }
    text.append(labels.length > 0 ? "} " : " ").append(value).append('\n');
    return this;
  }

  private static String escape(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
