package io.vedette.testkit.kurento;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** What all objects of the server can do. Used by the server's thread only. */
abstract class MediaObject {
  private final Life life;
  private final String type;
  private final Optional<MediaObject> parent;
  private final String id;
  private final Map<String, String> tags = new TreeMap<>();
  private final long createdSeconds = System.currentTimeMillis() / 1000;
  private String name;
  private boolean sendTags;

  MediaObject(Life life, String type, Optional<MediaObject> parent) {
    this(
        life,
        type,
        parent,
        parent.map(p -> p.id() + "/").orElse("") + UUID.randomUUID() + "_kurento." + type);
  }

  MediaObject(Life life, String type, Optional<MediaObject> parent, String id) {
    this.life = life;
    this.type = type;
    this.parent = parent;
    this.id = id;
    this.name = id;
  }

  final String id() {
    return id;
  }

  final String type() {
    return type;
  }

  final Optional<MediaObject> parent() {
    return parent;
  }

  final Life life() {
    return life;
  }

  /** The object is no more. */
  void released() {}

  /**
   * Does what the client asks for.
   *
   * @param parameters empty if there are none
   */
  JsonElement invoke(String operation, JsonObject parameters) throws RpcError {
    switch (operation) {
      case "addTag" -> tags.put(text(parameters, "key"), text(parameters, "value"));
      case "removeTag" -> tags.remove(text(parameters, "key"));
      case "setName" -> name = text(parameters, "name");
      case "setSendTagsInEvents" -> sendTags = parameters.get("sendTagsInEvents").getAsBoolean();
      default -> {
        return ask(operation, parameters);
      }
    }
    return JsonNull.INSTANCE;
  }

  private JsonElement ask(String operation, JsonObject parameters) throws RpcError {
    return switch (operation) {
      case "getTag" -> {
        String value = tags.get(text(parameters, "key"));
        if (value == null) {
          throw RpcError.unknownTag();
        }
        yield new JsonPrimitive(value);
      }
      case "getTags" -> tags();
      case "getId" -> new JsonPrimitive(id);
      case "getName" -> new JsonPrimitive(name);
      case "getSendTagsInEvents" -> new JsonPrimitive(sendTags);
      case "getCreationTime" -> new JsonPrimitive(createdSeconds);
      case "getParent" -> parent.<JsonElement>map(p -> new JsonPrimitive(p.id())).orElse(none());
      case "getMediaPipeline" ->
          new JsonPrimitive(parent.filter(p -> p instanceof Pipeline).orElse(this).id());
      case "getChildren", "getChilds" -> {
        JsonArray children = new JsonArray();
        life.media().children(this).forEach(child -> children.add(child.id()));
        yield children;
      }
      default -> throw RpcError.unknownOperation(type, operation);
    };
  }

  private JsonArray tags() {
    JsonArray all = new JsonArray();
    tags.forEach(
        (key, value) -> {
          JsonObject tag = complex("Tag");
          tag.addProperty("key", key);
          tag.addProperty("value", value);
          all.add(tag);
        });
    return all;
  }

  /** Tells an event whose data are the source, the tags, the time and what is given. */
  final void raise(String eventType, JsonObject data) {
    raise(eventType, eventType, data);
  }

  /**
   * @param dataType the type inside of the data, which for errors is another
   */
  final void raise(String eventType, String dataType, JsonObject data) {
    data.addProperty("source", id);
    data.add("tags", sendTags ? tags() : new JsonArray());
    data.addProperty("timestampMillis", Long.toString(System.currentTimeMillis()));
    data.addProperty("type", dataType);
    JsonObject value = new JsonObject();
    value.add("data", data);
    value.addProperty("object", id);
    value.addProperty("type", eventType);
    JsonObject params = new JsonObject();
    params.add("value", value);
    JsonObject message = new JsonObject();
    message.addProperty("jsonrpc", "2.0");
    message.addProperty("method", "onEvent");
    message.add("params", params);
    life.media().raise(this, eventType, message);
  }

  /** A value of one of the server's own types. */
  static JsonObject complex(String type) {
    JsonObject value = new JsonObject();
    value.addProperty("__module__", "kurento");
    value.addProperty("__type__", type);
    return value;
  }

  static JsonElement none() {
    return JsonNull.INSTANCE;
  }

  static String text(JsonObject parameters, String name) throws RpcError {
    JsonElement value = parameters.get(name);
    if (value == null || !value.isJsonPrimitive()) {
      throw RpcError.invalidParameters("'" + name + "' parameter should be a string");
    }
    return value.getAsString();
  }
}
