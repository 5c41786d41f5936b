package io.vedette.testkit.dvr;

import io.vedette.api.driver.CameraAddress;
import io.vedette.api.stream.Profile;
import io.vedette.dvr.DvrEvent;
import io.vedette.testkit.MediaLoop;
import io.vedette.testkit.net.DevicePort;
import io.vedette.testkit.net.DeviceThread;
import io.vedette.testkit.net.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A simulated DVR. Its clock shows UTC. The public methods may be called by any thread and take
 * effect before they return.
 */
public final class SimulatedDvr implements AutoCloseable {
  private static final Duration JUMP = Duration.ofHours(-1);

  private final DeviceThread devices;
  private final boolean ownThread;
  private final DvrSetup setup;
  private final Clock clock;
  private final InetAddress address;
  private final Random random = new Random(1);
  private final DevicePort control;
  private final DevicePort data;

  // Below: used by the devices' thread only.
  private final List<ControlPeer> sessions = new ArrayList<>();
  private final List<DataPeer> streams = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();
  private Duration clockOffset = Duration.ZERO;
  private boolean otherResolution;
  private boolean stalled;
  private int videoLoss;
  private int logins;

  /** Switches on a DVR with a thread of its own at free ports of the loopback interface. */
  public SimulatedDvr(DvrSetup setup) throws IOException {
    this(
        new DeviceThread("simulated-dvr", Clock.systemUTC()),
        true,
        setup,
        Clock.systemUTC(),
        new Place(InetAddress.getLoopbackAddress(), 0, 0));
  }

  /** Switches on a DVR on a thread that several devices share. */
  public SimulatedDvr(DeviceThread devices, DvrSetup setup, Clock clock) throws IOException {
    this(devices, setup, clock, InetAddress.getLoopbackAddress(), 0, 0);
  }

  /** The same at an address of one's own; ports that are 0 are any free ones. */
  public SimulatedDvr(
      DeviceThread devices,
      DvrSetup setup,
      Clock clock,
      InetAddress address,
      int controlPort,
      int dataPort)
      throws IOException {
    this(devices, false, setup, clock, new Place(address, controlPort, dataPort));
  }

  private record Place(InetAddress address, int control, int data) {}

  private SimulatedDvr(
      DeviceThread devices, boolean ownThread, DvrSetup setup, Clock clock, Place place)
      throws IOException {
    this.devices = devices;
    this.ownThread = ownThread;
    this.setup = setup;
    this.clock = clock;
    this.address = place.address();
    control = devices.listen(address, place.control(), this::controlOpened);
    data = devices.listen(address, place.data(), this::dataOpened);
  }

  private ControlPeer controlOpened(InetAddress from) {
    ControlPeer session = new ControlPeer(this, from, clock.millis());
    sessions.add(session);
    return session;
  }

  /** A data connection belongs to the oldest session of the same address that waits for one. */
  private DataPeer dataOpened(InetAddress from) {
    long nowMillis = clock.millis();
    DataPeer stream = new DataPeer(this, from, nowMillis);
    streams.add(stream);
    for (ControlPeer session : sessions) {
      if (session.awaitsDataFrom(from)) {
        session.attach(stream, nowMillis);
        break;
      }
    }
    return stream;
  }

  void tie(ControlPeer session, long nowMillis) {
    for (DataPeer stream : streams) {
      if (!stream.isTied() && session.awaitsDataFrom(stream.from())) {
        session.attach(stream, nowMillis);
        return;
      }
    }
  }

  void gone(ControlPeer session) {
    sessions.remove(session);
  }

  void gone(DataPeer stream) {
    streams.remove(stream);
  }

  /** Address of a channel as a camera is registered with. */
  public CameraAddress address(int channel) {
    return new CameraAddress(uri(), Optional.empty(), Optional.of(setup.credentials()), channel);
  }

  /** Address of the device. */
  public URI uri() {
    return URI.create(
        "dvr://%s:%d?data=%d".formatted(address.getHostAddress(), control.number(), data.number()));
  }

  int controlPort() {
    return control.number();
  }

  int dataPort() {
    return data.number();
  }

  DvrSetup setup() {
    return setup;
  }

  MediaLoop loop(int channel, boolean extra) {
    Profile profile = extra ^ otherResolution ? Profile.SUB : Profile.MAIN;
    return setup.channels().get(channel).loops().get(profile);
  }

  LocalDateTime clock() {
    return LocalDateTime.ofInstant(clock.instant().plus(clockOffset), ZoneOffset.UTC);
  }

  void setClock(LocalDateTime time) {
    clockOffset = Duration.between(clock.instant(), time.toInstant(ZoneOffset.UTC));
  }

  Duration clockOffset() {
    return clockOffset;
  }

  boolean isStalled() {
    return stalled;
  }

  int videoLoss() {
    return videoLoss;
  }

  void countLogin() {
    logins++;
  }

  int signedIn() {
    return (int) sessions.stream().filter(ControlPeer::isSignedIn).count();
  }

  void pressed(boolean down, int key, int channel) {
    keys.add((down ? "press " : "release ") + key + " channel " + channel);
  }

  /** Logins that were tried so far. */
  public int logins() {
    int[] count = new int[1];
    devices.call(() -> count[0] = logins);
    return count[0];
  }

  /** Sessions and the channels that each receives now: {@code main 1,2}. */
  public List<String> sessions() {
    List<String> shown = new ArrayList<>();
    devices.call(
        () -> {
          for (ControlPeer session : sessions) {
            if (session.isSignedIn()) {
              shown.add((session.isExtra() ? "extra " : "main ") + session.channels());
            }
          }
        });
    return shown;
  }

  /** PTZ keys that came so far: {@code press 1 channel 0}. */
  public List<String> keys() {
    List<String> shown = new ArrayList<>();
    devices.call(() -> shown.addAll(keys));
    return shown;
  }

  /** How far its clock is ahead. */
  public Duration clockError() {
    Duration[] error = new Duration[1];
    devices.call(() -> error[0] = clockOffset);
    return error[0];
  }

  /** Sends an event to every session; loss of video also darkens the channel. */
  public void happens(DvrEvent event) {
    devices.call(
        () -> {
          if (event.kind() == DvrEvent.Kind.VIDEO_LOSS) {
            int bit = 1 << event.number();
            videoLoss = event.active() ? videoLoss | bit : videoLoss & ~bit;
          }
          sessions.forEach(session -> session.send(event));
        });
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
    List<DevicePort> ports = List.of(control, data);
    switch (fault) {
      case SILENCE -> ports.forEach(port -> port.silent(on));
      case HALF_OPEN -> ports.forEach(DevicePort::forget);
      case RESET -> ports.forEach(DevicePort::reset);
      case GARBAGE -> streams.forEach(stream -> stream.garbage(random));
      case STALL -> stalled = on;
      case TIMESTAMP_JUMP -> clockOffset = clockOffset.plus(JUMP);
      case RESOLUTION_CHANGE -> otherResolution = !otherResolution;
      case REBOOT -> ports.forEach(on ? DevicePort::shut : DevicePort::open);
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
