package io.vedette.sink.rtsp;

import io.vedette.api.access.Accounts;
import io.vedette.api.replay.Replays;
import io.vedette.api.restream.Restream;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.stream.StreamKey;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Serves {@code rtsp://host:port/live/CAMERA/main|sub} and {@code …/replay/ID/CAMERA} to whoever
 * may see the camera.
 */
@Component(service = Restream.class, configurationPid = "io.vedette.sink.rtsp", immediate = true)
@Designate(ocd = RestreamServer.Config.class)
public final class RestreamServer implements Restream {
  /** Settings of the RTSP server. */
  @ObjectClassDefinition(name = "Vedette restream (RTSP)")
  public @interface Config {
    @AttributeDefinition(
        description = "TCP port, and UDP ports from which packets go: this and the next")
    int port() default 8554;

    @AttributeDefinition(description = "local address to listen on; empty: all")
    String bind() default "";

    @AttributeDefinition(description = "connections at the same time; one more is refused")
    int maxClients() default 128;
  }

  private final AtomicReference<Replays> replays = new AtomicReference<>();
  private final Answers answers = new Answers();
  private final Tickets tickets;
  private final ServerLoop loop;

  /** Starts the threads; the port is bound by one of them. */
  @Activate
  public RestreamServer(@Reference StreamHub hub, @Reference Accounts accounts, Config config) {
    this(
        hub,
        accounts::signInByDigest,
        config.port(),
        config.bind(),
        config.maxClients(),
        System::nanoTime);
  }

  RestreamServer(
      StreamHub hub,
      Door.Logins logins,
      int port,
      String bind,
      int maxClients,
      LongSupplier nanoTime) {
    InetSocketAddress address =
        bind.isBlank() ? new InetSocketAddress(port) : new InetSocketAddress(bind, port);
    SecureRandom random = new SecureRandom();
    tickets = new Tickets(random, this::port, nanoTime);
    Recordings recordings = new Recordings(this::replays, Clock.systemUTC());
    loop =
        new ServerLoop(
            address,
            maxClients,
            (remote, udpPort) ->
                new Visit(hub, logins, tickets, this::replays, recordings, remote, udpPort, random),
            answers);
  }

  /** Replays may come and go; only what steers them needs them. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void setReplays(Replays service) {
    replays.set(service);
  }

  void unsetReplays(Replays service) {
    replays.compareAndSet(service, null);
  }

  private Optional<Replays> replays() {
    return Optional.ofNullable(replays.get());
  }

  @Override
  public OptionalInt port() {
    return loop.port();
  }

  @Override
  public List<Client> clients() {
    return loop.clients().stream().flatMap(c -> c.client().stream()).toList();
  }

  @Override
  public Optional<Ticket> ticket(StreamKey key, String bearer) {
    return tickets.make(key, bearer);
  }

  /** Connections that exist now, those that play nothing included. */
  int connections() {
    return loop.clients().size();
  }

  /** Ends all connections and threads. */
  @Deactivate
  public void deactivate() {
    answers.close();
    loop.close();
  }
}
