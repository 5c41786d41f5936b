package io.vedette.web.http;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A JSON object of an answer, built key by key in the order of the contract. */
public final class Json {
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private final JsonObject object = new JsonObject();

  private Json() {}

  public static Json object() {
    return new Json();
  }

  /**
   * Adds a key. An empty Optional leaves it out.
   *
   * @param value text, number, boolean, {@link Instant}, Json, or a collection, map or Optional of
   *     these
   */
  public Json with(String key, Object value) {
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(v -> with(key, v));
    } else if (value instanceof OptionalInt optional) {
      optional.ifPresent(v -> with(key, v));
    } else {
      object.add(key, of(value));
    }
    return this;
  }

  /** Adds a key that is always there; an empty Optional becomes null. */
  public Json orNull(String key, Optional<?> value) {
    object.add(key, value.<JsonElement>map(Json::of).orElse(JsonNull.INSTANCE));
    return this;
  }

  /** Text of any value that {@link #with} takes. */
  public static String text(Object value) {
    return GSON.toJson(of(value));
  }

  private static JsonElement of(Object value) {
    if (value instanceof String text) {
      return new JsonPrimitive(text);
    }
    if (value instanceof Number number) {
      return new JsonPrimitive(number);
    }
    if (value instanceof Boolean flag) {
      return new JsonPrimitive(flag);
    }
    if (value instanceof Instant instant) {
      return new JsonPrimitive(Times.format(instant));
    }
    if (value instanceof Json json) {
      return json.object;
    }
    if (value instanceof Map<?, ?> map) {
      JsonObject object = new JsonObject();
      map.forEach((key, v) -> object.add((String) key, of(v)));
      return object;
    }
    if (value instanceof Iterable<?> values) {
      JsonArray array = new JsonArray();
      values.forEach(v -> array.add(of(v)));
      return array;
    }
    throw new IllegalArgumentException("no JSON for " + value.getClass());
  }

  @Override
  public String toString() {
    return GSON.toJson(object);
  }
}
