package io.vedette.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.rtsp.RtspException.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ClientAuthTest {
  private static final String MD5 = "WWW-Authenticate: Digest realm=\"Cam\", nonce=\"n1\"";
  private static final String SHA =
      "WWW-Authenticate: Digest realm=\"Cam\", nonce=\"n2\", algorithm=SHA-256, qop=\"auth\"";
  private static final String BASIC = "WWW-Authenticate: Basic realm=\"Cam\"";

  private final ScriptedCamera camera =
      new ScriptedCamera(ScriptedCamera.URL, Optional.of(new Login("admin", "pass1")));

  private AuthChallenge expectAnswer(String method) throws RtspException {
    String header = camera.expect(method).headers().first("Authorization").orElseThrow();
    return AuthChallenge.parse(header);
  }

  private void assertUnauthorized(ThrowingCallable code) {
    assertThatThrownBy(code)
        .isInstanceOfSatisfying(
            RtspException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAUTHORIZED))
        .message()
        .doesNotContain("pass1");
  }

  @Test
  void wrongPassword_isTriedOnce() throws Exception {
    assertThat(camera.expect("OPTIONS").headers().first("Authorization")).isEmpty();
    camera.answer(401, MD5);
    assertThat(expectAnswer("OPTIONS").parameter("nonce")).isEqualTo("n1");
    assertUnauthorized(() -> camera.answer(401, MD5.replace("n1", "fresh")));
  }

  @Test
  void rightPassword_isSentWithEveryRequestAfter() throws Exception {
    camera.expect("OPTIONS");
    camera.answer(200);
    camera.expect("DESCRIBE");
    camera.answer(401, MD5, BASIC);
    AuthChallenge answer = expectAnswer("DESCRIBE");
    // Computed with Python's hashlib.
    assertThat(answer.parameters())
        .isEqualTo(
            Map.of(
                "username", "admin",
                "realm", "Cam",
                "nonce", "n1",
                "uri", ScriptedCamera.URL,
                "response", "06f4e8ad7a00ea35ee4873974fada807"));
    camera.answerSdp(ScriptedCamera.SDP);
    assertThat(expectAnswer("SETUP").parameter("uri")).isEqualTo(ScriptedCamera.URL + "/track1");
  }

  @Test
  void challengesInOneHeader_areSeveral() {
    assertThat(
            AuthChallenge.all(
                "NTLM, Basic realm=\"a, b=c\", Digest realm = \"d\" , nonce=n,qop=\"auth,auth-int\""))
        .containsExactly(
            new AuthChallenge("ntlm", Map.of()),
            new AuthChallenge("basic", Map.of("realm", "a, b=c")),
            new AuthChallenge(
                "digest", Map.of("realm", "d", "nonce", "n", "qop", "auth,auth-int")));
    assertThat(AuthChallenge.all("")).containsExactly(new AuthChallenge("", Map.of()));
    assertThat(AuthChallenge.all("x ".repeat(1000) + "=".repeat(1000))).hasSize(8);
  }

  @Test
  void strongestInOneHeader_wins() throws Exception {
    camera.expect("OPTIONS");
    camera.answer(401, BASIC + ", " + MD5);
    assertThat(expectAnswer("OPTIONS").isDigest()).isTrue();
  }

  @Test
  void strongestChallengeWins_andSendsQopWithCount() throws Exception {
    // Dahua offers SHA-256 with qop and refuses the short form.
    camera.expect("OPTIONS");
    camera.answer(401, BASIC, MD5, SHA);
    AuthChallenge answer = expectAnswer("OPTIONS");
    assertThat(answer.parameter("algorithm")).isEqualTo("SHA-256");
    assertThat(answer.parameter("qop")).isEqualTo("auth");
    assertThat(answer.parameter("nc")).isEqualTo("00000001");
    Digest sha = Digest.SHA_256;
    assertThat(answer.parameter("response"))
        .isEqualTo(
            sha.response(
                sha.hash("admin:Cam:pass1"),
                "OPTIONS",
                ScriptedCamera.URL,
                "n2",
                "auth",
                "00000001",
                answer.parameter("cnonce")));
    camera.answer(200);
    assertThat(expectAnswer("DESCRIBE").parameter("nc")).isEqualTo("00000002");
  }

  @Test
  void brokenSha256_fallsBackToMd5Once() throws Exception {
    camera.expect("OPTIONS");
    camera.answer(401, SHA, MD5);
    expectAnswer("OPTIONS");
    camera.answer(401, SHA, MD5);
    assertThat(expectAnswer("OPTIONS").parameter("nonce")).isEqualTo("n1");
    assertUnauthorized(() -> camera.answer(401, SHA, MD5));
  }

  @Test
  void staleNonce_isAnsweredAnewWithinLimits() throws Exception {
    camera.expect("OPTIONS");
    camera.answer(401, MD5);
    expectAnswer("OPTIONS");
    camera.answer(401, MD5.replace("n1", "n3") + ", stale=\"TRUE\"");
    assertThat(expectAnswer("OPTIONS").parameter("nonce")).isEqualTo("n3");
    camera.answer(401, MD5.replace("n1", "n4") + ", stale=TRUE");
    expectAnswer("OPTIONS");
    assertUnauthorized(() -> camera.answer(401, MD5.replace("n1", "n5") + ", stale=TRUE"));
  }

  @Test
  void staleFalseInQuotes_isARefusal() throws Exception {
    camera.expect("OPTIONS");
    camera.answer(401, MD5);
    expectAnswer("OPTIONS");
    assertUnauthorized(() -> camera.answer(401, MD5.replace("n1", "n3") + ", stale=\"FALSE\""));
  }

  @Test
  void nonceThatWorkedAndEnds_isReplacedOnce() throws Exception {
    camera.expect("OPTIONS");
    camera.answer(401, MD5);
    expectAnswer("OPTIONS");
    camera.answer(200);
    expectAnswer("DESCRIBE");
    camera.answer(401, MD5.replace("n1", "n9"));
    assertThat(expectAnswer("DESCRIBE").parameter("nonce")).isEqualTo("n9");
    assertUnauthorized(() -> camera.answer(401, MD5.replace("n1", "n10")));
  }

  @Test
  void keepAliveWithOldNonce_takesTheNewOneAndNeverEndsTheSession() throws Exception {
    camera.expect("OPTIONS");
    camera.answer(401, MD5);
    camera.playing().pass(30);
    assertThat(expectAnswer("GET_PARAMETER").parameter("nonce")).isEqualTo("n1");
    for (String nonce : List.of("n7", "n8", "n9")) {
      camera.answer(401, MD5.replace("n1", nonce));
      camera.pass(30).expect("GET_PARAMETER");
    }
    camera.answer(200);
    assertThat(camera.player.isPlaying()).isTrue();
  }

  @Test
  void basicAlone_isUsed() throws Exception {
    camera.expect("OPTIONS");
    camera.answer(401, BASIC);
    assertThat(camera.expect("OPTIONS").headers().first("Authorization"))
        .hasValue("Basic YWRtaW46cGFzczE=");
  }

  @Test
  void unknownSchemes_areNamed() throws Exception {
    camera.expect("OPTIONS");
    assertThatThrownBy(
            () ->
                camera.answer(
                    401,
                    "WWW-Authenticate: Negotiate",
                    "WWW-Authenticate: Digest realm=\"x\", nonce=\"y\", algorithm=SHA-3"))
        .hasMessageContaining("[negotiate , digest SHA-3]");
  }

  @Test
  void withoutLogin_theReasonSaysSo() throws Exception {
    ScriptedCamera open = new ScriptedCamera();
    open.expect("OPTIONS");
    assertThatThrownBy(() -> open.answer(401, MD5)).hasMessageContaining("none is set");
  }

  @Test
  void loginInTheAddress_isUsedAndNeverSentInTheUri() throws Exception {
    ScriptedCamera other = new ScriptedCamera("rtsp://admin:p@ss:1@10.0.0.7/x", Optional.empty());
    assertThat(other.expect("OPTIONS").uri()).isEqualTo("rtsp://10.0.0.7/x");
    other.answer(401, BASIC);
    assertThat(other.expect("OPTIONS").headers().first("Authorization"))
        .hasValue("Basic YWRtaW46cEBzczox");
  }

  @Test
  void sessionAlgorithm_hashesTheNonces() throws Exception {
    camera.expect("OPTIONS");
    camera.answer(401, MD5 + ", algorithm=MD5-sess, qop=\"auth-int,auth\", opaque=\"o\"");
    AuthChallenge answer = expectAnswer("OPTIONS");
    Digest md5 = Digest.MD5;
    String nonces = ":n1:" + answer.parameter("cnonce");
    assertThat(answer.parameter("algorithm")).isEqualTo("MD5-sess");
    assertThat(answer.parameter("opaque")).isEqualTo("o");
    assertThat(answer.parameter("response"))
        .isEqualTo(
            md5.response(
                md5.hash(md5.hash("admin:Cam:pass1") + nonces),
                "OPTIONS",
                ScriptedCamera.URL,
                "n1",
                "auth",
                "00000001",
                answer.parameter("cnonce")));
  }

  @Test
  void everySchemeOfOurServer_isAnswered() throws Exception {
    for (ServerAuth.Scheme scheme : ServerAuth.Scheme.values()) {
      ServerAuth auth =
          new ServerAuth(
              "Cam",
              List.of(scheme),
              (user, proof) -> user.equals("admin") && proof.isOf("pass1"),
              "0123456789abcdef");
      ScriptedCamera client =
          new ScriptedCamera(ScriptedCamera.URL, Optional.of(new Login("admin", "pass1")));
      client.expect("OPTIONS");
      client.answer(200);
      assertThat(auth.accepts(client.expect("DESCRIBE"))).isFalse();
      String[] challenges =
          auth.challenges().stream().map(c -> "WWW-Authenticate: " + c).toArray(String[]::new);
      client.answer(401, challenges);
      assertThat(auth.accepts(client.expect("DESCRIBE"))).as(scheme.name()).isTrue();
    }
  }

  @Test
  void mutatedChallenges_areReadOrNamed() {
    Random random = new Random(12);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder header = new StringBuilder(random.nextBoolean() ? MD5 : SHA).delete(0, 18);
      for (int i = random.nextInt(8); i > 0; i--) {
        int at = random.nextInt(header.length());
        if (random.nextBoolean()) {
          header.setCharAt(at, (char) (' ' + random.nextInt(95)));
        } else {
          header.delete(at, Math.min(header.length(), at + random.nextInt(9)));
        }
      }
      ClientAuth auth = new ClientAuth(Optional.of(new Login("admin", "pass1")), random);
      Optional<String> reason = auth.refused(List.of(header.toString()));
      if (reason.isEmpty()) {
        assertThat(auth.authorization("OPTIONS", "rtsp://h/")).isPresent();
      }
    }
  }
}
