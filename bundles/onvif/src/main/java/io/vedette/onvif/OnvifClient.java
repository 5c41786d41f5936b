package io.vedette.onvif;

import io.vedette.onvif.OnvifException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Talks to one camera: learns its clock and its services, signs each request. Thread-safe: one
 * request at a time.
 *
 * <p>Login: the camera's time is asked for without one, since a UsernameToken holds it for some
 * seconds only; then each request carries a token, and HTTP's own login where the transport is
 * asked for it (some cameras want both). If a token is refused, the camera's local time is tried
 * once in place of what it calls UTC (agsh/onvif issue 249), and nothing more: cameras lock
 * accounts.
 */
public final class OnvifClient {
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final int NONCE_BYTES = 16;

  /** Cameras tell whole seconds; a difference above this is another time. */
  private static final Duration CLOCK_JUMP = Duration.ofSeconds(3);

  private final SoapTransport transport;
  private final URI device;
  private final Optional<Login> login;
  private final Clock clock;
  private final RandomGenerator random;
  private final Map<Service, URI> services = new EnumMap<>(Service.class);
  private Duration offset = Duration.ZERO; // camera's clock minus ours
  private Optional<Duration> otherOffset = Optional.empty(); // by the local time it tells
  private boolean proven; // a token was accepted with this offset

  /**
   * @param device address of the device service; the host and port that all others are asked at
   * @param clock ours
   */
  public OnvifClient(
      SoapTransport transport,
      URI device,
      Optional<Login> login,
      Clock clock,
      RandomGenerator random) {
    this.transport = transport;
    this.device = device;
    this.login = login;
    this.clock = clock;
    this.random = random;
    services.put(Service.DEVICE, device);
  }

  /** Another client of the same camera over a connection of its own, with what this one learnt. */
  public synchronized OnvifClient over(SoapTransport other) {
    OnvifClient twin = new OnvifClient(other, device, login, clock, random);
    twin.services.putAll(services);
    twin.offset = offset;
    twin.otherOffset = otherOffset;
    twin.proven = proven;
    return twin;
  }

  /**
   * Learns the camera's clock and services.
   *
   * @throws OnvifException if what answers is no ONVIF device, or the login is refused
   */
  public synchronized void connect() throws IOException, OnvifException {
    learnClock();
    try {
      XmlElement answer =
          call(
              Service.DEVICE,
              "GetServices",
              "<tds:GetServices><tds:IncludeCapability>false</tds:IncludeCapability>"
                  + "</tds:GetServices>");
      for (XmlElement one : answer.all("Service")) {
        Service.of(one.text("Namespace")).ifPresent(s -> learn(s, one.text("XAddr")));
      }
    } catch (OnvifException old) {
      if (old.kind() == Kind.UNAUTHORIZED) {
        throw old;
      }
      learnCapabilities();
    }
    if (!offers(Service.MEDIA) && !offers(Service.MEDIA2)) {
      learnCapabilities();
    }
  }

  private void learnClock() throws IOException, OnvifException {
    XmlElement answer;
    try {
      answer =
          Soap.open(
              transport.post(
                  device,
                  action(Service.DEVICE, "GetSystemDateAndTime"),
                  Soap.request("", "<tds:GetSystemDateAndTime/>"),
                  WAIT),
              "GetSystemDateAndTimeResponse");
    } catch (OnvifException secret) {
      if (secret.kind() == Kind.PROTOCOL) {
        throw secret; // this is no ONVIF device: ask nothing more
      }
      return; // against the standard, some tell it only after login: then our time must do
    }
    Instant now = clock.instant();
    Optional<Duration> byLocal = CameraClock.local(answer).map(local -> since(now, local));
    offset = CameraClock.utc(answer).map(utc -> since(now, utc)).or(() -> byLocal).orElse(offset);
    otherOffset = byLocal.filter(other -> !other.equals(offset));
  }

  private static Duration since(Instant now, LocalDateTime then) {
    return Duration.between(now, then.toInstant(ZoneOffset.UTC));
  }

  private void learnCapabilities() throws IOException, OnvifException {
    XmlElement answer =
        call(
            Service.DEVICE,
            "GetCapabilities",
            "<tds:GetCapabilities><tds:Category>All</tds:Category></tds:GetCapabilities>");
    for (Service service : Service.values()) {
      if (service.capability().isEmpty()) {
        continue;
      }
      String direct = answer.text("Capabilities", service.capability(), "XAddr");
      String extended = answer.text("Capabilities", "Extension", service.capability(), "XAddr");
      learn(service, direct.isEmpty() ? extended : direct);
    }
  }

