package io.vedette.testkit.kurento;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says the client's part of a recorded conversation and compares the server's part. The files
 * explain themselves. Used by the test's thread.
 */
final class Replay implements AutoCloseable {
  private final SimulatedKurento server;
  private final Shape shape = new Shape();
  private final Iterator<String> lines;
  private final Set<String> sooner; // events that may come before others of their object
  private final Deque<JsonObject> replies = new ArrayDeque<>(); // not yet compared
  private final List<JsonObject> events = new ArrayList<>(); // not yet compared
  private String again = ""; // the request to be repeated until its value is there
  private String answer = ""; // SDP, with the candidates that have come
  private RpcClient client;

  Replay(SimulatedKurento server, String conversation, String camera) throws IOException {
    this.server = server;
    this.client = new RpcClient(server.uri());
    List<String> all =
        file(conversation).lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList();
    this.lines = all.iterator();
    this.sooner =
        all.stream()
            .filter(l -> l.startsWith("~"))
            .map(l -> l.substring(2))
            .collect(Collectors.toSet());
    shape.bind("$camera", camera);
    offerOf("abcd", "abcdefghijklmnopqrstuvwx", "AB:".repeat(31) + "AB");
  }

  /** What the offer's transport is. */
  void offerOf(String ufrag, String password, String fingerprint) {
    shape.bind("$ufrag", ufrag);
    shape.bind("$password", password);
    shape.bind("$fingerprint", fingerprint);
  }

