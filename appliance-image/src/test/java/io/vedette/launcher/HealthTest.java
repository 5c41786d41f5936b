package io.vedette.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HealthTest {
  @Test
  void up() throws Exception {
    Health.Answer answer = ask(200, "{\"status\":\"up\",\"version\":\"1\"}");
    assertThat(answer.isUp()).isTrue();
    assertThat(answer.isFinal()).isTrue();
  }

  @Test
  void degradedSaysWhatIsNotUp() throws Exception {
    Health.Answer answer =
        ask(503, "{\"status\":\"degraded\",\"checks\":{\"live\":\"up\",\"disks\":\"read-only\"}}");
    assertThat(answer.isUp()).isFalse();
    assertThat(answer.isFinal()).isTrue();
    assertThat(answer.detail()).isEqualTo("disks: read-only");
  }

  @Test
  void startingIsNotTheEnd() throws Exception {
    assertThat(ask(503, "{\"status\":\"starting\",\"checks\":{}}").isFinal()).isFalse();
  }

  @Test
  void otherProgramsAreNotTakenForTheRecorder() throws Exception {
    assertThat(ask(200, "<html>hello</html>").isFinal()).isFalse();
    assertThat(ask(200, "{}").isFinal()).isFalse();
    assertThat(ask(200, "{\"status\":{}}").detail()).contains("answers 200, not with our health");
  }

  @Test
  void nobodyThere() {
    Health.Answer answer = new Health("127.0.0.1", RunningAppliance.freePort()).ask();
    assertThat(answer.isFinal()).isFalse();
    assertThat(answer.detail()).startsWith("no answer at ");
  }

  private static Health.Answer ask(int code, String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/health",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(code, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      return new Health("127.0.0.1", server.getAddress().getPort()).ask();
    } finally {
      server.stop(0);
    }
  }
}
