package io.vedette.testkit.kurento;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.Optional;

/**
 * A request of JSON-RPC.
 *
 * @param id to be repeated in the response
 * @param params empty if there are none
 */
record Request(JsonElement id, String method, JsonObject params) {
  /** Answers what is no request. */
  static final String PARSE_ERROR =
      "{\"error\":{\"code\":-32700,\"message\":\"Parse error.\"},\"id\":null,\"jsonrpc\":\"2.0\"}";

  static Optional<Request> parse(String text) {
    try {
      JsonObject json = JsonParser.parseString(text).getAsJsonObject();
      JsonElement id = json.has("id") ? json.get("id") : JsonNull.INSTANCE;
      JsonObject params = json.has("params") ? json.getAsJsonObject("params") : new JsonObject();
      return Optional.of(new Request(id, json.get("method").getAsString(), params));
    } catch (JsonParseException
        | IllegalStateException
        | ClassCastException
        | NullPointerException
        | UnsupportedOperationException unreadable) {
      return Optional.empty(); // Gson's ways to say that a member is missing or of another type
    }
  }

  /** The method; of an invoke its operation. */
  String name() {
    return method.equals("invoke") && params.get("operation") != null
        ? params.get("operation").getAsString()
        : method;
  }
}
