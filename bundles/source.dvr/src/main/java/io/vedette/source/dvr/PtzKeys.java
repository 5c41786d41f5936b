package io.vedette.source.dvr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Key codes of a DVR's PTZ keypad by name. No paper tells the codes, so an installer fills them in.
 */
record PtzKeys(Map<String, Integer> codes) {
  static final PtzKeys NONE = new PtzKeys(Map.of());

  private static final Set<String> MOVES =
      Set.of("left", "right", "up", "down", "zoom-in", "zoom-out");
  private static final String PRESET = "preset:";
  private static final int MAX_CODE = 0xffff;

  PtzKeys {
    codes = Map.copyOf(codes);
  }

  /**
   * Reads lines of {@code name=code}; blank ones are skipped.
   *
   * @throws IllegalArgumentException with the line that is wrong
   */
  static PtzKeys parse(String... lines) {
    Map<String, Integer> codes = new TreeMap<>();
    for (String line : lines) {
      if (line.isBlank()) {
        continue;
      }
      int equals = line.lastIndexOf('=');
      String name = equals < 0 ? "" : line.substring(0, equals).strip();
      boolean preset = name.startsWith(PRESET) && name.length() > PRESET.length();
      if (!preset && !MOVES.contains(name)) {
        throw new IllegalArgumentException("PTZ key of unknown name: " + line);
      }
      codes.put(name, code(line, line.substring(equals + 1).strip()));
    }
    return new PtzKeys(codes);
  }

  private static int code(String line, String digits) {
    try {
      int code = Integer.decode(digits);
      if (code >= 0 && code <= MAX_CODE) {
        return code;
      }
    } catch (NumberFormatException noNumber) {
      // said below
    }
    throw new IllegalArgumentException("PTZ key whose code is not 0 to 65535: " + line);
  }

  boolean isEmpty() {
    return codes.isEmpty();
  }

  Optional<Integer> move(String name) {
    return Optional.ofNullable(codes.get(name));
  }

  Optional<Integer> preset(String name) {
    return Optional.ofNullable(codes.get(PRESET + name));
  }

  List<String> presets() {
    List<String> names = new ArrayList<>();
    codes.keySet().stream()
        .filter(name -> name.startsWith(PRESET))
        .sorted()
        .forEach(name -> names.add(name.substring(PRESET.length())));
    return names;
  }
}