  private static String file(String name) throws IOException {
    try (InputStream in = Replay.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The answer of the server, with the candidates that it has told since. */
  String answer() {
    return answer;
  }

  /**
   * Goes on until something happens in the world.
   *
   * @return what happens; empty: the end, at which nothing is left unexpected
   */
  String run() throws InterruptedException, IOException {
    while (lines.hasNext()) {
      String line = lines.next();
      String rest = line.substring(2);
      switch (line.charAt(0)) {
        case '>' -> say(rest);
        case '?' -> {
          again = rest;
          say(rest);
        }
        case '<' -> compareReply(rest);
        case '!' -> compareEvent(rest, true);
        case '~' -> compareEvent(rest, false);
        default -> {
          return rest;
        }
      }
    }
    assertThat(events).as("not in the recording").isEmpty();
    return "";
  }

  private void say(String request) throws InterruptedException, IOException {
    String[] words = request.split(" ", 2);
    switch (words[0]) {
      case "create" -> {
        String[] create = words[1].split(" ", 2);
        JsonObject params = client.params("type", create[0]);
        params.add("constructorParams", json(create[1]));
        params.add("properties", new JsonObject());
        client.send("create", params);
      }
      case "subscribe" -> {
        String[] subscribe = shape.filled(words[1]).split(" ");
        for (int i = 1; i < subscribe.length; i++) {
          client.send("subscribe", client.params("type", subscribe[i], "object", subscribe[0]));
          compareReply("\"*\"");
        }
      }
      case "release" -> client.send("release", client.params("object", shape.filled(words[1])));
      case "invoke" -> {
        String[] invoke = words[1].split(" ", 3);
        JsonObject params =
            client.params("object", shape.filled(invoke[0]), "operation", invoke[1]);
        if (invoke.length == 3) {
          params.add("operationParams", json(invoke[2]));
        }
        client.send("invoke", params);
      }
      default -> client.send(words[0], json(words[1]).getAsJsonObject());
    }
  }

  /** JSON with names and files put in. */
  private JsonElement json(String text) throws IOException {
    return files(JsonParser.parseString(shape.filled(text)));
  }

  private JsonElement files(JsonElement json) throws IOException {
    if (json instanceof JsonObject object) {
      JsonObject copy = new JsonObject();
      for (String name : object.keySet()) {
        copy.add(name, files(object.get(name)));
      }
      return copy;
    }
    if (json instanceof JsonPrimitive text && text.getAsString().startsWith("@")) {
      String sdp = file(text.getAsString().substring(1)).replace("\n", "\r\n");
      return new JsonPrimitive(shape.filled(sdp));
    }
    return json;
  }

  private void compareReply(String expected) throws InterruptedException, IOException {
    JsonObject reply = reply();
    while (!again.isEmpty() && !matches(expected, reply)) {
      say(again);
      reply = reply();
    }
    again = "";
    assertThat(matches(expected, reply)).as("%s should be %s", reply, expected).isTrue();
  }

  private boolean matches(String expected, JsonObject reply) throws IOException {
    if (expected.startsWith("error ")) {
      String[] error = expected.split(" ", 4);
      JsonObject recorded =
          json("{'code':%s,'data':{'type':'%s'},'message':\"%s\"}"
                  .formatted(error[1], error[2], error[3]))
              .getAsJsonObject();
      return shape.matches(recorded, reply.get("error"));
    }
    if (expected.startsWith("result ")) {
      return shape.matches(JsonParser.parseString(expected.substring(7)), reply.get("result"));
    }
    JsonObject recorded = new JsonObject();
    recorded.addProperty("sessionId", "$session");
    if (!expected.equals("nothing")) {
      recorded.add("value", files(JsonParser.parseString(expected)));
    }
    boolean same = shape.matches(recorded, reply.get("result"));
    JsonElement given = same ? reply.getAsJsonObject("result").get("value") : null;
    if (given instanceof JsonPrimitive text && text.getAsString().startsWith("v=0")) {
      answer = text.getAsString();
    }
    client.session(shape.filled("$session"));
    return same;
  }

  private JsonObject reply() throws InterruptedException {
    while (replies.isEmpty()) {
      hear();
    }
    return replies.remove();
  }

  /** Takes one message. */
  private void hear() throws InterruptedException {
    JsonObject message = client.next();
    if (message.has("id")) {
      replies.add(message);
    } else {
      assertThat(message.keySet()).containsExactlyInAnyOrder("jsonrpc", "method", "params");
      assertThat(message.get("method").getAsString()).isEqualTo("onEvent");
      events.add(message.getAsJsonObject("params").getAsJsonObject("value"));
    }
  }

  private void compareEvent(String expected, boolean inOrder) throws InterruptedException {
    String[] words = expected.split(" ", 3);
    String object = shape.filled(words[0]);
    while (true) {
      for (Iterator<JsonObject> waiting = events.iterator(); waiting.hasNext(); ) {
        JsonObject event = waiting.next();
        boolean same = isEvent(event, object, words[1], words[2]);
        if (same) {
          waiting.remove();
          candidate(event.getAsJsonObject("data"));
          return;
        }
        if (inOrder && event.get("object").getAsString().equals(object)) {
          assertThat(sooner)
              .as("%s came where %s should", event, expected)
              .anyMatch(s -> isEvent(event, s.split(" ", 3)));
        }
      }
      hear();
    }
  }

  private void candidate(JsonObject data) {
    if (data.has("candidate")) {
      String text = data.getAsJsonObject("candidate").get("candidate").getAsString();
      answer += "a=" + text + "\r\n";
    }
  }

  private boolean isEvent(JsonObject event, String[] words) {
    return isEvent(event, shape.filled(words[0]), words[1], words[2]);
  }

  private boolean isEvent(JsonObject event, String object, String type, String data) {
    JsonObject recorded = JsonParser.parseString(data).getAsJsonObject();
    recorded.addProperty("source", object);
    recorded.add("tags", new com.google.gson.JsonArray());
    recorded.addProperty("timestampMillis", "*");
    if (!recorded.has("type")) {
      recorded.addProperty("type", type);
    }
    JsonObject whole = new JsonObject();
    whole.add("data", recorded);
    whole.addProperty("object", object);
    whole.addProperty("type", type);
    return shape.matches(whole, event);
  }

  /** The socket is lost; another one takes its place. */
  void dropSocket() throws InterruptedException {
    server.faults().dropSockets();
    assertThat(client.closed()).isTrue();
    client = new RpcClient(server.uri());
  }

  @Override
  public void close() {
    client.close();
  }
}
