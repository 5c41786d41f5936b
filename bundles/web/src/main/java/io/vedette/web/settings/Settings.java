package io.vedette.web.settings;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.metatype.ObjectClassDefinition;

/** The settings of all bundles that describe theirs. Thread-safe. */
public interface Settings {
  /**
   * What can be set.
   *
   * @param pid of its configuration
   * @param metatype its title and its attributes
   */
  record Described(String pid, ObjectClassDefinition metatype) {}

  /** All that people may change here, sorted by PID. */
  List<Described> all();

  /**
   * Those of a bundle.
   *
   * @param preferred end of the PID that is wanted if the bundle has several
   */
  Optional<Described> ofBundle(long bundle, String preferred);

  /** What is configured; keys that are at their default may be absent. */
  Map<String, Object> values(String pid) throws IOException;

  /**
   * Sets some values; the others stay. The bundle takes them up on a thread of its own.
   *
   * @param changed key → value or array of values, of the types that the metatype says
   */
  void change(String pid, Map<String, Object> changed) throws IOException;
}
