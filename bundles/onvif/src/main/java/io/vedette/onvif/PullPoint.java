package io.vedette.onvif;

import io.vedette.onvif.OnvifException.Kind;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * A subscription at a camera's event service, pulled by us. Used by one thread, {@link #end} by
 * another once that is through.
 *
 * <p>WS-Addressing: {@code To} and {@code Action} go with each request (Foscam answers 401 without,
 * agsh/onvif issue 158) and the reference parameters of the subscription are sent back.
 */
public final class PullPoint {
  private static final String WSN = "http://docs.oasis-open.org/wsn/bw-2/";
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final int MAX_MESSAGES = 100;

  /** How long the camera keeps a subscription that nobody renews: a crash leaves none for long. */
  private static final Duration LIFE = Duration.ofMinutes(2);

  private final OnvifClient client;
  private final Clock clock;
  private final RandomGenerator random;
  private final URI address;
  private final String parameters; // header blocks, as XML
  private boolean renewable = true;
  private Instant renewAt;

  private PullPoint(
      OnvifClient client, Clock clock, RandomGenerator random, URI address, String parameters) {
    this.client = client;
    this.clock = clock;
    this.random = random;
    this.address = address;
    this.parameters = parameters;
    this.renewAt = clock.instant().plus(LIFE.dividedBy(2));
  }

  /** Subscribes to everything. */
  public static PullPoint subscribe(OnvifClient client, Clock clock, RandomGenerator random)
      throws IOException, OnvifException {
    XmlElement answer =
        client.call(
            Service.EVENTS,
            "CreatePullPointSubscription",
            "<tev:CreatePullPointSubscription><tev:InitialTerminationTime>PT"
                + LIFE.toSeconds()
                + "S</tev:InitialTerminationTime></tev:CreatePullPointSubscription>");
    XmlElement reference =
        answer
            .find("SubscriptionReference")
            .orElseThrow(
                () -> new OnvifException(Kind.PROTOCOL, "no reference to the subscription"));
    String written = reference.text("Address");
    URI address =
        client
            .onOurHost(written)
            .orElseThrow(
                () ->
                    new OnvifException(
                        Kind.PROTOCOL, "the subscription's address is \"" + written + "\""));
    StringBuilder parameters = new StringBuilder();
    reference
        .find("ReferenceParameters")
        .ifPresent(p -> p.children().forEach(child -> parameters.append(child.toXml())));
    return new PullPoint(client, clock, random, address, parameters.toString());
  }

  /**
   * Waits for notifications and renews the subscription when half of its life is over.
   *
   * @param wait how long the camera holds its answer back if nothing happens
   * @throws OnvifException if the subscription is gone: subscribe anew
   */
  public List<Notification> pull(Duration wait) throws IOException, OnvifException {
    if (renewable && !clock.instant().isBefore(renewAt)) {
      renew();
    }
    XmlElement answer =
        call(
            client,
            Service.EVENTS.namespace() + "/PullPointSubscription/PullMessagesRequest",
            "PullMessagesResponse",
            "<tev:PullMessages><tev:Timeout>PT"
                + wait.toSeconds()
                + "S</tev:Timeout><tev:MessageLimit>"
                + MAX_MESSAGES
                + "</tev:MessageLimit></tev:PullMessages>",
            wait.plus(WAIT));
    return Notification.readAll(answer);
  }

  private void renew() throws IOException, OnvifException {
    renewAt = clock.instant().plus(LIFE.dividedBy(2));
    try {
      call(
          client,
          WSN + "SubscriptionManager/RenewRequest",
          "RenewResponse",
          "<wsnt:Renew><wsnt:TerminationTime>PT"
              + LIFE.toSeconds()
              + "S</wsnt:TerminationTime></wsnt:Renew>",
          WAIT);
    } catch (OnvifException refused) {
      if (refused.kind() == Kind.UNAUTHORIZED) {
        throw refused;
      }
      renewable = false; // each pull prolongs it with most cameras; else it is made anew
    }
  }

  /**
   * Gives the camera its slot back: some have few and free them at a reboot only.
   *
   * @param by a client of the same camera that is free, since the other may wait
   */
  public void end(OnvifClient by) throws IOException, OnvifException {
    call(
        by,
        WSN + "SubscriptionManager/UnsubscribeRequest",
        "UnsubscribeResponse",
        "<wsnt:Unsubscribe/>",
        Duration.ofSeconds(2));
  }

  private XmlElement call(
      OnvifClient by, String action, String expected, String body, Duration wait)
      throws IOException, OnvifException {
    String addressing =
        "<a:Action s:mustUnderstand=\"1\">%s</a:Action><a:MessageID>urn:uuid:%s</a:MessageID><a:To s:mustUnderstand=\"1\">%s</a:To>"
            .formatted(
                action,
                new UUID(random.nextLong(), random.nextLong()),
                XmlElement.escape(address.toString()));
    return by.call(address, action, addressing + parameters, expected, body, wait);
  }
}
