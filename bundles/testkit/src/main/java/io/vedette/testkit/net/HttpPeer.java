package io.vedette.testkit.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A device's side of an HTTP/1.1 connection. Head and body of an answer leave in one write, since
 * some clients read an answer with one {@code recv} (libonvif 1.4). Bodies have a Content-Length;
 * chunked ones, which no ONVIF client was seen to send, end the connection.
 */
public final class HttpPeer implements Peer {
  private static final int MAX_REQUEST_BYTES = 64 * 1024;
  private static final int MAX_REPLY_BYTES = 64 * 1024;

  /** How often an answer that is held back is asked for: a long poll ends so much late at most. */
  private static final long LOOK_MILLIS = 50;

  private final Function<HttpRequest, Supplier<Optional<HttpReply>>> service;
  private final ByteBuffer in = ByteBuffer.allocate(MAX_REQUEST_BYTES);
  private final ByteBuffer out = ByteBuffer.allocate(MAX_REPLY_BYTES);
  private Supplier<Optional<HttpReply>> reply; // null: no request is open
  private boolean closes; // after this reply
  private boolean ended;

  /**
   * @param service takes a request; what it gives is asked until it has a reply
   */
  public HttpPeer(Function<HttpRequest, Supplier<Optional<HttpReply>>> service) {
    this.service = service;
  }

  @Override
  public void received(ByteBuffer bytes, long nowMillis) {
    if (bytes.remaining() > in.remaining()) {
      ended = true;
      return;
    }
    in.put(bytes);
    advance();
  }

  @Override
  public long sendDue(long nowMillis) {
    advance();
    return reply == null ? Long.MAX_VALUE : nowMillis + LOOK_MILLIS;
  }

  private void advance() {
    while (!ended && (reply != null || takeRequest())) {
      Optional<HttpReply> ready = reply.get();
      if (ready.isEmpty()) {
        return;
      }
      byte[] bytes = ready.get().encode();
      reply = null;
      ended = closes || bytes.length > out.remaining();
      if (bytes.length <= out.remaining()) {
        out.put(bytes);
      }
    }
  }

  /** False if none is whole. */
  private boolean takeRequest() {
    String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return false;
    }
    String[] lines = text.substring(0, head).split("\r\n");
    String[] words = lines[0].split(" ");
    Map<String, String> headers = headers(lines);
    int size = size(headers);
    if (words.length != 3 || size < 0 || headers.containsKey("Transfer-Encoding")) {
      ended = true;
      return false;
    }
    int begin = head + 4;
    if (in.position() - begin < size) {
      return false;
    }
    String body = new String(in.array(), begin, size, StandardCharsets.UTF_8);
    in.flip().position(begin + size);
    in.compact();
    closes =
        words[2].equals("HTTP/1.0")
            || "close".equalsIgnoreCase(headers.getOrDefault("Connection", ""));
    String path = words[1].replaceFirst("^http://[^/]*", "");
    reply = service.apply(new HttpRequest(words[0], path, headers, body));
    return true;
  }

  private static Map<String, String> headers(String[] lines) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.put(lines[i].substring(0, colon).strip(), lines[i].substring(colon + 1).strip());
      }
    }
    return headers;
  }

  /** Of the body; −1 if the length is none. */
  private static int size(Map<String, String> headers) {
    try {
      return Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    } catch (NumberFormatException nonsense) {
      return -1;
    }
  }

  @Override
  public ByteBuffer out() {
    return out;
  }

  @Override
  public boolean isEnded() {
    return ended;
  }
}
