package io.vedette.web.settings;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;

/** Settings by the framework's Metatype and Configuration Admin services. */
@Component(service = Settings.class)
public final class OsgiSettings implements Settings {
  /** The framework's own parts: the launcher sets them, experts have the console. */
  private static final String INFRASTRUCTURE = "org.apache.felix.";

  private final BundleContext context;
  private final MetaTypeService metatypes;
  private final ConfigurationAdmin configurations;

  @Activate
  public OsgiSettings(
      BundleContext context,
      @Reference MetaTypeService metatypes,
      @Reference ConfigurationAdmin configurations) {
    this.context = context;
    this.metatypes = metatypes;
    this.configurations = configurations;
  }

  @Override
  public List<Described> all() {
    Map<String, Described> byPid = new TreeMap<>();
    Arrays.stream(context.getBundles())
        .flatMap(this::of)
        .filter(d -> !d.pid().startsWith(INFRASTRUCTURE))
        .forEach(d -> byPid.putIfAbsent(d.pid(), d));
    return List.copyOf(byPid.values());
  }

  @Override
  public Optional<Described> ofBundle(long id, String preferred) {
    Bundle bundle = context.getBundle(id);
    List<Described> all = bundle == null ? List.of() : of(bundle).toList();
    return all.stream()
        .filter(d -> d.pid().endsWith("." + preferred))
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  private Stream<Described> of(Bundle bundle) {
    if (bundle.getState() == Bundle.UNINSTALLED) {
      return Stream.empty(); // since the list was made
    }
    MetaTypeInformation information = metatypes.getMetaTypeInformation(bundle);
    if (information == null || information.getPids() == null) {
      return Stream.empty();
    }
    return Arrays.stream(information.getPids())
        .sorted()
        .map(pid -> new Described(pid, information.getObjectClassDefinition(pid, null)));
  }

  @Override
  public Map<String, Object> values(String pid) throws IOException {
    return asMap(configuration(pid).getProperties());
  }

  @Override
  public void change(String pid, Map<String, Object> changed) throws IOException {
    Configuration configuration = configuration(pid);
    Map<String, Object> values = asMap(configuration.getProperties());
    values.putAll(changed);
    configuration.updateIfDifferent(FrameworkUtil.asDictionary(values));
  }

  private Configuration configuration(String pid) throws IOException {
    return configurations.getConfiguration(pid, "?"); // "?": of no bundle in particular
  }

  private static Map<String, Object> asMap(Dictionary<String, Object> properties) {
    Map<String, Object> values = new HashMap<>();
    if (properties != null) { // null: never set
      for (String key : Collections.list(properties.keys())) {
        values.put(key, properties.get(key));
      }
    }
    return values;
  }
}
