package io.vedette.testkit.kurento;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Optional;

/** The one object that is always there. */
final class ServerManager extends MediaObject {
  static final String ID = "manager_ServerManager";

  /** A real one that was looked at: not a plain three-part number. */
  private static final String VERSION = "7.3.1~55.g2e4bf5524";

  private static final List<String> CORE = List.of("HubPort", "MediaPipeline", "PassThrough");
  private static final List<String> ELEMENTS =
      List.of(
          "AlphaBlending",
          "Composite",
          "Dispatcher",
          "DispatcherOneToMany",
          "HttpPostEndpoint",
          "Mixer",
          "PlayerEndpoint",
          "RecorderEndpoint",
          "RtpEndpoint",
          "WebRtcEndpoint");

  ServerManager(Life life) {
    super(life, "ServerManager", Optional.empty(), ID);
  }

  @Override
  JsonElement invoke(String operation, JsonObject parameters) throws RpcError {
    return switch (operation) {
      case "getInfo" -> info();
      case "getPipelines" -> {
        JsonArray pipelines = new JsonArray();
        life().media().objects().stream()
            .filter(o -> o instanceof Pipeline)
            .forEach(o -> pipelines.add(o.id()));
        yield pipelines;
      }
      case "getSessions" -> {
        JsonArray sessions = new JsonArray();
        life().media().sessions().forEach(sessions::add);
        yield sessions;
      }
      case "getMetadata" -> new JsonPrimitive("");
      case "getCpuCount" -> new JsonPrimitive(2);
      case "getUsedCpu" -> new JsonPrimitive(1.5);
      case "getUsedMemory" -> new JsonPrimitive(55_000);
      default -> super.invoke(operation, parameters);
    };
  }

  private static JsonObject info() {
    JsonObject info = complex("ServerInfo");
    JsonArray capabilities = new JsonArray();
    capabilities.add("transactions");
    info.add("capabilities", capabilities);
    JsonArray modules = new JsonArray();
    modules.add(module("core", CORE));
    modules.add(module("elements", ELEMENTS));
    info.add("modules", modules);
    info.addProperty("type", "KMS");
    info.addProperty("version", VERSION);
    return info;
  }

  private static JsonObject module(String name, List<String> factories) {
    JsonObject module = complex("ModuleInfo");
    JsonArray all = new JsonArray();
    factories.forEach(all::add);
    module.add("factories", all);
    module.addProperty("generationTime", "Jan 01 2026 00:00:00");
    module.addProperty("name", name);
    module.addProperty("version", VERSION);
    return module;
  }
}
