package io.vedette.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.vedette.api.discovery.FoundCamera;
import io.vedette.api.restream.Restream;
import io.vedette.api.stream.StreamKey;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * mDNS against avahi in another network namespace: a host of its own, joined to this one by a
 * virtual cable. Skipped where the machine forbids namespaces or lacks avahi.
 */
@Timeout(120)
class NetworkTest {
  private static final Path SCRIPT = Path.of("src/test/sh/avahi-namespace.sh").toAbsolutePath();

  @Test
  void findsWhatAvahiAnnounces_andAvahiFindsUs() throws Exception {
    Process avahi =
        new ProcessBuilder("sh", SCRIPT.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      awaitReady(avahi);
      Responders responders = new Responders(Map.of("_http._tcp.local.", 8080), "Vedette test");
      responders.bindRestream(new RtspAt(8554));
      try {
        Queue<FoundCamera> found = new ConcurrentLinkedQueue<>();
        new MdnsFinder(responders).find(Duration.ofSeconds(8), found::add);
        assertThat(found)
            .anySatisfy(
                camera -> {
                  assertThat(camera.address().getHost()).isEqualTo("10.77.31.2");
                  assertThat(camera.driver()).isEqualTo("onvif");
                  assertThat(camera.identities()).contains("00408cabcdef");
                })
            .anySatisfy(
                camera ->
                    assertThat(camera.address())
                        .isEqualTo(URI.create("rtsp://10.77.31.2:554/axis-media/media.amp")));
        assertThat(found).noneMatch(camera -> camera.name().contains("Vedette"));
        String browsed = browse(avahi);
        while (!browsed.contains(";10.77.31.1;8554;")) { // it is told some seconds later
          browsed = browse(avahi);
        }
        assertThat(browsed).contains("Vedette\\032test", ";10.77.31.1;8080;");
      } finally {
        responders.close();
      }
    } finally {
      avahi.getOutputStream().close(); // it ends with its input
      if (!avahi.waitFor(10, TimeUnit.SECONDS)) {
        avahi.destroyForcibly();
      }
    }
  }

  /** An RTSP server at a port. */
  private record RtspAt(int number) implements Restream {
    @Override
    public OptionalInt port() {
      return OptionalInt.of(number);
    }

    @Override
    public List<Client> clients() {
      return List.of();
    }

    @Override
    public Optional<Ticket> ticket(StreamKey key, String bearer) {
      return Optional.empty();
    }
  }

  private static void awaitReady(Process avahi) throws IOException {
    String line = line(avahi);
    if (!line.equals("ready")) {
      System.out.println("skipped: " + line);
      abort(line);
    }
  }

  /** What avahi-browse sees in the namespace. */
  private static String browse(Process avahi) throws IOException {
    avahi.getOutputStream().write("browse\n".getBytes(StandardCharsets.US_ASCII));
    avahi.getOutputStream().flush();
    StringBuilder seen = new StringBuilder();
    for (String line = line(avahi); !line.equals("done"); line = line(avahi)) {
      seen.append(line).append('\n');
    }
    return seen.toString();
  }

  private static String line(Process avahi) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = avahi.getInputStream().read(); c != '\n'; c = avahi.getInputStream().read()) {
      if (c < 0) {
        return List.of(line, "the script has ended").toString();
      }
      line.append((char) c);
    }
    return line.toString();
  }
}
