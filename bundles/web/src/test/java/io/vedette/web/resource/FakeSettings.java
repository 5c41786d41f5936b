package io.vedette.web.resource;

import io.vedette.web.settings.Settings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.ObjectClassDefinition;

/** Settings of a driver and of an engine, in memory. */
final class FakeSettings implements Settings {
  static final long RTSP_BUNDLE = 7;

  private static final Described RTSP =
      new Described(
          "io.vedette.source.rtsp",
          new Metatype(
              "RTSP cameras",
              List.of(
                  new Attribute("verifyTls", AttributeDefinition.BOOLEAN, 0, "false")
                      .named("Check TLS certificates", "Only good ones"))));

  private static final Described ENGINE =
      new Described(
          "io.vedette.sink.engine",
          new Metatype(
              "Engine",
              List.of(
                  new Attribute("port", AttributeDefinition.INTEGER, 0, "8189"),
                  new Attribute("uris", AttributeDefinition.STRING, Integer.MAX_VALUE),
                  new Attribute("gain", AttributeDefinition.DOUBLE, -2, "0.5"),
                  new Attribute("level", AttributeDefinition.STRING, 0, "low")
                      .choice("low", "high"),
                  new Attribute("secret", AttributeDefinition.PASSWORD, 0, "unset"))));

  final Map<String, Map<String, Object>> values = new HashMap<>();

  @Override
  public List<Described> all() {
    return List.of(ENGINE, RTSP);
  }

  @Override
  public Optional<Described> ofBundle(long bundle, String preferred) {
    return Optional.of(RTSP).filter(d -> bundle == RTSP_BUNDLE);
  }

  @Override
  public Map<String, Object> values(String pid) {
    return values.computeIfAbsent(pid, p -> new HashMap<>());
  }

  @Override
  public void change(String pid, Map<String, Object> changed) {
    values(pid).putAll(changed);
  }

  private record Metatype(String title, List<AttributeDefinition> attributes)
      implements ObjectClassDefinition {
    @Override
    public String getName() {
      return title;
    }

    @Override
    public String getID() {
      return title;
    }

    @Override
    public String getDescription() {
      return null;
    }

    @Override
    public AttributeDefinition[] getAttributeDefinitions(int filter) {
      return filter == OPTIONAL ? null : attributes.toArray(AttributeDefinition[]::new);
    }

    @Override
    public java.io.InputStream getIcon(int size) {
      return null;
    }
  }

  /** Numbers of five digits and more are refused, as a maximum would. */
  private static final class Attribute implements AttributeDefinition {
    private final String id;
    private final int type;
    private final int cardinality;
    private final String[] defaults;
    private String name;
    private String description = "";
    private String[] options = {};

    Attribute(String id, int type, int cardinality, String... defaults) {
      this.id = id;
      this.type = type;
      this.cardinality = cardinality;
      this.defaults = defaults;
      name = id;
    }

    Attribute named(String newName, String newDescription) {
      name = newName;
      description = newDescription;
      return this;
    }

    Attribute choice(String... values) {
      options = values;
      return this;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public String getID() {
      return id;
    }

    @Override
    public String getDescription() {
      return description;
    }

    @Override
    public int getCardinality() {
      return cardinality;
    }

    @Override
    public int getType() {
      return type;
    }

    @Override
    public String[] getOptionValues() {
      return options;
    }

    @Override
    public String[] getOptionLabels() {
      return Arrays.stream(options).map(o -> "is " + o).toArray(String[]::new);
    }

    @Override
    public String validate(String value) {
      return type == INTEGER && value.length() > 4 ? "above the maximum" : "";
    }

    @Override
    public String[] getDefaultValue() {
      return defaults.length == 0 ? null : defaults;
    }
  }
}
