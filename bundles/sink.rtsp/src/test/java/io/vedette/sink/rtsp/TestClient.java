package io.vedette.sink.rtsp;

import io.vedette.rtsp.RtspException;
import io.vedette.rtsp.RtspHeaders;
import io.vedette.rtsp.RtspRequest;
import io.vedette.rtsp.RtspResponse;
import io.vedette.rtsp.RtspSplitter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An RTSP client of few words. Blocks; every wait ends after 30 s. */
final class TestClient implements AutoCloseable {
  private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");

  private final Socket socket;
  private final String base;
  private final Queue<ByteBuffer> packets = new ArrayDeque<>(); // came while an answer was awaited
  private final RtspSplitter splitter = new RtspSplitter();
  private final String user;
  private final String password;
  private String nonce = "";
  private String session = "";
  private int sequence;

  TestClient(int port, String user, String password) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    base = "rtsp://127.0.0.1:" + port + "/";
    this.user = user;
    this.password = password;
  }

  /** Asks, once more with a login if one is demanded. */
  RtspResponse ask(String method, String path, String... headers) throws IOException {
    RtspResponse response = askOnce(method, path, headers);
    Matcher challenge = NONCE.matcher(response.headers().first("WWW-Authenticate").orElse(""));
    if (response.status() == 401 && nonce.isEmpty() && challenge.find()) {
      nonce = challenge.group(1);
      return askOnce(method, path, headers);
    }
    return response;
  }

  private RtspResponse askOnce(String method, String path, String... headers) throws IOException {
    String uri = base + path;
    RtspHeaders all = RtspHeaders.of("CSeq", Integer.toString(++sequence));
    for (int i = 0; i < headers.length; i += 2) {
      all = all.with(headers[i], headers[i + 1]);
    }
    if (!session.isEmpty()) {
      all = all.with("Session", session);
    }
    if (!nonce.isEmpty()) {
      all = all.with("Authorization", authorization(method, uri));
    }
    ByteBuffer request = new RtspRequest(method, uri, all, "").encode();
    byte[] bytes = new byte[request.remaining()];
    request.get(bytes);
    send(bytes);
    for (RtspSplitter.Part part = next(); part != RtspSplitter.Part.NONE; part = next()) {
      if (part == RtspSplitter.Part.FRAME) {
        packets.add(copy(splitter.nextFrame().packet()));
      } else if (splitter.nextMessage() instanceof RtspResponse response) {
        response.headers().first("Session").ifPresent(s -> session = s.split(";")[0]);
        return response;
      }
    }
    throw new IOException("hung up instead of an answer to " + method);
  }

  private String authorization(String method, String uri) {
    String secret = md5(user + ":Vedette:" + password);
    String asked = md5(method + ":" + uri);
    return "Digest username=\"%s\", realm=\"Vedette\", nonce=\"%s\", uri=\"%s\", qop=auth, "
            .formatted(user, nonce, uri)
        + "nc=00000001, cnonce=\"abcd\", response=\"%s\""
            .formatted(md5(secret + ":" + nonce + ":00000001:abcd:auth:" + asked));
  }

  static String md5(String text) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(md5.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Reads what there is and looks at nothing; how many bytes. */
  int skip() throws IOException {
    return socket.getInputStream().read(new byte[1 << 16]);
  }

  /** The next interleaved packet; null once the server has hung up. */
  ByteBuffer packet() throws IOException {
    if (!packets.isEmpty()) {
      return packets.remove();
    }
    for (RtspSplitter.Part part = next(); part != RtspSplitter.Part.NONE; part = next()) {
      if (part == RtspSplitter.Part.FRAME) {
        return copy(splitter.nextFrame().packet());
      }
    }
    return null;
  }

  /** NONE: hung up. */
  private RtspSplitter.Part next() throws IOException {
    try {
      RtspSplitter.Part part = splitter.next();
      while (part == RtspSplitter.Part.NONE) {
        ByteBuffer space = splitter.space();
        byte[] bytes = new byte[space.remaining()];
        int count = socket.getInputStream().read(bytes);
        if (count < 0) {
          return RtspSplitter.Part.NONE;
        }
        space.put(bytes, 0, count);
        splitter.added(count);
        part = splitter.next();
      }
      return part;
    } catch (RtspException noRtsp) {
      throw new IOException(noRtsp);
    } catch (SocketException reset) {
      return RtspSplitter.Part.NONE;
    }
  }

  private static ByteBuffer copy(ByteBuffer packet) {
    return ByteBuffer.allocate(packet.remaining()).put(packet.duplicate()).flip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
