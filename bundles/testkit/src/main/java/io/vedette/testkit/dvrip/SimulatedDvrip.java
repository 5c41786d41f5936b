package io.vedette.testkit.dvrip;

import io.vedette.api.driver.CameraAddress;
import io.vedette.api.stream.Profile;
import io.vedette.dvrip.DvripDiscovery;
import io.vedette.dvrip.Json;
import io.vedette.testkit.MediaLoop;
import io.vedette.testkit.net.DevicePort;
import io.vedette.testkit.net.DeviceThread;
import io.vedette.testkit.net.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A simulated DVRIP recorder. Its clock shows UTC. The public methods may be called by any thread
 * and take effect before they return.
 */
public final class SimulatedDvrip implements AutoCloseable {
  private static final Duration JUMP = Duration.ofHours(-1);

  private final DeviceThread devices;
  private final boolean ownThread;
  private final DvripSetup setup;
  private final Clock clock;
  private final InetAddress address;
  private final Random random = new Random(1);
  private final DevicePort port;

  // Below: used by the devices' thread only.
  private final List<DvripPeer> connections = new ArrayList<>();
  private final Set<Integer> sessions = new HashSet<>();
  private final List<String> movements = new ArrayList<>();
  private int lastSession = 0x19;
  private Duration clockOffset = Duration.ZERO;
  private boolean otherResolution;
  private boolean stalled;
  private int logins;

  /** Switches on a device with a thread of its own at a free port of the loopback interface. */
  public SimulatedDvrip(DvripSetup setup) throws IOException {
    this(
        new DeviceThread("simulated-dvrip", Clock.systemUTC()),
        true,
        setup,
        Clock.systemUTC(),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** Switches on a device on a thread that several devices share. */
  public SimulatedDvrip(DeviceThread devices, DvripSetup setup, Clock clock) throws IOException {
    this(devices, setup, clock, InetAddress.getLoopbackAddress(), 0);
  }

  /** The same at an address of one's own; port 0 is any free one. */
  public SimulatedDvrip(
      DeviceThread devices, DvripSetup setup, Clock clock, InetAddress address, int port)
      throws IOException {
    this(devices, false, setup, clock, new InetSocketAddress(address, port));
  }

  private SimulatedDvrip(
      DeviceThread devices,
      boolean ownThread,
      DvripSetup setup,
      Clock clock,
      InetSocketAddress place)
      throws IOException {
    this.devices = devices;
    this.ownThread = ownThread;
    this.setup = setup;
    this.clock = clock;
    this.address = place.getAddress();
    port = devices.listen(address, place.getPort(), this::opened);
  }

  private DvripPeer opened(InetAddress from) {
    DvripPeer connection = new DvripPeer(this, clock.millis());
    connections.add(connection);
    return connection;
  }

  void gone(DvripPeer connection, int session) {
    connections.remove(connection);
    sessions.remove(session);
  }

  int newSession() {
    sessions.add(++lastSession);
    return lastSession;
  }

  boolean isSession(int session) {
    return sessions.contains(session);
  }

  /** The connection that a session claimed for a stream; null if there is none. */
  DvripPeer claimedBy(int session, Json parameter) {
    for (DvripPeer connection : connections) {
      if (connection.isClaimed(session, parameter)) {
        return connection;
      }
    }
    return null;
  }

  /** Address of a channel as a camera is registered with. */
  public CameraAddress address(int channel) {
    return new CameraAddress(uri(), Optional.empty(), Optional.of(setup.credentials()), channel);
  }

  /** Address of the device. */
  public URI uri() {
    return URI.create("dvrip://%s:%d".formatted(address.getHostAddress(), port.number()));
  }

  /** What it answers to a search. */
  public ByteBuffer discoveryAnswer() {
    return new DvripDiscovery(
            address.getHostAddress(),
            port.number(),
            "LocalHost",
            "f00d%012d".formatted(port.number()),
            "00:12:16:00:%02x:%02x".formatted(port.number() >> 8, port.number() & 255),
            setup.channels().size())
        .encode(address.getAddress());
  }

  int port() {
    return port.number();
  }

  DvripSetup setup() {
    return setup;
  }

  MediaLoop loop(int channel, Profile profile) {
    boolean main = (profile == Profile.MAIN) != otherResolution;
    return setup.channels().get(channel).loops().get(main ? Profile.MAIN : Profile.SUB);
  }

  LocalDateTime clock() {
    return LocalDateTime.ofInstant(clock.instant().plus(clockOffset), ZoneOffset.UTC);
  }

  void setClock(LocalDateTime time) {
    clockOffset = Duration.between(clock.instant(), time.toInstant(ZoneOffset.UTC));
  }

  boolean isStalled() {
    return stalled;
  }

  void countLogin() {
    logins++;
  }

  void moved(Json control) {
    Json parameter = control.get("Parameter");
    movements.add(
        "%s step %d preset %d channel %d"
            .formatted(
                control.get("Command").text().orElse(""),
                parameter.get("Step").number().orElse(0L),
                parameter.get("Preset").number().orElse(0L),
                parameter.get("Channel").number().orElse(-1L)));
  }

  /** Logins that were tried so far. */
  public int logins() {
    int[] count = new int[1];
    devices.call(() -> count[0] = logins);
    return count[0];
  }

  /** Sessions that are signed in now, and streams that are sent. */
  public String load() {
    String[] load = new String[1];
    devices.call(
        () -> {
          long signedIn = connections.stream().filter(DvripPeer::isSignedIn).count();
          long streams = connections.stream().filter(DvripPeer::isStreaming).count();
          load[0] = signedIn + " sessions, " + streams + " streams";
        });
    return load[0];
  }

  /** PTZ commands that came so far: {@code DirectionUp step 5 preset 65535 channel 0}. */
  public List<String> movements() {
    List<String> shown = new ArrayList<>();
    devices.call(() -> shown.addAll(movements));
    return shown;
  }

  /** How far its clock is ahead. */
  public Duration clockError() {
    Duration[] error = new Duration[1];
    devices.call(() -> error[0] = clockOffset);
    return error[0];
  }

  /** Pushes an alarm to every session that subscribed; {@code event} as {@code VideoMotion}. */
  public void happens(int channel, String event, boolean begins) {
    Object info =
        Json.object(
            "Channel",
            channel,
            "Event",
            event,
            "StartTime",
            "2026-11-22 06:54:30",
            "Status",
            begins ? "Start" : "Stop");
    devices.call(() -> connections.forEach(connection -> connection.alarm(info)));
  }

  /** Begins a fault. */
  public void begin(Fault fault) {
    devices.call(() -> set(fault, true));
  }

  /** Ends one of those that last. */
  public void end(Fault fault) {
    devices.call(() -> set(fault, false));
  }

  private void set(Fault fault, boolean on) {
    switch (fault) {
      case SILENCE -> port.silent(on);
      case HALF_OPEN -> port.forget();
      case RESET -> port.reset();
      case GARBAGE -> {
        byte[] bytes = new byte[300];
        random.nextBytes(bytes);
        connections.forEach(connection -> connection.garbage(bytes));
      }
      case STALL -> stalled = on;
      case TIMESTAMP_JUMP -> clockOffset = clockOffset.plus(JUMP);
      case RESOLUTION_CHANGE -> otherResolution = !otherResolution;
      case REBOOT -> {
        if (on) {
          port.shut();
        } else {
          port.open();
        }
      }
    }
  }

  /** Switches it off for good. */
  @Override
  public void close() {
    begin(Fault.REBOOT);
    if (ownThread) {
      devices.close();
    }
  }
}
