package io.vedette.testkit.kurento;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Optional;
import java.util.UUID;

/** Kurento's methods of JSON-RPC 2.0. Used by the server's thread only. */
final class Rpc {
  private final Life life;

  Rpc(Life life) {
    this.life = life;
  }

  /** Does what a request asks for and returns the response. */
  JsonObject answer(Request request, ClientSocket from) {
    JsonObject response = new JsonObject();
    response.add("id", request.id());
    response.addProperty("jsonrpc", "2.0");
    try {
      response.add("result", result(request, from));
    } catch (RpcError refused) {
      response.add("error", refused.json());
    } catch (ClassCastException | IllegalStateException | NullPointerException unreadable) {
      // Gson's way to say that a member is missing or of another type.
      response.add("error", RpcError.invalidParameters(unreadable.toString()).json());
    }
    return response;
  }

  private JsonElement result(Request request, ClientSocket from) throws RpcError {
    String method = request.method();
    JsonObject params = request.params();
    if (method.equals("ping")) {
      JsonObject pong = new JsonObject();
      if (params.has("sessionId")) {
        pong.add("sessionId", params.get("sessionId"));
      }
      pong.addProperty("value", "pong");
      return pong;
    }
    if (method.equals("closeSession")) {
      life.media().end(MediaObject.text(params, "sessionId"));
      return JsonNull.INSTANCE;
    }
    boolean named = params.has("sessionId");
    String session =
        named
            ? MediaObject.text(params, "sessionId")
            : Optional.ofNullable(from.session()).orElseGet(() -> UUID.randomUUID().toString());
    JsonObject result = new JsonObject();
    result.addProperty("sessionId", session);
    if (method.equals("connect")) {
      if (named) {
        life.media().existing(session).attach(from);
      }
      result.addProperty("serverId", life.serverId());
    } else {
      perform(method, session, params).ifPresent(value -> result.add("value", value));
      life.media().session(session).attach(from);
    }
    from.session(session);
    return result;
  }

  /** The value of the result; empty if it has none. */
  private Optional<JsonElement> perform(String method, String session, JsonObject params)
      throws RpcError {
    switch (method) {
      case "create" -> {
        return Optional.of(new JsonPrimitive(create(session, params)));
      }
      case "invoke" -> {
        MediaObject object = life.media().touch(session, MediaObject.text(params, "object"));
        JsonObject parameters =
            params.has("operationParams")
                ? params.getAsJsonObject("operationParams")
                : new JsonObject();
        return Optional.of(object.invoke(MediaObject.text(params, "operation"), parameters));
      }
      case "subscribe" -> {
        MediaObject object = life.media().touch(session, MediaObject.text(params, "object"));
        String type = MediaObject.text(params, "type");
        return Optional.of(new JsonPrimitive(life.media().subscribe(session, object, type)));
      }
      case "unsubscribe" ->
          life.media().unsubscribe(session, MediaObject.text(params, "subscription"));
      case "release" -> life.media().release(MediaObject.text(params, "object"));
      case "keepAlive" -> life.media().existing(session);
      default -> throw RpcError.unknownMethod(method);
    }
    return Optional.empty();
  }

  private String create(String session, JsonObject params) throws RpcError {
    if (life.isFull()) {
      throw RpcError.full();
    }
    String type = MediaObject.text(params, "type");
    JsonObject given =
        params.has("constructorParams")
            ? params.getAsJsonObject("constructorParams")
            : new JsonObject();
    MediaObject created =
        switch (type) {
          case "MediaPipeline", "kurento.MediaPipeline" -> new Pipeline(life);
          case "PlayerEndpoint", "kurento.PlayerEndpoint" ->
              new Player(life, pipeline(session, given), MediaObject.text(given, "uri"));
          case "WebRtcEndpoint", "kurento.WebRtcEndpoint" ->
              new WebRtcEndpoint(life, pipeline(session, given));
          default -> throw RpcError.unknownType(type);
        };
    life.media().add(session, created);
    return created.id();
  }

  private MediaObject pipeline(String session, JsonObject given) throws RpcError {
    return life.media().touch(session, MediaObject.text(given, "mediaPipeline"));
  }
}
