package io.vedette.testkit.kurento;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.vedette.media.AccessUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** An element of a pipeline, which can be connected with others. */
abstract class MediaElement extends MediaObject {
  private final List<MediaElement> sinks = new CopyOnWriteArrayList<>();
  private final Flow in = new Flow(this, "MediaFlowInStateChanged");
  private final Flow out = new Flow(this, "MediaFlowOutStateChanged");

  MediaElement(Life life, String type, MediaObject pipeline) {
    super(life, type, Optional.of(pipeline));
  }

  final Flow in() {
    return in;
  }

  final Flow out() {
    return out;
  }

  final List<MediaElement> sinks() {
    return sinks;
  }

  /** Looks at the flow on both sides. */
  final void checkFlow() {
    in.check();
    out.check();
  }

  /**
   * Takes a video unit of an element before it. Any thread.
   *
   * @param run which unbroken delivery it belongs to
   */
  void take(UUID run, AccessUnit unit) {}

  /** True if it needs another codec than the one it is given. */
  boolean transcodes() {
    return false;
  }

  @Override
  JsonElement invoke(String operation, JsonObject parameters) throws RpcError {
    switch (operation) {
      case "connect" -> {
        MediaElement sink = sink(parameters);
        sinks.remove(sink);
        sinks.add(sink);
        return none();
      }
      case "disconnect" -> {
        sinks.remove(sink(parameters));
        return none();
      }
      case "isMediaFlowingIn" -> {
        return new JsonPrimitive(in.isFlowing());
      }
      case "isMediaFlowingOut" -> {
        return new JsonPrimitive(out.isFlowing());
      }
      case "isMediaTranscoding" -> {
        return new JsonPrimitive(sinks.stream().anyMatch(MediaElement::transcodes));
      }
      default -> {
        return super.invoke(operation, parameters);
      }
    }
  }

  private MediaElement sink(JsonObject parameters) throws RpcError {
    String id = text(parameters, "sink");
    return life().media().objects().stream()
        .filter(o -> o.id().equals(id) && o instanceof MediaElement)
        .map(MediaElement.class::cast)
        .findFirst()
        .orElseThrow(() -> RpcError.notFound(id));
  }

  @Override
  void released() {
    sinks.clear();
    for (MediaObject other : life().media().objects()) {
      if (other instanceof MediaElement element) {
        element.sinks.remove(this);
      }
    }
  }
}
