package io.vedette.web.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * A JSON object of a request, read strictly: a key that is not expected, is missing, or has the
 * wrong type is a {@link Problem} of kind MALFORMED that names the field ({@code record.mode}). A
 * key with the value null counts as absent.
 */
public final class Fields {
  private final JsonObject object;
  private final String prefix; // "" or "record."

  private Fields(JsonElement element, String path, Set<String> keys) {
    if (!(element instanceof JsonObject fields)) {
      String what = path.isEmpty() ? "the body" : path;
      throw problem(path, what + " must be a JSON object");
    }
    object = fields;
    prefix = path.isEmpty() ? "" : path + ".";
    for (String key : object.keySet()) {
      if (!keys.contains(key)) {
        throw problem(prefix + key, "unknown key " + prefix + key);
      }
    }
  }

  /**
   * Parses a body.
   *
   * @param keys that may occur
   */
  static Fields parse(byte[] utf8, String... keys) {
    return new Fields(JsonText.parse(utf8), "", Set.of(keys));
  }

  private static Problem problem(String field, String detail) {
    return field.isEmpty() ? new Problem(Kind.MALFORMED, detail) : Problem.ofField(field, detail);
  }

  /** True if the key is there and not null. */
  public boolean has(String key) {
    return object.has(key) && !object.get(key).isJsonNull();
  }

  /** Full name of a key of this object, as problems show it. */
  public String path(String key) {
    return prefix + key;
  }

  /** A problem with a key of this object. */
  public Problem bad(String key, String detail) {
    return Problem.ofField(path(key), path(key) + " " + detail);
  }

  private <T> Optional<T> read(String key, Function<JsonElement, T> reader) {
    return has(key) ? Optional.of(reader.apply(object.get(key))) : Optional.empty();
  }

  private <T> T required(String key, Optional<T> value) {
    return value.orElseThrow(() -> bad(key, "is missing"));
  }

  /** Text that must be there. */
  public String text(String key) {
    return required(key, textIfAny(key));
  }

  public Optional<String> textIfAny(String key) {
    return read(key, e -> text(key, e));
  }

  private String text(String key, JsonElement e) {
    if (e instanceof JsonPrimitive p && p.isString()) {
      return p.getAsString();
    }
    throw bad(key, "must be text");
  }

  public Optional<Boolean> flagIfAny(String key) {
    return read(
        key,
        e -> {
          if (e instanceof JsonPrimitive p && p.isBoolean()) {
            return p.getAsBoolean();
          }
          throw bad(key, "must be true or false");
        });
  }

  private BigDecimal decimal(String key, JsonElement e) {
    if (e instanceof JsonPrimitive p && p.isNumber()) {
      return p.getAsBigDecimal();
    }
    throw bad(key, "must be a number");
  }

  /** A number; one that a double cannot hold is a problem. */
  public Optional<Double> numberIfAny(String key) {
    return read(
        key,
        e -> {
          double value = decimal(key, e).doubleValue();
          if (Double.isInfinite(value)) {
            throw bad(key, "is too large");
          }
          return value;
        });
  }

  /** A whole number within bounds, both inclusive. */
  public OptionalInt wholeIfAny(String key, int min, int max) {
    Optional<Integer> value =
        read(
            key,
            e -> {
              try {
                int whole = decimal(key, e).intValueExact();
                if (whole >= min && whole <= max) {
                  return whole;
                }
              } catch (ArithmeticException notWhole) {
                // told below
              }
              throw bad(key, "must be a whole number from " + min + " to " + max);
            });
    return value.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  /** A time that must be there. */
  public Instant instant(String key) {
    return required(key, instantIfAny(key));
  }

  public Optional<Instant> instantIfAny(String key) {
    return textIfAny(key).map(text -> Times.parse(path(key), text));
  }

  /** One of few words. */
  public <T> Optional<T> wordIfAny(String key, Function<String, Optional<T>> words, String all) {
    return textIfAny(key)
        .map(text -> words.apply(text).orElseThrow(() -> bad(key, "must be one of " + all)));
  }

  /** One of few words that must be there. */
  public <T> T word(String key, Function<String, Optional<T>> words, String all) {
    return required(key, wordIfAny(key, words, all));
  }

  /** A list of texts. */
  public Optional<List<String>> textsIfAny(String key) {
    return read(
        key,
        e -> {
          if (!(e instanceof JsonArray array)) {
            throw bad(key, "must be a list of texts");
          }
          List<String> texts = new ArrayList<>();
          array.forEach(item -> texts.add(text(key, item)));
          return texts;
        });
  }

  /** Any value. */
  public Optional<JsonElement> jsonIfAny(String key) {
    return read(key, e -> e);
  }

  /** A nested object with its own keys. */
  public Optional<Fields> objectIfAny(String key, String... keys) {
    return read(key, e -> new Fields(e, path(key), Set.of(keys)));
  }

  /** A list of nested objects with their own keys. */
  public Optional<List<Fields>> objectsIfAny(String key, String... keys) {
    return read(
        key,
        e -> {
          if (!(e instanceof JsonArray array)) {
            throw bad(key, "must be a list of objects");
          }
          List<Fields> objects = new ArrayList<>();
          array.forEach(
              item ->
                  objects.add(new Fields(item, path(key + "." + objects.size()), Set.of(keys))));
          return objects;
        });
  }
}
