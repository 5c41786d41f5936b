package io.vedette.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpPeerTest {
  private static final String POST =
      "POST http://10.0.0.7:80/onvif/media HTTP/1.1\r\ncontent-length: 5\r\nX-Y:  z \r\n\r\nh\u00e4llo";

  private final List<HttpRequest> requests = new ArrayList<>();
  private Optional<HttpReply> reply = Optional.of(new HttpReply(200, Map.of("A", "b"), "\u00fc!"));
  private final HttpPeer peer =
      new HttpPeer(
          request -> {
            requests.add(request);
            return () -> reply;
          });

  private String said() {
    ByteBuffer out = peer.out().flip();
    String text = StandardCharsets.UTF_8.decode(out).toString();
    out.clear();
    return text;
  }

  private void hear(String bytes) {
    peer.received(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.UTF_8)), 0);
  }

  @Test
  void requestInPieces_isAnsweredOnce_headAndBodyTogether() {
    String whole = POST.replace("length: 5", "length: 6"); // bytes, not letters
    for (int i = 0; i < whole.length(); i++) {
      assertThat(said()).isEmpty();
      hear(whole.substring(i, i + 1));
    }
    assertThat(said()).isEqualTo("HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 3\r\n\r\n\u00fc!");
    HttpRequest request = requests.get(0);
    assertThat(request.path()).isEqualTo("/onvif/media");
    assertThat(request.header("x-y")).hasValue("z");
    assertThat(request.body()).isEqualTo("h\u00e4llo");
    assertThat(peer.isEnded()).isFalse();
  }

  @Test
  void twoRequestsAtOnce_areAnsweredInTurn() {
    hear(
        "GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\nConnection: close\r\n\r\nGET /3 HTTP/1.1\r\n\r\n");
    assertThat(requests).extracting(HttpRequest::path).containsExactly("/1", "/2");
    assertThat(said().split("HTTP/1.1 200", -1)).hasSize(3);
    assertThat(peer.isEnded()).isTrue();
  }

  @Test
  void answerThatIsHeldBack_isLookedFor() {
    reply = Optional.empty();
    hear("GET / HTTP/1.1\r\n\r\n");
    assertThat(said()).isEmpty();
    assertThat(peer.sendDue(1000)).isEqualTo(1050);
    reply = Optional.of(new HttpReply(404, Map.of(), ""));
    assertThat(peer.sendDue(1050)).isEqualTo(Long.MAX_VALUE);
    assertThat(said()).isEqualTo("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  }

  @Test
  void whatIsNoRequest_endsTheConnection() {
    for (String nonsense :
        List.of(
            "hello\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", "a".repeat(70_000))) {
      HttpPeer other = new HttpPeer(request -> () -> reply);
      other.received(ByteBuffer.wrap(nonsense.getBytes(StandardCharsets.UTF_8)), 0);
      assertThat(other.isEnded()).as(nonsense.substring(0, 5)).isTrue();
    }
  }
}
