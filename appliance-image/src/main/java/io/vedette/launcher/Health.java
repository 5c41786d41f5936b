package io.vedette.launcher;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Asks the recorder's own {@code /api/v1/health}, by its content: another program may answer too.
 */
final class Health {
  private static final int TIMEOUT_MS = 2000;
  private static final int MAX_BYTES = 64 * 1024;

  private final URI uri;

  /**
   * @param host name or address at which the recorder listens
   */
  Health(String host, int port) {
    this.uri = URI.create("http://" + host + ":" + port + "/api/v1/health");
  }

  /** {@code up}, {@code starting}, {@code degraded}, or in other words why there is no answer. */
  String status() {
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MS);
      connection.setReadTimeout(TIMEOUT_MS);
      int code = connection.getResponseCode();
      try (InputStream in =
          code < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        byte[] body = in == null ? new byte[0] : in.readNBytes(MAX_BYTES);
        return status(body, code);
      }
    } catch (IOException e) {
      return "no answer at " + uri + " (" + e.getMessage() + ")";
    }
  }

  private String status(byte[] body, int code) {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(body))) {
      JsonObject answer = reader.readObject();
      return answer.getString("status");
    } catch (JsonException | ClassCastException | NullPointerException e) {
      return uri + " answers " + code + ", not with our health";
    }
  }
}
