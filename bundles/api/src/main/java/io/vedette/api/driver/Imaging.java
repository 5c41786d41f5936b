package io.vedette.api.driver;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How a camera makes its picture. What is missing it does not have.
 *
 * @param levels by name
 * @param irCutFilter now; empty if it has none
 * @param irCutFilters to choose from
 */
public record Imaging(
    Map<Level, Value> levels, Optional<IrCutFilter> irCutFilter, Set<IrCutFilter> irCutFilters) {
  /** What has a level. */
  public enum Level {
    BRIGHTNESS,
    CONTRAST,
    SATURATION,
    SHARPNESS
  }

  /** The filter that keeps infrared light out: {@code ON} by day, {@code OFF} in the dark. */
  public enum IrCutFilter {
    ON,
    OFF,
    AUTO
  }

  /** A level in the camera's own unit, which differs from maker to maker, with its limits. */
  public record Value(double now, double min, double max) {}

  public Imaging {
    levels = Map.copyOf(levels);
    Objects.requireNonNull(irCutFilter, "irCutFilter");
    irCutFilters = Set.copyOf(irCutFilters);
  }

  /** The same with another level, which must be among them. */
  public Imaging with(Level level, double to) {
    Map<Level, Value> changed = new EnumMap<>(levels);
    changed.computeIfPresent(level, (name, old) -> new Value(to, old.min(), old.max()));
    return new Imaging(changed, irCutFilter, irCutFilters);
  }

  /** The same with another filter, which must be among them. */
  public Imaging with(IrCutFilter to) {
    return new Imaging(levels, Optional.of(to), irCutFilters);
  }
}
