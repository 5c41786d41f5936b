package io.vedette.onvif;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged answers: the declared exception or a result, nothing else. */
class FuzzTest {
  private static final int ROUNDS = 3_000;
  private static final byte[] MARKUP = "<>&\"'/:!-[]?;# ".getBytes(StandardCharsets.US_ASCII);

  @ParameterizedTest
  @ValueSource(strings = {"profiles-media1", "profiles-media2", "notifications", "probe-match"})
  void damagedAnswersCostNothing(String name) throws Exception {
    byte[] sample = GoldenTest.sample(name);
    Random random = new Random(name.hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      byte[] damaged = damage(sample, random);
      assertThatCode(() -> understand(damaged)).as("round %d", round).doesNotThrowAnyException();
    }
  }

  private static void understand(byte[] bytes) {
    try {
      WsDiscovery.matches(bytes).forEach(m -> m.scope("name"));
      XmlElement answer = XmlReader.read(bytes);
      answer.toXml();
      XmlElement body =
          answer.find("Body").flatMap(b -> b.children().stream().findFirst()).orElse(answer);
      List<MediaProfile> profiles = MediaProfile.readAll(body);
      ProfileChoice.of(profiles, 1);
      Notification.readAll(body).forEach(n -> n.meaning().ifPresent(m -> n.active()));
      CameraClock.utc(body);
      Soap.open(bytes, "GetProfilesResponse");
    } catch (OnvifException declared) {
      // As it should be.
    }
  }

  /** Bytes changed, pieces cut out, doubled, or cut off. */
  private static byte[] damage(byte[] sample, Random random) {
    byte[] bytes = sample;
    for (int times = 1 + random.nextInt(4); times > 0 && bytes.length > 1; times--) {
      int at = random.nextInt(bytes.length);
      int end = Math.min(bytes.length, at + random.nextInt(300));
      byte[] before = Arrays.copyOf(bytes, at);
      byte[] piece = Arrays.copyOfRange(bytes, at, end);
      byte[] after = Arrays.copyOfRange(bytes, end, bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> random.nextBytes(piece);
        case 1 -> piece = new byte[] {MARKUP[random.nextInt(MARKUP.length)]};
        case 2 -> piece = new byte[0];
        case 3 -> piece = join(piece, piece);
        default -> after = new byte[0];
      }
      bytes = join(join(before, piece), after);
    }
    return bytes;
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
