package io.vedette.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.vedette.api.stream.Profile;
import io.vedette.testkit.onvif.Discovery;
import io.vedette.testkit.onvif.OnvifSetup;
import io.vedette.testkit.onvif.SimulatedOnvifCamera;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The simulated ONVIF camera as a client sees it that we did not write: Debian's onvif-util, on a
 * host of its own. Skipped where that is not installed or the machine forbids namespaces.
 */
@Timeout(120)
class OnvifUtilTest {
  private static final Path SCRIPT =
      Path.of("src/test/sh/onvif-util-namespace.sh").toAbsolutePath();

  @Test
  void findsTheCamera_signsIn_readsProfilesAndStreams_andSetsKeyPictures() throws Exception {
    Process util =
        new ProcessBuilder("sh", SCRIPT.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      BufferedReader said = new BufferedReader(new InputStreamReader(util.getInputStream(), UTF_8));
      InetAddress address = readyAt(said.readLine());
      CameraSetup setup = CameraSetup.of(Clip.Scene.STREET).withCredentials("admin", "pass1");
      try (SimulatedCameras cameras = new SimulatedCameras();
          SimulatedCamera streams = cameras.add(setup, address, 0);
          SimulatedOnvifCamera camera =
              new SimulatedOnvifCamera(streams, OnvifSetup.of("Street", "S-1"), address, 0);
          Discovery discovery = new Discovery(address, List.of(camera))) {
        tell(util, "admin pass1 " + address.getHostAddress());
        assertThat(upTo(said, "serial: S-1")).contains("successfully connected", "Street");
        assertThat(answer(util, said, "get profiles", "p-sub")).contains("p-main");
        String main = streams.uri(Profile.MAIN).toString();
        assertThat(answer(util, said, "get rtsp", main)).doesNotContain("ERROR");
        assertThat(answer(util, said, "get video", "4096"))
            .containsPattern("Resolution: +1920 x 1080")
            .containsPattern("Gov Length: +50");
        answer(util, said, "set gov_length 25", "25");
        assertThat(camera.mainGovLength()).isEqualTo(25);
        tell(util, "quit");
      }
    } finally {
      util.getOutputStream().close();
      util.waitFor();
    }
  }

  private static InetAddress readyAt(String line) throws IOException {
    if (!line.startsWith("ready ")) {
      System.out.println("skipped: " + line);
      abort(line);
    }
    return InetAddress.getByName(line.substring("ready ".length()));
  }

  private static void tell(Process util, String line) throws IOException {
    util.getOutputStream().write((line + "\n").getBytes(UTF_8));
    util.getOutputStream().flush();
  }

  private static String answer(Process util, BufferedReader said, String command, String last)
      throws IOException {
    tell(util, command);
    return upTo(said, last);
  }

  /** Lines up to one that holds a text, or to a complaint. */
  private static String upTo(BufferedReader said, String last) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      lines.append(line).append('\n');
      if (line.contains(last) || line.contains("ERROR")) {
        break;
      }
    }
    assertThat(lines).contains(last);
    return lines.toString();
  }
}
