package io.vedette.webrtc.ice;

import static io.vedette.webrtc.ice.StunMessage.BINDING_ERROR;
import static io.vedette.webrtc.ice.StunMessage.BINDING_REQUEST;
import static io.vedette.webrtc.ice.StunMessage.BINDING_SUCCESS;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * ICE-lite for one session (RFC 8445 2.5, 7.3; consent: RFC 7675). It answers checks and learns the
 * browser's address from them; the browser's candidates (mDNS names today) are never looked at.
 * Used by the thread that reads the socket.
 *
 * <p>A check without the right username and MESSAGE-INTEGRITY changes nothing and gets no answer:
 * an answer would only make us a reflector.
 */
public final class IceLiteAgent {
  /** RFC 7675 5.1: without a check for this long the browser no longer wants our packets. */
  public static final Duration CONSENT = Duration.ofSeconds(30);

  private static final List<Integer> KNOWN =
      List.of(
          StunMessage.USERNAME,
          StunMessage.MESSAGE_INTEGRITY,
          StunMessage.PRIORITY,
          StunMessage.USE_CANDIDATE);

  /**
   * What to send back.
   *
   * @param datagram the response
   * @param accepted the check proved that the browser is where it came from
   */
  public record Answer(ByteBuffer datagram, boolean accepted) {}

  private final IceCredentials local;
  private final String username;
  private final byte[] key;
  private volatile InetSocketAddress remote; // null before the first check
  private boolean nominated;
  private long lastCheckNs;

  /**
   * @param local ours, as in the answer
   * @param remoteUfrag the browser's, as in its offer
   * @param nowNs a monotonic clock, as in all methods here
   */
  public IceLiteAgent(IceCredentials local, String remoteUfrag, long nowNs) {
    this.local = local;
    this.username = local.ufrag() + ":" + remoteUfrag;
    this.key = local.password().getBytes(StandardCharsets.UTF_8);
    this.lastCheckNs = nowNs;
  }

  /** The user fragment by which checks for this agent are found: what stands before the colon. */
  public static Optional<String> localUfrag(StunMessage message) {
    return message
        .username()
        .filter(u -> u.indexOf(':') > 0)
        .map(u -> u.substring(0, u.indexOf(':')));
  }

  /**
   * Takes a check.
   *
   * @return the response to send to {@code from}; empty if the message is not an authentic request
   */
  public Optional<Answer> answer(StunMessage request, InetSocketAddress from, long nowNs) {
    boolean ours = request.username().filter(username::equals).isPresent();
    if (request.type() != BINDING_REQUEST || !ours || !request.isSignedWith(key)) {
      return Optional.empty();
    }
    List<Integer> unknown = request.unknownRequired(KNOWN);
    if (!unknown.isEmpty()) {
      return refused(error(request, 420, "Unknown Attribute").unknownAttributes(unknown));
    }
    if (request.has(StunMessage.ICE_CONTROLLED)) {
      // RFC 8445 7.3.1.1: a lite agent is always the controlled one, so the browser must switch.
      return refused(error(request, 487, "Role Conflict"));
    }
    accept(request, from, nowNs);
    StunWriter response = new StunWriter(BINDING_SUCCESS, request.transactionId());
    return Optional.of(new Answer(finish(response.mappedAddress(from)), true));
  }

  private Optional<Answer> refused(StunWriter response) {
    return Optional.of(new Answer(finish(response), false));
  }

  private static StunWriter error(StunMessage request, int code, String reason) {
    return new StunWriter(BINDING_ERROR, request.transactionId()).error(code, reason);
  }

  private ByteBuffer finish(StunWriter response) {
    return response.sign(key).finish();
  }

  /**
   * Chromium checks several pairs before it nominates one, Firefox nominates with its first check:
   * the first address is used at once, a nomination overrules it, a later one that (a change of
   * network).
   */
  private void accept(StunMessage request, InetSocketAddress from, long nowNs) {
    lastCheckNs = nowNs;
    boolean nominates = request.has(StunMessage.USE_CANDIDATE);
    if (remote == null || nominates) {
      remote = from;
      nominated |= nominates;
    }
  }

  /** Our credentials. */
  public IceCredentials local() {
    return local;
  }

  /** Where packets go; empty before the first authentic check. Any thread. */
  public Optional<InetSocketAddress> remote() {
    return Optional.ofNullable(remote);
  }

  /** True once the browser has chosen a pair. */
  public boolean isNominated() {
    return nominated;
  }

  /** True if no authentic check came for {@link #CONSENT}, counted from the beginning at first. */
  public boolean isConsentLost(long nowNs) {
    return nowNs - lastCheckNs > CONSENT.toNanos();
  }
}
