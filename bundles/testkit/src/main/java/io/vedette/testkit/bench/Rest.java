package io.vedette.testkit.bench;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vedette.testkit.WhepViewer.Signalling;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The recorder's HTTP, signed in as its administrator. Thread-safe. */
public final class Rest implements Signalling {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final URI server;
  private volatile String cookie = "";

  Rest(URI server) {
    this.server = server;
  }

  URI server() {
    return server;
  }

  void signIn(String user, String password) throws IOException {
    JsonObject credentials = new JsonObject();
    credentials.addProperty("user", user);
    credentials.addProperty("password", password);
    HttpResponse<String> reply = send("POST", "/api/v1/session", credentials.toString());
    cookie = reply.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
  }

  /** True if the recorder says that it is up. */
  boolean isUp() {
    try {
      send("GET", "/api/v1/health", "");
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The answer to a question. */
  public JsonObject get(String path) throws IOException {
    return JsonParser.parseString(send("GET", path, "").body()).getAsJsonObject();
  }

  /** The answer to an order. */
  public JsonObject post(String path, JsonObject body) throws IOException {
    return JsonParser.parseString(send("POST", path, body.toString()).body()).getAsJsonObject();
  }

  void patch(String path, JsonObject body) throws IOException {
    send("PATCH", path, body.toString());
  }

  void delete(String path) throws IOException {
    send("DELETE", path, "");
  }

  /** Sum over the samples of a metric, whatever their labels. */
  public double metric(String name) throws IOException {
    String text = send("GET", "/metrics", "").body();
    Matcher sample = Pattern.compile("(?m)^" + name + "(?:\\{[^}]*\\})? (\\S+)$").matcher(text);
    double sum = 0;
    boolean found = false;
    while (sample.find()) {
      sum += Double.parseDouble(sample.group(1));
      found = true;
    }
    if (!found) {
      throw new IOException("the recorder has no metric " + name);
    }
    return sum;
  }

  @Override
  public Answer offer(String path, String sdp) throws IOException {
    HttpResponse<String> reply = send("POST", path, sdp, "application/sdp");
    return new Answer(reply.headers().firstValue("Location").orElse(""), reply.body());
  }

  @Override
  public void end(String session) throws IOException {
    delete(session);
  }

  private HttpResponse<String> send(String method, String path, String body) throws IOException {
    return send(method, path, body, "application/json");
  }

  private HttpResponse<String> send(String method, String path, String body, String type)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(TIMEOUT)
            .header("X-Requested-With", "vedette")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    try {
      HttpResponse<String> reply = http.send(request.build(), BodyHandlers.ofString());
      if (reply.statusCode() >= 300) {
        throw new IOException(
            method + " " + path + ": " + reply.statusCode() + " " + reply.body().strip());
      }
      return reply;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
