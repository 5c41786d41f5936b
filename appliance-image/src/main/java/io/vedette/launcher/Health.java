package io.vedette.launcher;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.StringJoiner;

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

  /**
   * An answer.
   *
   * @param status {@code up}, {@code starting}, {@code degraded}, or empty: no answer of ours
   * @param detail what is not up, or why there is no answer, for people
   */
  record Answer(String status, String detail) {
    boolean isUp() {
      return status.equals("up");
    }

    /** It is up, or as much as it will be. */
    boolean isFinal() {
      return isUp() || status.equals("degraded");
    }
  }

  Answer ask() {
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MS);
      connection.setReadTimeout(TIMEOUT_MS);
      int code = connection.getResponseCode();
      try (InputStream in =
          code < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        byte[] body = in == null ? new byte[0] : in.readNBytes(MAX_BYTES);
        return answer(body, code);
      }
    } catch (IOException e) {
      return new Answer("", "no answer at " + uri + " (" + e.getMessage() + ")");
    }
  }

  private Answer answer(byte[] body, int code) {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(body))) {
      JsonObject answer = reader.readObject();
      StringJoiner missing = new StringJoiner("; ");
      if (answer.get("checks") instanceof JsonObject checks) {
        checks.forEach(
            (part, state) -> {
              if (state instanceof JsonString text && !text.getString().equals("up")) {
                missing.add(part + ": " + text.getString());
              }
            });
      }
      return new Answer(answer.getString("status"), missing.toString());
    } catch (JsonException | ClassCastException | NullPointerException e) {
      return new Answer("", uri + " answers " + code + ", not with our health");
    }
  }
}
