package io.vedette.webrtc.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IceLiteAgentTest {
  private static final InetSocketAddress HERE = new InetSocketAddress("192.0.2.7", 50000);
  private static final InetSocketAddress THERE = new InetSocketAddress("198.51.100.3", 40000);
  private static final byte[] ID = "transaction1".getBytes(StandardCharsets.US_ASCII);

  private final IceCredentials local = IceCredentials.random(new SecureRandom());
  private final IceLiteAgent agent = new IceLiteAgent(local, "them", 0);

  private StunWriter check() {
    byte[] username = (local.ufrag() + ":them").getBytes(StandardCharsets.UTF_8);
    return new StunWriter(StunMessage.BINDING_REQUEST, ID)
        .attribute(StunMessage.USERNAME, username)
        .attribute(StunMessage.ICE_CONTROLLING, new byte[8])
        .attribute(StunMessage.PRIORITY, new byte[4]);
  }

  private StunMessage sent(StunWriter check) throws MalformedStunException {
    byte[] key = local.password().getBytes(StandardCharsets.UTF_8);
    return StunMessage.parse(check.sign(key).finish());
  }

  private StunMessage answer(StunMessage request, InetSocketAddress from) throws Exception {
    return StunMessage.parse(agent.answer(request, from, 1).orElseThrow().datagram());
  }

  @Test
  void answersAnAuthenticCheckWithTheAddressItCameFrom() throws Exception {
    StunMessage response = answer(sent(check()), HERE);
    assertThat(response.type()).isEqualTo(StunMessage.BINDING_SUCCESS);
    assertThat(response.transactionId()).isEqualTo(ID);
    assertThat(response.mappedAddress()).contains(HERE);
    assertThat(response.isSignedWith(local.password().getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThat(agent.remote()).contains(HERE);
    assertThat(agent.isNominated()).isFalse();
  }

  @Test
  void nominationOverrulesTheFirstAddressAndAPlainCheckDoesNot() throws Exception {
    answer(sent(check()), HERE);
    answer(sent(check().attribute(StunMessage.USE_CANDIDATE, new byte[0])), THERE);
    assertThat(agent.remote()).contains(THERE);
    assertThat(agent.isNominated()).isTrue();
    answer(sent(check()), HERE);
    assertThat(agent.remote()).contains(THERE);
  }

  @Test
  void wrongPasswordOrUserChangesNothingAndGetsNoAnswer() throws Exception {
    StunMessage forged =
        StunMessage.parse(check().sign("guess".getBytes(StandardCharsets.UTF_8)).finish());
    StunMessage unsigned = StunMessage.parse(check().finish());
    byte[] stranger = (local.ufrag() + ":stranger").getBytes(StandardCharsets.UTF_8);
    StunMessage otherUser =
        sent(
            new StunWriter(StunMessage.BINDING_REQUEST, ID)
                .attribute(StunMessage.USERNAME, stranger));
    for (StunMessage message : new StunMessage[] {forged, unsigned, otherUser}) {
      Optional<IceLiteAgent.Answer> answer = agent.answer(message, HERE, 1);
      assertThat(answer).isEmpty();
    }
    assertThat(agent.remote()).isEmpty();
  }

  @Test
  void controlledPeerIsToldToSwitchRoles() throws Exception {
    StunMessage response =
        answer(sent(check().attribute(StunMessage.ICE_CONTROLLED, new byte[8])), HERE);
    assertThat(response.type()).isEqualTo(StunMessage.BINDING_ERROR);
    assertThat(response.value(StunMessage.ERROR_CODE).orElseThrow().getInt()).isEqualTo(0x0457);
    assertThat(agent.remote()).isEmpty();
  }

  @Test
  void unknownRequiredAttributeIsRefusedByName() throws Exception {
    StunMessage response = answer(sent(check().attribute(0x7abc, new byte[3])), HERE);
    assertThat(response.value(StunMessage.ERROR_CODE).orElseThrow().getInt()).isEqualTo(0x0414);
    assertThat(response.value(StunMessage.UNKNOWN_ATTRIBUTES).orElseThrow().getShort())
        .isEqualTo((short) 0x7abc);
  }

  @Test
  void consentIsLostAfterThirtySecondsWithoutACheck() throws Exception {
    long second = Duration.ofSeconds(1).toNanos();
    assertThat(agent.isConsentLost(30 * second)).isFalse();
    assertThat(agent.isConsentLost(31 * second)).isTrue();
    agent.answer(sent(check()), HERE, 20 * second);
    assertThat(agent.isConsentLost(50 * second)).isFalse();
    assertThat(agent.isConsentLost(51 * second)).isTrue();
  }

  @Test
  void findsTheSessionByTheFragmentBeforeTheColon() throws Exception {
    assertThat(IceLiteAgent.localUfrag(sent(check()))).contains(local.ufrag());
    StunWriter odd =
        new StunWriter(StunMessage.BINDING_REQUEST, ID)
            .attribute(StunMessage.USERNAME, ":x".getBytes(StandardCharsets.UTF_8));
    assertThat(IceLiteAgent.localUfrag(sent(odd))).isEmpty();
  }

  @Test
  void credentialsDoNotShowThePassword() {
    assertThat(local.toString()).contains(local.ufrag()).doesNotContain(local.password());
  }
}
