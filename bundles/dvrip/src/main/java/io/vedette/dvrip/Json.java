package io.vedette.dvrip;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON as these devices write it: control bytes inside strings, text in UTF-8 or GBK, keys with
 * trailing blanks, rubbish behind the end. Immutable; asking for what is not there gives nothing.
 */
public final class Json {
  private final Object value; // Map, List, String, Double, Boolean or null

  private Json(Object value) {
    this.value = value;
  }

  /**
   * Reads a message's payload.
   *
   * @throws DvripException if it does not begin with a JSON value
   */
  public static Json parse(ByteBuffer payload) throws DvripException {
    byte[] bytes = new byte[payload.remaining()];
    payload.duplicate().get(bytes);
    int end = bytes.length;
    while (end > 0 && (bytes[end - 1] == 0 || bytes[end - 1] == '\n' || bytes[end - 1] == '\\')) {
      end--;
    }
    return new Json(new JsonReader(decode(ByteBuffer.wrap(bytes, 0, end))).read());
  }

  private static String decode(ByteBuffer bytes) {
    for (Charset charset : List.of(StandardCharsets.UTF_8, Charset.forName("GBK"))) {
      try {
        return charset.newDecoder().decode(bytes.duplicate()).toString();
      } catch (CharacterCodingException other) {
        // the next one
      }
    }
    return StandardCharsets.ISO_8859_1.decode(bytes).toString();
  }

  /** A member of an object; keys match without their blanks. */
  public Json get(String key) {
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (entry.getKey().toString().strip().equals(key)) {
          return new Json(entry.getValue());
        }
      }
    }
    return new Json(null);
  }

  /** The elements of an array; empty if it is none. */
  public List<Json> elements() {
    List<Json> elements = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(element -> elements.add(new Json(element)));
    }
    return elements;
  }

  /** A string. */
  public Optional<String> text() {
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** A number, or a string with one in decimal or hexadecimal, as {@code 0x0000001A}. */
  public Optional<Long> number() {
    if (value instanceof Double number) {
      return Optional.of(number.longValue());
    }
    try {
      return text().map(String::strip).map(Long::decode);
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  /** An object with these keys and values in turn, to be written. */
  public static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  /** Writes maps, lists, strings, numbers and booleans; without blanks, as devices want it. */
  public static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(out, value);
    return out.toString();
  }

  private static void write(StringBuilder out, Object value) {
    if (value instanceof Map<?, ?> map) {
      String separator = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator);
        quote(out, entry.getKey().toString());
        write(out.append(':'), entry.getValue());
        separator = ",";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      String separator = "[";
      for (Object element : list) {
        write(out.append(separator), element);
        separator = ",";
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else if (value instanceof String text) {
      quote(out, text);
    } else {
      out.append(value);
    }
  }

  private static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  @Override
  public String toString() {
    return write(value);
  }
}
