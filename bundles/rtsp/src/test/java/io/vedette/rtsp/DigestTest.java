package io.vedette.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers: of the RFCs where they give one, else of Python's hashlib. */
class DigestTest {
  private static final String URL = "rtsp://10.0.0.7:8554/stream1";

  /** RFC 7616 3.9.1, as a client sends it. */
  private static final String MUFASA =
      "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\","
          + " algorithm=%s, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001,"
          + " cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth,"
          + " response=\"%s\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

  private static ServerAuth server(ServerAuth.Scheme... offered) {
    return new ServerAuth(
        "http-auth@example.org",
        List.of(offered),
        (user, proof) -> user.equals("Mufasa") && proof.isOf("Circle of Life"),
        "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v");
  }

  private static boolean accepts(ServerAuth server, String authorization) throws Exception {
    RtspHeaders headers = RtspHeaders.of("Authorization", authorization);
    return server.accepts(new RtspRequest("GET", "/dir/index.html", headers, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "DIGEST_MD5, MD5, 8ca523f5e9506fed4657c9700eebdbec",
    "DIGEST_SHA_256, SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
  })
  void clientOfTheRfc_isLetInByTheServer(
      ServerAuth.Scheme scheme, String algorithm, String response) throws Exception {
    String right = MUFASA.formatted(algorithm, response);
    assertThat(accepts(server(scheme), right)).isTrue();
    assertThat(accepts(server(scheme), right.replace("nc=00000001", "nc=00000002"))).isFalse();
    assertThat(accepts(server(scheme), right.replace(", qop=auth", ""))).isFalse();
    assertThat(accepts(server(scheme), right.replace(algorithm, algorithm + "-sess"))).isFalse();
  }

  @Test
  void whatTheServerHasNotOffered_letsNobodyIn() throws Exception {
    String md5 = MUFASA.formatted("MD5", "8ca523f5e9506fed4657c9700eebdbec");
    assertThat(accepts(server(ServerAuth.Scheme.DIGEST_SHA_256), md5)).isFalse();
    assertThat(accepts(server(ServerAuth.Scheme.DIGEST_MD5_SHORT), md5)).isFalse();
  }

  /** RFC 2617 3.5, and RFC 2069 2.4 with erratum 749, which is the short form. */
  @ParameterizedTest
  @CsvSource({
    "Circle Of Life, auth, 6629fae49393a05397450978507c4ef1",
    "CircleOfLife, '', 1949323746fe6a43ef61f9606e7febea"
  })
  void examplesOfTheOldRfcs_comeOut(String password, String qop, String response) {
    assertThat(
            Digest.MD5.response(
                Digest.MD5.hash("Mufasa:testrealm@host.com:" + password),
                "GET",
                "/dir/index.html",
                "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                qop,
                "00000001",
                "0a4f113b"))
        .isEqualTo(response);
  }

  /** RFC 7616 3.9.2 with erratum 4897: SHA-512/256, a user outside of ASCII. */
  @Test
  void exampleWithSha512_comesOut() {
    Digest sha = Digest.SHA_512_256;
    assertThat(
            sha.response(
                sha.hash("J\u00e4s\u00f8n Doe:api@example.org:Secret, or not?"),
                "GET",
                "/doe.json",
                "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK",
                "auth",
                "00000001",
                "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v"))
        .isEqualTo("3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5");
  }

  @ParameterizedTest
  @CsvSource({
    "MD5, auth, a0068dffd1c4bd65d562d8679815aaa0",
    "MD5, '', e0a29145d67bf69e9ad6a9772d899dab",
    "'', '', e0a29145d67bf69e9ad6a9772d899dab",
    "MD5-sess, auth, a22b0a729a582910d8bc6f6e29f57e2c",
    "MD5-sess, '', b6710a4c691982907eee2c491c242ff1",
    "SHA-256, auth, c5c8496a65583f5cc0d98a7c623574becf651c55e1ddaa257999a254e65abe8a",
    "SHA-256, '', 11d58ef0fa03ed74f990dfe7d3a9f0eef9492a4895f8eb8df69c902b54e2e7f2",
    "SHA-256-sess, auth, 2f506226c5ccd30f71a103ed0430245070c00e0b8bfe49aaff6fdbc86c02acad",
    "SHA-256-sess, '', 0b27ca674e3976c068915fcc2d5fde3beab5d08bea939750deabc3536bc0abac",
    "SHA-512-256, auth, 21ef13a8aac391faab580b2b517efd2244ec7a8e68f8668bd39de4a13d9ce2fd",
    "SHA-512-256, '', f834f5c01092bb130273e2f0cdf5e5e5c3b0119cc92f21878fe8beda8aed0e48",
    "SHA-512-256-sess, auth, 5fa0b8c0b72356b0dc10ff2de994c5768e6bfbc152fd589d1a4f42483d78dac1",
    "SHA-512-256-sess, '', 7bc7a330e6142d0108e320fb9beb1d73bb80262d84d78cbaaba8a4c74278d254"
  })
  void clientAnswersEveryAlgorithmInBothForms(String algorithm, String qop, String response) {
    RandomGenerator cnonce = () -> 0x0a4f113b5ff3c2d1L;
    ClientAuth client = new ClientAuth(Optional.of(new Login("admin", "pa:ss@1")), cnonce);
    String challenge = "Digest realm=\"IP Camera(C1234)\", nonce=\"9f2c8b1e4a7d\"";
    challenge += algorithm.isEmpty() ? "" : ", algorithm=" + algorithm;
    challenge += qop.isEmpty() ? "" : ", qop=\"auth\"";
    assertThat(client.refused(List.of(challenge))).isEmpty();
    AuthChallenge answer = AuthChallenge.parse(client.authorization("DESCRIBE", URL).orElseThrow());
    assertThat(answer.parameter("response")).isEqualTo(response);
    assertThat(answer.parameter("algorithm")).isEqualTo(algorithm);
    assertThat(answer.parameter("qop")).isEqualTo(qop);
    assertThat(answer.parameter("nc")).isEqualTo(qop.isEmpty() ? "" : "00000001");
  }
}
