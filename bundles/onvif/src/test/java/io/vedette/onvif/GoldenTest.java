package io.vedette.onvif;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Answers in the form that cameras give them → what we understand. */
class GoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/io/vedette/onvif");

  static byte[] sample(String name) throws IOException {
    return Files.readAllBytes(FOLDER.resolve(name + ".xml"));
  }

  /** {@code -Dgolden.update=true} writes what should be; then look at the difference. */
  private static void check(String name, List<?> lines) throws IOException {
    String dump = lines.stream().map(l -> l + "\n").collect(Collectors.joining());
    Path file = FOLDER.resolve(name + ".dump");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, dump, StandardCharsets.UTF_8);
    }
    assertThat(dump).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
  }

  private static List<MediaProfile> profiles(String sample) throws Exception {
    return MediaProfile.readAll(Soap.open(sample(sample), "GetProfilesResponse"));
  }

  @Test
  void profilesOfTheFirstMediaService() throws Exception {
    check("profiles-media1", profiles("profiles-media1"));
  }

  @Test
  void profilesOfTheSecondMediaService() throws Exception {
    check("profiles-media2", profiles("profiles-media2"));
  }

  @Test
  void notifications() throws Exception {
    check(
        "notifications",
        Notification.readAll(Soap.open(sample("notifications"), "PullMessagesResponse")).stream()
            .map(n -> n.meaning() + " " + n.active() + " \"" + n.noticedBy() + "\" " + n)
            .toList());
  }

  @Test
  void probeMatchAfterALineFeed() throws Exception {
    List<WsDiscovery.Match> matches = WsDiscovery.matches(sample("probe-match"));
    check("probe-match", matches);
    assertThat(matches.get(0).scope("name")).isEqualTo("Front door+yard");
    assertThat(matches.get(0).scope("mac")).isEqualTo("c4:2f:90:eb:7f:21");
    assertThat(matches.get(0).scope("nothing")).isEmpty();
  }

  @Test
  void mainIsTheLargestInH264AndSubWhatATileBears() throws Exception {
    ProfileChoice first = ProfileChoice.of(profiles("profiles-media1"), 1).orElseThrow();
    assertThat(first.main().token()).isEqualTo("Profile_1");
    assertThat(first.sub()).map(MediaProfile::token).hasValue("Profile_2");
    ProfileChoice second = ProfileChoice.of(profiles("profiles-media2"), 1).orElseThrow();
    assertThat(second.main().token()).isEqualTo("p0"); // H.265; p1 is smaller
    assertThat(second.sub()).map(MediaProfile::token).hasValue("p2");
    assertThat(ProfileChoice.of(profiles("profiles-media2"), 2)).isEmpty();
    assertThat(ProfileChoice.of(List.of(), 1)).isEmpty();
  }
}
