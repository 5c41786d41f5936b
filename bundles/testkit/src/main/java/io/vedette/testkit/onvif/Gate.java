package io.vedette.testkit.onvif;

import io.vedette.api.driver.Credentials;
import io.vedette.onvif.XmlElement;
import io.vedette.rtsp.RtspHeaders;
import io.vedette.rtsp.RtspRequest;
import io.vedette.rtsp.ServerAuth;
import io.vedette.rtsp.ServerSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Who may ask. Counts what was wrong. */
final class Gate {
  /** What cameras in the field insist on is between 5 s and 5 min. */
  private static final Duration WINDOW = Duration.ofSeconds(5);

  private final Optional<Credentials> credentials;
  private final OnvifSetup.Auth how;
  private final ServerAuth digest;
  private int refusals;

  Gate(Optional<Credentials> credentials, OnvifSetup.Auth how) {
    this.credentials = credentials;
    this.how = how;
    this.digest =
        new ServerAuth(
            "ONVIF",
            List.of(ServerAuth.Scheme.DIGEST_MD5),
            (user, proof) ->
                credentials
                    .filter(c -> c.user().equals(user) && proof.isOf(c.password()))
                    .isPresent(),
            "5ca1ab1e0ff1ce00");
  }

  /** True if the HTTP login is missing or wrong. */
  synchronized boolean wantsDigest(String path, Optional<String> authorization) {
    if (credentials.isEmpty() || how == OnvifSetup.Auth.TOKEN) {
      return false;
    }
    RtspHeaders headers =
        authorization.map(a -> RtspHeaders.of("Authorization", a)).orElseGet(RtspHeaders::of);
    boolean right = accepts(new RtspRequest("POST", path, headers, ""));
    if (!right && authorization.isPresent()) {
      refusals++;
    }
    return !right;
  }

  private boolean accepts(RtspRequest request) {
    try {
      return digest.accepts(request);
    } catch (ServerSession.Refusal refused) {
      throw new IllegalStateException("the doorkeeper above refuses by saying no", refused);
    }
  }

  String challenge() {
    return digest.challenges().get(0);
  }

  /** True if the message may pass. */
  synchronized boolean letsPass(XmlElement envelope, Instant cameraTime) {
    if (credentials.isEmpty() || how == OnvifSetup.Auth.DIGEST) {
      return true;
    }
    Optional<XmlElement> token = envelope.find("Header", "Security", "UsernameToken");
    boolean right = token.isPresent() && isRight(token.get(), cameraTime);
    if (token.isPresent() && !right) {
      refusals++;
    }
    return right;
  }

  private boolean isRight(XmlElement token, Instant cameraTime) {
    try {
      String created = token.text("Created");
      Duration off = Duration.between(Instant.parse(created), cameraTime).abs();
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(Base64.getDecoder().decode(token.text("Nonce")));
      sha1.update(created.getBytes(StandardCharsets.UTF_8));
      sha1.update(credentials.orElseThrow().password().getBytes(StandardCharsets.UTF_8));
      return off.compareTo(WINDOW) <= 0
          && token.text("Username").equals(credentials.orElseThrow().user())
          && token.text("Password").equals(Base64.getEncoder().encodeToString(sha1.digest()));
    } catch (DateTimeException | IllegalArgumentException | NoSuchAlgorithmException nonsense) {
      return false;
    }
  }

  /** Wrong logins so far. */
  synchronized int refusals() {
    return refusals;
  }
}
