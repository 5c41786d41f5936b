package io.vedette.web.settings;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.vedette.web.http.Fields;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.ObjectClassDefinition;

/** Values of a configuration from and to JSON, as its metatype says. Secrets only go in. */
public final class SettingsValues {
  private static final int MAX_ITEMS = 1000;
  private static final int MAX_TEXT = 4096; // characters

  private SettingsValues() {}

  /** Keys that may be given. */
  public static String[] keys(ObjectClassDefinition metatype) {
    return attributes(metatype).stream().map(AttributeDefinition::getID).toArray(String[]::new);
  }

  private static List<AttributeDefinition> attributes(ObjectClassDefinition metatype) {
    return SettingsSchema.attributes(metatype, ObjectClassDefinition.ALL);
  }

  /** What is in force, for JSON: the configured values, else the defaults; no secrets. */
  public static Map<String, Object> write(
      ObjectClassDefinition metatype, Map<String, Object> configured) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (AttributeDefinition attribute : attributes(metatype)) {
      Object value = configured.get(attribute.getID());
      if (SettingsSchema.isSecret(attribute)) {
        continue;
      }
      if (value != null) {
        values.put(attribute.getID(), json(attribute, value));
      } else if (attribute.getDefaultValue() != null) {
        values.put(attribute.getID(), defaultOf(attribute));
      }
    }
    return values;
  }

  /** A configured value may be of another type than the metatype says: files are typed by hand. */
  private static Object json(AttributeDefinition attribute, Object value) {
    List<Object> items = new ArrayList<>();
    if (value instanceof Collection<?> collection) {
      items.addAll(collection);
    } else if (value.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(value); i++) {
        items.add(Array.get(value, i));
      }
    } else {
      items.add(value);
    }
    List<Object> typed = items.stream().map(v -> lenient(attribute, v.toString())).toList();
    if (SettingsSchema.maxItems(attribute) > 0) {
      return typed;
    }
    return typed.isEmpty() ? "" : typed.get(0);
  }

  private static Object lenient(AttributeDefinition attribute, String text) {
    try {
      return parse(attribute, text);
    } catch (NumberFormatException e) {
      return text;
    }
  }

  /** An empty list is one empty text in a metatype. */
  static Object defaultOf(AttributeDefinition attribute) {
    List<Object> values =
        Arrays.stream(attribute.getDefaultValue()).map(v -> lenient(attribute, v)).toList();
    if (SettingsSchema.maxItems(attribute) > 0) {
      return values.equals(List.of("")) ? List.of() : values;
    }
    return values.isEmpty() ? "" : values.get(0);
  }

  /**
   * The values of a request, for the configuration.
   *
   * @throws io.vedette.web.http.Problem naming the field that does not fit
   */
  public static Map<String, Object> read(ObjectClassDefinition metatype, Fields values) {
    Map<String, Object> read = new LinkedHashMap<>();
    for (AttributeDefinition attribute : attributes(metatype)) {
      String key = attribute.getID();
      values
          .jsonIfAny(key)
          .ifPresent(
              json ->
                  read.put(
                      key,
                      SettingsSchema.maxItems(attribute) > 0
                          ? list(attribute, values, json)
                          : value(attribute, values, json)));
    }
    return read;
  }

  private static Object list(AttributeDefinition attribute, Fields values, JsonElement json) {
    String key = attribute.getID();
    if (!(json instanceof JsonArray array)) {
      throw values.bad(key, "must be a list");
    }
    int max = Math.min(MAX_ITEMS, SettingsSchema.maxItems(attribute));
    if (array.size() > max) {
      throw values.bad(key, "must have at most " + max + " items");
    }
    Object typed = Array.newInstance(parse(attribute, "0").getClass(), array.size());
    for (int i = 0; i < array.size(); i++) {
      Array.set(typed, i, value(attribute, values, array.get(i)));
    }
    return typed;
  }

  private static Object value(AttributeDefinition attribute, Fields values, JsonElement json) {
    String key = attribute.getID();
    String text = text(attribute, values, json);
    String[] options = attribute.getOptionValues();
    if (options != null && options.length > 0 && !List.of(options).contains(text)) {
      throw values.bad(key, "must be one of " + String.join(", ", options));
    }
    try {
      Object value = parse(attribute, text);
      // A list would be split at commas: the service takes all of its values as one text.
      String whole = text.replace("\\", "\\\\").replace(",", "\\,");
      String fault = attribute.validate(SettingsSchema.maxItems(attribute) > 0 ? whole : text);
      if (fault != null && !fault.isEmpty()) {
        throw values.bad(key, "is not allowed: " + fault);
      }
      return value;
    } catch (NumberFormatException e) {
      throw values.bad(key, "is no number of the size that is needed");
    }
  }

  private static String text(AttributeDefinition attribute, Fields values, JsonElement json) {
    String type = SettingsSchema.type(attribute);
    if (json instanceof JsonPrimitive p
        && (type.equals("string")
            ? p.isString()
            : type.equals("boolean") ? p.isBoolean() : p.isNumber())) {
      String text = p.isNumber() ? p.getAsBigDecimal().toPlainString() : p.getAsString();
      if (text.length() <= MAX_TEXT) {
        return text;
      }
      throw values.bad(attribute.getID(), "has more than " + MAX_TEXT + " characters");
    }
    throw values.bad(
        attribute.getID(),
        (SettingsSchema.maxItems(attribute) > 0
                ? "must hold values of the type "
                : "must be of the type ")
            + type);
  }

  /**
   * A value of the Java type that the metatype says.
   *
   * @throws NumberFormatException if it is no number, or too large
   */
  static Object parse(AttributeDefinition attribute, String text) {
    return switch (attribute.getType()) {
      case AttributeDefinition.BOOLEAN -> Boolean.valueOf(text);
      case AttributeDefinition.BYTE -> Byte.valueOf(text);
      case AttributeDefinition.SHORT -> Short.valueOf(text);
      case AttributeDefinition.INTEGER -> Integer.valueOf(text);
      case AttributeDefinition.LONG -> Long.valueOf(text);
      case AttributeDefinition.FLOAT -> Float.valueOf(text);
      case AttributeDefinition.DOUBLE -> Double.valueOf(text);
      default -> text; // a character is text of length 1: its validation says so
    };
  }
}
