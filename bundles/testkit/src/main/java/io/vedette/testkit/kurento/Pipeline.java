package io.vedette.testkit.kurento;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Optional;

/** A MediaPipeline: it holds elements together. */
final class Pipeline extends MediaObject {
  private boolean latencyStats;

  Pipeline(Life life) {
    super(life, "MediaPipeline", Optional.empty());
  }

  @Override
  JsonElement invoke(String operation, JsonObject parameters) throws RpcError {
    return switch (operation) {
      case "setLatencyStats" -> {
        latencyStats = parameters.get("latencyStats").getAsBoolean();
        yield none();
      }
      case "getLatencyStats" -> new JsonPrimitive(latencyStats);
      default -> super.invoke(operation, parameters);
    };
  }
}
