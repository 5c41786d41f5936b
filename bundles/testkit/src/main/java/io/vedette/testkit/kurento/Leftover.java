package io.vedette.testkit.kurento;

import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.UUID;

/** Makes what a client that was killed has left behind. */
final class Leftover {
  private Leftover() {}

  /** Returns the name of the pipeline. */
  static String in(Life life, Optional<String> uri, String... tag) {
    String session = UUID.randomUUID().toString();
    Pipeline pipeline = new Pipeline(life);
    life.media().add(session, pipeline);
    try {
      if (tag.length == 2) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("key", tag[0]);
        parameters.addProperty("value", tag[1]);
        pipeline.invoke("addTag", parameters);
      }
      if (uri.isPresent()) {
        Player player = new Player(life, pipeline, uri.get());
        life.media().add(session, player);
        player.invoke("play", new JsonObject());
      }
    } catch (RpcError impossible) {
      throw new IllegalStateException(impossible);
    }
    return pipeline.id();
  }
}
