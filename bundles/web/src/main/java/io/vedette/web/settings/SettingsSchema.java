package io.vedette.web.settings;

import io.vedette.web.http.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.ObjectClassDefinition;

/**
 * A metatype (OSGi Compendium 105) as JSON Schema (2020-12), from which a form can be drawn.
 *
 * <p>Lower and upper bounds are not in it: the Metatype service keeps them to itself, and only
 * tells whether a value is within ({@link SettingsValues}).
 */
public final class SettingsSchema {
  private static final Map<Integer, String> TYPES =
      Map.of(
          AttributeDefinition.BOOLEAN, "boolean",
          AttributeDefinition.BYTE, "integer",
          AttributeDefinition.SHORT, "integer",
          AttributeDefinition.INTEGER, "integer",
          AttributeDefinition.LONG, "integer",
          AttributeDefinition.FLOAT, "number",
          AttributeDefinition.DOUBLE, "number"); // all others: string

  private SettingsSchema() {}

  /** The schema of the values. */
  public static Json of(ObjectClassDefinition metatype) {
    Map<String, Json> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (AttributeDefinition attribute : attributes(metatype, ObjectClassDefinition.REQUIRED)) {
      properties.put(attribute.getID(), of(attribute));
      if (attribute.getDefaultValue() == null) {
        required.add(attribute.getID());
      }
    }
    for (AttributeDefinition attribute : attributes(metatype, ObjectClassDefinition.OPTIONAL)) {
      properties.put(attribute.getID(), of(attribute));
    }
    return Json.object()
        .with("type", "object")
        .with("title", metatype.getName())
        .with("description", text(metatype.getDescription()))
        .with("properties", properties)
        .with("required", required)
        .with("additionalProperties", false);
  }

  /** The schema of a bundle that has nothing to set. */
  public static Json nothing() {
    return Json.object()
        .with("type", "object")
        .with("properties", Map.of())
        .with("required", List.of())
        .with("additionalProperties", false);
  }

  /** Null, where there are none, becomes an empty list. */
  static List<AttributeDefinition> attributes(ObjectClassDefinition metatype, int filter) {
    AttributeDefinition[] attributes = metatype.getAttributeDefinitions(filter);
    return attributes == null ? List.of() : List.of(attributes);
  }

  static String type(AttributeDefinition attribute) {
    return TYPES.getOrDefault(attribute.getType(), "string");
  }

  static boolean isSecret(AttributeDefinition attribute) {
    return attribute.getType() == AttributeDefinition.PASSWORD;
  }

  /** Longest list; 0: no list but one value. */
  static int maxItems(AttributeDefinition attribute) {
    int cardinality = attribute.getCardinality(); // below 0: a list as well, of another Java type
    return cardinality == Integer.MIN_VALUE ? Integer.MAX_VALUE : Math.abs(cardinality);
  }

  private static Json of(AttributeDefinition attribute) {
    int maxItems = maxItems(attribute);
    Json schema = maxItems == 0 ? value(attribute) : list(attribute, maxItems);
    schema.with("title", attribute.getName()).with("description", text(attribute.getDescription()));
    if (!isSecret(attribute) && attribute.getDefaultValue() != null) {
      schema.with("default", SettingsValues.defaultOf(attribute));
    }
    return schema;
  }

  private static Json list(AttributeDefinition attribute, int maxItems) {
    Json list = Json.object().with("type", "array").with("items", value(attribute));
    return maxItems == Integer.MAX_VALUE ? list : list.with("maxItems", maxItems);
  }

  private static Json value(AttributeDefinition attribute) {
    Json schema = Json.object().with("type", type(attribute));
    if (isSecret(attribute)) {
      schema.with("writeOnly", true).with("format", "password");
    }
    String[] options = attribute.getOptionValues();
    if (options != null && options.length > 0) {
      String[] labels = attribute.getOptionLabels();
      List<Json> choices = new ArrayList<>();
      for (int i = 0; i < options.length; i++) {
        choices.add(
            Json.object()
                .with("const", SettingsValues.parse(attribute, options[i]))
                .with("title", labels[i]));
      }
      schema.with("oneOf", choices);
    }
    return schema;
  }

  private static Optional<String> text(String text) {
    return Optional.ofNullable(text).filter(t -> !t.isEmpty());
  }
}
