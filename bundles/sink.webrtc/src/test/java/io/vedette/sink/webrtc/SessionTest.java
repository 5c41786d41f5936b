package io.vedette.sink.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.live.Opening;
import io.vedette.api.stream.Profile;
import io.vedette.api.stream.StreamKey;
import io.vedette.testkit.MemoryHub;
import io.vedette.webrtc.dtls.DtlsException;
import io.vedette.webrtc.dtls.DtlsSession;
import io.vedette.webrtc.ice.IceCredentials;
import io.vedette.webrtc.ice.IceLiteAgent;
import io.vedette.webrtc.ice.StunMessage;
import io.vedette.webrtc.ice.StunWriter;
import io.vedette.webrtc.sdp.Negotiation;
import io.vedette.webrtc.sdp.SdpOffer;
import io.vedette.webrtc.srtp.SrtpKeys;
import io.vedette.webrtc.srtp.SrtpProfile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a session waits for a browser, with time made by hand. */
class SessionTest {
  private static final StreamKey KEY = new StreamKey.Live("cam", Profile.MAIN);
  private static final InetSocketAddress BROWSER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000);

  private final MemoryHub hub = new MemoryHub();
  private final IceLiteAgent ice =
      new IceLiteAgent(IceCredentials.random(new SecureRandom()), "them", 0);
  private boolean closed;
  private Session session;

  @BeforeEach
  void open() throws Exception {
    MemoryHub.Stream stream = hub.publish(KEY, List.of(Pictures.VIDEO));
    stream.append(Pictures.key(0, 300));
    Opening opening = Opening.of(hub, KEY, Duration.ofSeconds(5));
    SdpOffer sdp = SdpOffer.parse(TestViewer.offer("00:".repeat(31) + "00"));
    Negotiation chosen = new Negotiation(102, OptionalInt.empty(), OptionalInt.empty());
    session =
        new Session(
            "id", new Offer(KEY, sdp, chosen, opening, 1, 2, "cname"), ice, new InstantHost(), 0);
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  private void play() throws Exception {
    check(0);
    session.checked();
    session.heard(0);
  }

  private void check(long nowNs) throws Exception {
    String username = ice.local().ufrag() + ":them";
    StunMessage check =
        StunMessage.parse(
            new StunWriter(StunMessage.BINDING_REQUEST, new byte[12])
                .attribute(StunMessage.USERNAME, username.getBytes(StandardCharsets.UTF_8))
                .sign(ice.local().password().getBytes(StandardCharsets.UTF_8))
                .finish());
    assertThat(ice.answer(check, BROWSER, nowNs)).isPresent();
  }

  @Test
  void browserThatNeverComesIsForgottenAfter20Seconds() {
    session.expire(seconds(20));
    assertThat(closed).isFalse();
    session.expire(seconds(21));
    assertThat(closed).isTrue();
  }

  @Test
  void browserThatIsKilledIsNoticedAfter12Seconds() throws Exception {
    play();
    session.expire(seconds(12));
    assertThat(closed).isFalse();
    session.expire(seconds(13));
    assertThat(closed).isTrue();
  }

  @Test
  void browserThatOnlyChecksStays() throws Exception {
    play();
    for (int at = 5; at < 100; at += 5) {
      check(seconds(at));
      session.heard(seconds(at));
      session.expire(seconds(at + 4));
    }
    assertThat(closed).isFalse();
  }

  @Test
  void browserThatReportsButNoLongerChecksHasTakenItsConsentBack() throws Exception {
    play();
    for (int at = 1; at <= 30; at++) {
      session.heard(seconds(at));
      session.expire(seconds(at));
    }
    assertThat(closed).isFalse();
    session.heard(seconds(31));
    session.expire(seconds(31));
    assertThat(closed).isTrue();
  }

  /** Handshakes at once; nothing is sent. */
  private final class InstantHost implements Session.Host {
    @Override
    public boolean send(byte[] bytes, int offset, int length, InetSocketAddress to) {
      return true;
    }

    @Override
    public DtlsSession handshake(Session of) throws DtlsException {
      return new NoDtls();
    }

    @Override
    public boolean submit(Runnable handshake) {
      handshake.run();
      return true;
    }

    @Override
    public Optional<Playback> play(Session of, DtlsSession dtls) {
      return Playbacks.begin(hub, of, dtls, ResendMemory.ofThisProcess(), new Random(1));
    }

    @Override
    public void stop(Playback playback) {}

    @Override
    public void closed(Session of) {
      closed = true;
    }
  }

  private static final class NoDtls implements DtlsSession {
    @Override
    public SrtpKeys localKeys() {
      SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
      return new SrtpKeys(profile, new byte[16], new byte[12]);
    }

    @Override
    public SrtpKeys remoteKeys() {
      return localKeys();
    }

    @Override
    public void receive() {}

    @Override
    public void close() {}
  }
}
