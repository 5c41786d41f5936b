package io.vedette.launcher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Options of the command line that are settings of a bundle. An option holds for the runs it is
 * given in: what it set is noted in the configuration itself and taken back by the next start
 * without it, while what was set otherwise stays.
 */
final class OptionSettings {
  static final String WEBRTC = "io.vedette.sink.webrtc";
  static final String RECORDER = "io.vedette.sink.recorder";
  static final String RTSP = "io.vedette.sink.rtsp";
  static final String KURENTO = "io.vedette.sink.kurento";

  /** Key of the note: names of the keys that the command line has set. */
  static final String NOTE = "io.vedette.launcher.options";

  private OptionSettings() {}

  /** PID → key → value of the options that were given. */
  static Map<String, Map<String, Object>> of(RunOptions options) {
    Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
    options.mediaPort().ifPresent(port -> put(settings, WEBRTC, "port", port));
    options.bind().ifPresent(bind -> put(settings, WEBRTC, "bind", bind));
    options.bind().ifPresent(bind -> put(settings, RTSP, "bind", bind));
    if (!options.publicAddresses().isEmpty()) {
      put(settings, WEBRTC, "publicAddresses", array(options.publicAddresses()));
    }
    if (!options.recordings().isEmpty()) {
      put(settings, RECORDER, "recordings", array(options.recordings()));
    }
    options.rtspPort().ifPresent(port -> put(settings, RTSP, "port", port));
    if (!options.kurento().isEmpty()) {
      put(settings, KURENTO, "uris", array(options.kurento()));
    }
    return settings;
  }

  /** Brings the configurations in line with this run's options. */
  static void write(ConfigurationAdmin admin, Map<String, Map<String, Object>> settings)
      throws IOException {
    for (Configuration configuration : noted(admin)) {
      if (!settings.containsKey(configuration.getPid())) {
        update(configuration, Map.of());
      }
    }
    for (Map.Entry<String, Map<String, Object>> wanted : settings.entrySet()) {
      update(admin.getConfiguration(wanted.getKey(), "?"), wanted.getValue());
    }
  }

  private static List<Configuration> noted(ConfigurationAdmin admin) throws IOException {
    try {
      Configuration[] found = admin.listConfigurations("(" + NOTE + "=*)");
      return found == null ? List.of() : List.of(found);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void update(Configuration configuration, Map<String, Object> values)
      throws IOException {
    Dictionary<String, Object> old = configuration.getProperties();
    Map<String, Object> properties =
        old == null ? new HashMap<>() : new HashMap<>(FrameworkUtil.asMap(old));
    if (properties.remove(NOTE) instanceof String[] keys) {
      Arrays.stream(keys).forEach(properties::remove);
    }
    properties.putAll(values);
    if (!values.isEmpty()) {
      properties.put(NOTE, array(values.keySet()));
    }
    configuration.updateIfDifferent(FrameworkUtil.asDictionary(properties));
  }

  private static void put(
      Map<String, Map<String, Object>> settings, String pid, String key, Object value) {
    settings.computeIfAbsent(pid, p -> new LinkedHashMap<>()).put(key, value);
  }

  private static String[] array(Collection<?> values) {
    List<String> strings = new ArrayList<>();
    values.forEach(value -> strings.add(value.toString()));
    return strings.toArray(String[]::new);
  }
}
