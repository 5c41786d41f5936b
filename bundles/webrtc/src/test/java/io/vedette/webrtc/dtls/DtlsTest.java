package io.vedette.webrtc.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.webrtc.srtp.SrtcpReceiver;
import io.vedette.webrtc.srtp.SrtcpSender;
import io.vedette.webrtc.srtp.SrtpKeys;
import io.vedette.webrtc.srtp.SrtpProfile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our server against BouncyCastle's client, over a link in memory. */
class DtlsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  private final SecureRandom random = new SecureRandom();
  private final Dtls server = new BouncyCastleDtls(random, NOW);
  private final Dtls client = new BouncyCastleDtls(random, NOW);
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final End serverEnd = new End();
  private final End clientEnd = new End();

  /** One end of the link; {@code lose} says which of its datagrams, counted from 1, get lost. */
  private static final class End extends QueuedLink {
    End other;
    IntPredicate lose = n -> false;
    final CompletableFuture<Void> closed = new CompletableFuture<>();
    private int sent;

    @Override
    public synchronized void send(byte[] from, int offset, int length) throws IOException {
      if (length > MAX_SEND_BYTES) {
        throw new IOException("datagram of " + length + " bytes");
      }
      if (!lose.test(++sent)) {
        other.offer(ByteBuffer.wrap(from, offset, length));
      }
    }

    @Override
    public void closed() {
      closed.complete(null);
    }
  }

  DtlsTest() {
    serverEnd.other = clientEnd;
    clientEnd.other = serverEnd;
  }

  @AfterEach
  void stop() {
    serverEnd.breakOff();
    clientEnd.breakOff();
    threads.shutdownNow();
  }

  private CompletableFuture<DtlsSession> accept(String fingerprint) {
    return CompletableFuture.supplyAsync(
        () -> unchecked(() -> server.accept(serverEnd, fingerprint, LIMIT)), threads);
  }

  private CompletableFuture<DtlsSession> connect(String fingerprint) {
    return CompletableFuture.supplyAsync(
        () -> unchecked(() -> client.connect(clientEnd, fingerprint, LIMIT)), threads);
  }

  private interface Handshake {
    DtlsSession run() throws DtlsException;
  }

  private static DtlsSession unchecked(Handshake handshake) {
    try {
      return handshake.run();
    } catch (DtlsException failed) {
      throw new IllegalStateException(failed.getMessage(), failed);
    }
  }

  private static void assertSameKeys(SrtpKeys sender, SrtpKeys receiver) throws Exception {
    byte[] packet = new byte[64];
    ByteBuffer.wrap(packet).putInt(0x80c90001).putInt(4711);
    int length = new SrtcpSender(sender).protect(packet, 0, 8);
    assertThat(new SrtcpReceiver(receiver).unprotect(packet, 0, length)).isEqualTo(8);
  }

  @Test
  void givesBothSidesTheSameKeys() throws Exception {
    CompletableFuture<DtlsSession> accepted = accept(client.fingerprint());
    DtlsSession ours = connect(server.fingerprint()).get();
    DtlsSession theirs = accepted.get();
    assertThat(ours.localKeys().profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
    assertSameKeys(ours.localKeys(), theirs.remoteKeys());
    assertSameKeys(theirs.localKeys(), ours.remoteKeys());
  }

  @Test
  void lostDatagramsAreRepeated() throws Exception {
    serverEnd.lose = n -> n == 2;
    clientEnd.lose = n -> n == 1;
    CompletableFuture<DtlsSession> accepted = accept(client.fingerprint());
    DtlsSession ours = connect(server.fingerprint()).get();
    assertSameKeys(ours.localKeys(), accepted.get().remoteKeys());
  }

  @Test
  void farewellClosesTheOtherSide() throws Exception {
    CompletableFuture<DtlsSession> accepted = accept(client.fingerprint());
    DtlsSession ours = connect(server.fingerprint()).get();
    DtlsSession theirs = accepted.get();
    assertThat(serverEnd.closed).isNotDone();
    assertThat(serverEnd.hasWaiting()).isFalse();
    ours.close();
    assertThat(serverEnd.hasWaiting()).isTrue();
    theirs.receive();
    assertThat(serverEnd.hasWaiting()).isFalse();
    assertThat(serverEnd.closed).isDone();
  }

  @Test
  void anotherCertificateThanAnnouncedIsRefused() {
    String stranger = new BouncyCastleDtls(random, NOW).fingerprint();
    CompletableFuture<DtlsSession> accepted = accept(stranger);
    connect(server.fingerprint());
    assertThatThrownBy(accepted::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("peer's certificate is not the one of its SDP");
  }

  @Test
  void brokenOffLinkEndsTheHandshake() {
    CompletableFuture<DtlsSession> accepted = accept(client.fingerprint());
    serverEnd.breakOff();
    assertThatThrownBy(accepted::get).hasMessageContaining("DTLS handshake failed");
  }

  @Test
  void garbageDoesNotDisturbTheHandshake() throws Exception {
    Random seeded = new Random(11);
    for (int i = 0; i < 12; i++) {
      byte[] garbage = new byte[1 + seeded.nextInt(1500)];
      seeded.nextBytes(garbage);
      garbage[0] = (byte) (20 + seeded.nextInt(44));
      serverEnd.offer(ByteBuffer.wrap(garbage));
    }
    CompletableFuture<DtlsSession> accepted = accept(client.fingerprint());
    DtlsSession ours = connect(server.fingerprint()).get();
    assertSameKeys(ours.localKeys(), accepted.get().remoteKeys());
  }

  @Test
  void certificateIsOneTheJdkCanVerify() throws Exception {
    var keys = Certificates.newKeys(random);
    byte[] der = Certificates.selfSigned(keys, random, NOW);
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der));
    certificate.verify(keys.getPublic());
    assertThat(certificate.getNotBefore().toInstant()).isBefore(NOW);
    assertThat(certificate.getNotAfter().toInstant()).isAfter(NOW.plus(Duration.ofDays(3000)));
    assertThat(Certificates.fingerprint(der)).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
  }
}