  private void learn(Service service, String address) {
    if (service != Service.DEVICE && !address.isEmpty()) {
      onOurHost(address).ifPresent(uri -> services.put(service, uri));
    }
  }

  /**
   * An address that the camera wrote, under the host and port that we dialled: behind NAT it knows
   * itself by another name, some write {@code http:///onvif/events} or a wrong port.
   */
  Optional<URI> onOurHost(String written) {
    String path = written.strip().replaceFirst("^[A-Za-z]+://[^/?]*", "");
    try {
      String whole = device.getScheme() + "://" + device.getRawAuthority();
      return Optional.of(new URI(whole + (path.startsWith("/") ? path : "/" + path)));
    } catch (URISyntaxException unusable) {
      return Optional.empty();
    }
  }

  /** True if the camera has this service. */
  public synchronized boolean offers(Service service) {
    return services.containsKey(service);
  }

  /** The address that the camera was dialled at. */
  public URI device() {
    return device;
  }

  /** How far the camera's clock is ahead of ours. */
  public synchronized Duration clockOffset() {
    return offset;
  }

  /** Sets the camera's clock to ours. */
  public synchronized void setClock() throws IOException, OnvifException {
    call(Service.DEVICE, "SetSystemDateAndTime", CameraClock.set(clock.instant()));
    offset = Duration.ZERO;
    otherOffset = Optional.empty();
  }

  /**
   * Asks one of its services.
   *
   * @param operation {@code GetProfiles}; the answer is {@code GetProfilesResponse}
   * @param body XML with the prefixes of {@link Service}
   * @throws OnvifException UNSUPPORTED if the camera lacks the service
   */
  synchronized XmlElement call(Service service, String operation, String body)
      throws IOException, OnvifException {
    URI to = services.get(service);
    if (to == null) {
      throw new OnvifException(
          Kind.UNSUPPORTED,
          "the camera has no " + service.name().toLowerCase(java.util.Locale.ROOT) + " service");
    }
    return call(to, action(service, operation), "", operation + "Response", body, WAIT);
  }

  /** Asks at an address of the camera, with WS-Addressing header blocks. */
  synchronized XmlElement call(
      URI to, String action, String addressing, String expected, String body, Duration wait)
      throws IOException, OnvifException {
    try {
      try {
        return proven(once(to, action, addressing, expected, body, wait));
      } catch (OnvifException refused) {
        boolean again = refused.kind() == Kind.UNAUTHORIZED && login.isPresent() && otherTime();
        if (!again) {
          throw refused;
        }
        return proven(once(to, action, addressing, expected, body, wait));
      }
    } catch (OnvifException refused) {
      throw explained(refused);
    }
  }

  private XmlElement proven(XmlElement answer) {
    proven = true;
    return answer;
  }

  /** Goes over to the other time the camera told; after a reboot it may be right once more. */
  private boolean otherTime() throws IOException {
    if (proven) {
      proven = false;
      try {
        Duration before = offset;
        learnClock();
        return before.minus(offset).abs().compareTo(CLOCK_JUMP) > 0;
      } catch (OnvifException silent) {
        return false;
      }
    }
    if (otherOffset.isEmpty()) {
      return false;
    }
    offset = otherOffset.get();
    otherOffset = Optional.empty();
    return true;
  }

  private OnvifException explained(OnvifException refused) {
    if (refused.kind() != Kind.UNAUTHORIZED) {
      return refused;
    }
    String why =
        login.isEmpty()
            ? "the camera asks for a login and none is set"
            : "the camera refuses user \"" + login.get().user() + "\" or the password";
    return new OnvifException(Kind.UNAUTHORIZED, why, refused);
  }

  private XmlElement once(
      URI to, String action, String addressing, String expected, String body, Duration wait)
      throws IOException, OnvifException {
    List<String> header = new ArrayList<>(2);
    login.ifPresent(
        with -> {
          byte[] nonce = new byte[NONCE_BYTES];
          random.nextBytes(nonce);
          header.add(UsernameToken.xml(with, nonce, clock.instant().plus(offset)));
        });
    header.add(addressing);
    byte[] request = Soap.request(String.join("", header), body);
    return Soap.open(transport.post(to, action, request, wait), expected);
  }

  private static String action(Service service, String operation) {
    return service.namespace() + "/" + operation;
  }
}
