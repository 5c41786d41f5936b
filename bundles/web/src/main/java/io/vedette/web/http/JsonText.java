package io.vedette.web.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON as RFC 8259 has it and no other: UTF-8, one value, no key twice, at most 16 levels.
 */
final class JsonText {
  private static final int MAX_DEPTH = 16;
  private static final int MAX_NUMBER = 40; // characters; parsing a number takes its square

  /** What the library tells programmers; to whoever sent the body it is of no use. */
  private static final String ADVICE =
      "Use JsonReader.setStrictness(Strictness.LENIENT) to accept malformed JSON";

  private JsonText() {}

  /**
   * @throws Problem of kind MALFORMED
   */
  static JsonElement parse(byte[] utf8) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(MAX_DEPTH);
      JsonElement value = value(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new Problem(Kind.MALFORMED, "the body goes on after its JSON value");
      }
      return value;
    } catch (CharacterCodingException e) {
      throw new Problem(Kind.MALFORMED, "the body is not UTF-8");
    } catch (EOFException e) {
      throw new Problem(Kind.MALFORMED, "the body ends within its JSON");
    } catch (MalformedJsonException e) {
      // The first line says what and where; the second is a link for Java programmers.
      String where = e.getMessage().lines().findFirst().orElse("").replace(ADVICE, "it goes wrong");
      throw new Problem(Kind.MALFORMED, "the body is not JSON: " + where);
    } catch (IOException e) {
      throw new IllegalStateException("a string cannot fail to be read", e);
    }
  }

  private static JsonElement value(JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object(reader);
      case BEGIN_ARRAY -> array(reader);
      case STRING -> new JsonPrimitive(reader.nextString());
      case NUMBER -> number(reader);
      case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield JsonNull.INSTANCE;
      }
      case END_OBJECT, END_ARRAY, NAME, END_DOCUMENT ->
          throw new MalformedJsonException("a value is missing at path " + reader.getPath());
    };
  }

  private static JsonPrimitive number(JsonReader reader) throws IOException {
    String text = reader.nextString();
    try {
      if (text.length() <= MAX_NUMBER) {
        return new JsonPrimitive(new BigDecimal(text));
      }
    } catch (NumberFormatException hugeExponent) {
      // told below
    }
    throw new MalformedJsonException("a number is too long at path " + reader.getPath());
  }

  private static JsonObject object(JsonReader reader) throws IOException {
    JsonObject object = new JsonObject();
    reader.beginObject();
    while (reader.hasNext()) {
      String key = reader.nextName();
      if (object.has(key)) {
        throw Problem.ofField(key, "the key " + key + " stands twice in the body");
      }
      object.add(key, value(reader));
    }
    reader.endObject();
    return object;
  }

  private static JsonArray array(JsonReader reader) throws IOException {
    JsonArray array = new JsonArray();
    reader.beginArray();
    while (reader.hasNext()) {
      array.add(value(reader));
    }
    reader.endArray();
    return array;
  }
}
