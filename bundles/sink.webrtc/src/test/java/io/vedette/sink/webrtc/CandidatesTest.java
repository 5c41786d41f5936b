package io.vedette.sink.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {
  private static List<String> texts(List<InetSocketAddress> candidates) {
    return candidates.stream().map(c -> c.getAddress().getHostAddress()).toList();
  }

  @Test
  void beginWithTheAddressOfTheRequestAndEndWithLoopback() {
    Candidates candidates = new Candidates("", List.of("203.0.113.9"));
    List<String> addresses = texts(candidates.of("192.0.2.77", 8189));
    assertThat(addresses).startsWith("192.0.2.77").contains("203.0.113.9").endsWith("127.0.0.1");
    assertThat(texts(candidates.of("127.0.0.1", 8189))).endsWith("127.0.0.1");
  }

  @Test
  void boundAddressIsTheOnlyLocalOne() {
    Candidates candidates = new Candidates("192.0.2.5", List.of("203.0.113.9"));
    assertThat(texts(candidates.of("127.0.0.1", 8189))).containsExactly("192.0.2.5", "203.0.113.9");
  }

  @Test
  void namesAreNoPublicAddresses() {
    Candidates candidates = new Candidates("192.0.2.5", List.of("example.org", "300.1.1.1", " "));
    assertThat(texts(candidates.of("", 8189))).containsExactly("192.0.2.5");
  }

  @Test
  void addressThatIsNotOursToBindIsAnError() {
    assertThatThrownBy(() -> new Candidates("not a host name", List.of()))
        .hasMessageContaining("bind: not a host name");
  }

  @Test
  void anyAddressMeansAll() {
    Candidates candidates = new Candidates("0.0.0.0", List.of());
    assertThat(texts(candidates.of("192.0.2.77", 1))).startsWith("192.0.2.77");
  }
}
