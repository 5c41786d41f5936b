package io.vedette.itests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A client of the HTTP API, with or without a session. Immutable. */
final class Api {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  static {
    // The server closes what was idle for 30 s; a request that meets that close fails.
    System.setProperty("jdk.httpclient.keepalive.timeout", "20");
  }

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI server;
  private final Map<String, String> headers;

  Api(URI server) {
    this(server, Map.of());
  }

  private Api(URI server, Map<String, String> headers) {
    this.server = server;
    this.headers = headers;
  }

  /** An answer. */
  @SuppressWarnings("ArrayRecordComponent") // replies are never compared
  record Reply(int status, HttpHeaders headers, byte[] body) {
    String text() {
      return new String(body, UTF_8);
    }

    JsonElement json() {
      return JsonParser.parseString(text());
    }

    JsonObject object() {
      return json().getAsJsonObject();
    }

    Optional<String> header(String name) {
      return headers.firstValue(name);
    }

    @Override
    public String toString() {
      return status + " " + text();
    }
  }

  /** The same client with one more header. */
  Api with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Api(server, more);
  }

  /** The same client with a session. */
  Api signIn(String user, String password) throws IOException {
    Reply reply = post("/api/v1/session", credentials(user, password));
    if (reply.status() != 204) {
      throw new IOException("sign-in as " + user + ": " + reply);
    }
    String cookie = reply.header("Set-Cookie").orElseThrow().split(";", 2)[0];
    return with("Cookie", cookie).with("X-Requested-With", "vedette");
  }

  static String credentials(String user, String password) {
    JsonObject json = new JsonObject();
    json.addProperty("user", user);
    json.addProperty("password", password);
    return json.toString();
  }

  Reply get(String path) throws IOException {
    return send("GET", path, "", BodyPublishers.noBody());
  }

  Reply head(String path) throws IOException {
    return send("HEAD", path, "", BodyPublishers.noBody());
  }

  Reply delete(String path) throws IOException {
    return send("DELETE", path, "", BodyPublishers.noBody());
  }

  Reply post(String path, String json) throws IOException {
    return send("POST", path, "application/json", BodyPublishers.ofString(json));
  }

  Reply put(String path, String json) throws IOException {
    return send("PUT", path, "application/json", BodyPublishers.ofString(json));
  }

  Reply patch(String path, String json) throws IOException {
    return send("PATCH", path, "application/json", BodyPublishers.ofString(json));
  }

  Reply send(String method, String path, String mediaType, byte[] body) throws IOException {
    return send(method, path, mediaType, BodyPublishers.ofByteArray(body));
  }

  /** Saves the body of a GET that must succeed. */
  Path download(String path, Path file) throws IOException {
    HttpResponse<Path> response = call(request(path).GET().build(), BodyHandlers.ofFile(file));
    if (response.statusCode() != 200) {
      throw new IOException(path + ": " + response.statusCode());
    }
    return file;
  }

  private Reply send(String method, String path, String mediaType, BodyPublisher body)
      throws IOException {
    HttpRequest.Builder request = request(path).method(method, body);
    if (!mediaType.isEmpty()) {
      request.header("Content-Type", mediaType);
    }
    HttpResponse<byte[]> response = call(request.build(), BodyHandlers.ofByteArray());
    return new Reply(response.statusCode(), response.headers(), response.body());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path)).timeout(TIMEOUT);
    headers.forEach(request::header);
    return request;
  }

  private static <T> HttpResponse<T> call(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException {
    try {
      return HTTP.send(request, handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
