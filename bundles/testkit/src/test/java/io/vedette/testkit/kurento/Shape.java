package io.vedette.testkit.kurento;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what came with what was recorded. {@code *} in a text stands for anything without a
 * blank, as a whole text for any value, as a member for any name; {@code $name} is bound to what
 * stands there first and must be that from then on.
 */
final class Shape {
  private final Map<String, String> names = new HashMap<>();

  void bind(String name, String value) {
    names.put(name, value);
  }

  /** A recorded text with the names replaced that are known. */
  String filled(String recorded) {
    String text = recorded;
    for (Map.Entry<String, String> name : names.entrySet()) {
      text =
          Pattern.compile("\\" + name.getKey() + "\\b")
              .matcher(text)
              .replaceAll(Matcher.quoteReplacement(name.getValue()));
    }
    return text;
  }

  boolean matches(JsonElement recorded, JsonElement came) {
    if (recorded instanceof JsonObject object) {
      return came instanceof JsonObject other && object(object, other);
    }
    if (recorded instanceof JsonArray array) {
      return came instanceof JsonArray other && array(array, other);
    }
    if (recorded instanceof JsonPrimitive primitive && primitive.isString()) {
      return came instanceof JsonPrimitive other && text(primitive.getAsString(), other);
    }
    return recorded.equals(came);
  }

  private boolean object(JsonObject recorded, JsonObject came) {
    if (recorded.has("*")) {
      return came.size() == 1
          && matches(recorded.get("*"), came.entrySet().iterator().next().getValue());
    }
    return recorded.keySet().equals(came.keySet())
        && recorded.keySet().stream().allMatch(k -> matches(recorded.get(k), came.get(k)));
  }

  private boolean array(JsonArray recorded, JsonArray came) {
    Iterator<JsonElement> others = came.iterator();
    return recorded.size() == came.size()
        && recorded.asList().stream().allMatch(e -> matches(e, others.next()));
  }

  private boolean text(String recorded, JsonPrimitive came) {
    if (recorded.equals("*")) {
      return true;
    }
    if (!came.isString()) {
      return false;
    }
    if (recorded.startsWith("$") && !names.containsKey(recorded)) {
      bind(recorded, came.getAsString());
      return true;
    }
    StringBuilder pattern = new StringBuilder();
    for (String fixed : filled(recorded).split("\\*", -1)) {
      pattern.append(pattern.isEmpty() ? "" : "\\S*").append(Pattern.quote(fixed));
    }
    return came.getAsString().matches(pattern.toString());
  }
}
