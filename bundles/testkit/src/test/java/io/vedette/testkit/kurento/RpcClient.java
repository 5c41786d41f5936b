package io.vedette.testkit.kurento;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSyntaxException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that says what it is told and keeps what it hears. Used by the test's thread. */
final class RpcClient implements AutoCloseable {
  private static final JsonObject CLOSED = new JsonObject();

  private final WebSocket socket;
  private final BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
  private final List<JsonObject> events = new ArrayList<>(); // not yet asked for
  private String session = ""; // none yet
  private int id;

  RpcClient(URI server) {
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(server, new Ear())
            .orTimeout(10, TimeUnit.SECONDS)
            .join();
  }

  String session() {
    return session;
  }

  void session(String other) {
    session = other;
  }

  /** Sends a request, waits for its response. */
  JsonObject call(String method, JsonObject params) throws InterruptedException {
    send(method, params);
    while (true) {
      JsonObject message = next();
      if (message.has("id")) {
        if (message.has("result") && message.get("result").isJsonObject()) {
          JsonElement given = message.getAsJsonObject("result").get("sessionId");
          session = given == null ? session : given.getAsString();
        }
        return message;
      }
      events.add(message.getAsJsonObject("params").getAsJsonObject("value"));
    }
  }

  /** Code of the error that a request ends with. */
  int refused(String method, JsonObject params) throws InterruptedException {
    return call(method, params).getAsJsonObject("error").get("code").getAsInt();
  }

  /** Sends a request. */
  void send(String method, JsonObject params) {
    JsonObject request = new JsonObject();
    request.addProperty("id", ++id);
    request.addProperty("method", method);
    if (!session.isEmpty() && !params.has("sessionId")) {
      params.addProperty("sessionId", session);
    }
    request.add("params", params);
    request.addProperty("jsonrpc", "2.0");
    socket.sendText(request.toString(), true).join();
  }

  /** The next message; {@link #closed} tells an end by an assertion. */
  JsonObject next() throws InterruptedException {
    JsonObject message = heard.poll(15, TimeUnit.SECONDS);
    if (message == null || message.size() == 0) {
      throw new AssertionError(message == null ? "nothing came" : "the socket was closed");
    }
    return message;
  }

  /** True if the next that comes is the end. */
  boolean closed() throws InterruptedException {
    JsonObject message = heard.poll(15, TimeUnit.SECONDS);
    return message != null && message.size() == 0;
  }

  /** True if nothing has come. */
  boolean isQuiet() {
    return heard.isEmpty();
  }

  /** True if an event of a type came before the newest response and was not yet asked for. */
  boolean heard(String type) {
    return events.stream().anyMatch(e -> e.get("type").getAsString().equals(type));
  }

  /** Waits for an event of a type; earlier ones of other types stay for later. */
  JsonObject event(String type) throws InterruptedException {
    for (JsonObject event : events) {
      if (event.get("type").getAsString().equals(type)) {
        events.remove(event);
        return event.getAsJsonObject("data");
      }
    }
    while (true) {
      JsonObject message = next();
      JsonObject event = message.getAsJsonObject("params").getAsJsonObject("value");
      if (event.get("type").getAsString().equals(type)) {
        return event.getAsJsonObject("data");
      }
      events.add(event);
    }
  }

  JsonObject params(String... namesAndValues) {
    JsonObject params = new JsonObject();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      params.add(namesAndValues[i], new JsonPrimitive(namesAndValues[i + 1]));
    }
    return params;
  }

  /** The value of a result that must be there. */
  static JsonElement value(JsonObject response) {
    if (!response.has("result")) {
      throw new AssertionError(response);
    }
    return response.getAsJsonObject("result").get("value");
  }

  String create(String type, JsonObject constructor) throws InterruptedException {
    JsonObject params = params("type", type);
    params.add("constructorParams", constructor);
    return value(call("create", params)).getAsString();
  }

  String player(String pipeline, String uri) throws InterruptedException {
    return create("PlayerEndpoint", params("mediaPipeline", pipeline, "uri", uri));
  }

  void subscribe(String object, String... types) throws InterruptedException {
    for (String type : types) {
      value(call("subscribe", params("object", object, "type", type)));
    }
  }

  JsonElement invoke(String object, String operation, String... namesAndValues)
      throws InterruptedException {
    return value(tryInvoke(object, operation, params(namesAndValues)));
  }

  JsonObject tryInvoke(String object, String operation, JsonObject parameters)
      throws InterruptedException {
    JsonObject params = params("object", object, "operation", operation);
    params.add("operationParams", parameters);
    return call("invoke", params);
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Ear implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        String whole = text.toString();
        text.setLength(0);
        heard.add(read(whole));
      }
      from.request(1);
      return null;
    }

    /** What is no JSON comes as the member {@code garbage}. */
    private JsonObject read(String whole) {
      try {
        return JsonParser.parseString(whole).getAsJsonObject();
      } catch (JsonSyntaxException | IllegalStateException unreadable) {
        JsonObject garbage = new JsonObject();
        garbage.addProperty("garbage", whole);
        return garbage;
      }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      heard.add(CLOSED);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      heard.add(CLOSED);
    }
  }
}
