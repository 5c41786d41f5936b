package io.vedette.dvr;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The DVR's side of a session, in the test's thread and with the test's time. */
final class ScriptedDvr {
  static final DvrSettings SETTINGS =
      new DvrSettings(false, Duration.ofSeconds(5), java.time.ZoneOffset.UTC, true);
  static final Instant WALL = Instant.parse("2026-11-22T06:54:30Z");

  final DvrClient client;

  /** Ids of the messages that came, in order; acknowledgements left out. */
  final List<Integer> heard = new ArrayList<>();

  final List<ByteBuffer> bodies = new ArrayList<>();
  final Set<Integer> refuses = new HashSet<>();
  final Set<Integer> ignores = new HashSet<>();
  int acknowledged;
  int videoLoss;
  java.time.LocalDateTime clock = java.time.LocalDateTime.of(2026, 11, 22, 6, 54, 30);
  long nanos = 1_000_000_000_000L;
  long number;

  private final ControlSplitter splitter = new ControlSplitter();

  ScriptedDvr() throws DvrException {
    this(SETTINGS);
  }

  ScriptedDvr(DvrSettings settings) throws DvrException {
    client = new DvrClient(new DvrLogin("admin", "4321"), settings, nanos);
  }

  /** Both sides talk until there is nothing to say. */
  ScriptedDvr talk() throws DvrException {
    client.tick(nanos, wall());
    for (ByteBuffer out = client.output(nanos); out != null; out = client.output(nanos)) {
      splitter.push(out);
      for (DvrMessage message = splitter.next(); message != null; message = splitter.next()) {
        answer(message);
      }
      client.tick(nanos, wall());
    }
    return this;
  }

  private Instant wall() {
    return WALL.plusNanos(nanos - 1_000_000_000_000L);
  }

  void pass(Duration time) throws DvrException {
    long end = nanos + time.toNanos();
    while (nanos < end) {
      nanos += 500_000_000L;
      talk();
    }
  }

  private void answer(DvrMessage message) throws DvrException {
    if (message.id() == DvrId.DATA_ACKNOWLEDGE) {
      acknowledged++;
      return;
    }
    heard.add(message.id());
    bodies.add(message.body());
    if (!message.wantsReply() || ignores.contains(message.id())) {
      return;
    }
    ByteBuffer parameters =
        switch (message.id()) {
          case DvrId.LOGIN -> ByteBuffer.wrap(new byte[] {2, 1, 0});
          case DvrId.SYSTEM_INFO -> new SystemInfo("DM", "1", 1, 2, 4, 4).encode();
          case DvrId.GET_BLOCK ->
              CameraSlot.encode(
                  List.of(
                      new CameraSlot("Door", true),
                      new CameraSlot("Yard", true),
                      new CameraSlot("Hall", true),
                      new CameraSlot("", false)));
          case DvrId.POLL -> DvrMessage.bytes(12).putShort(0, (short) videoLoss);
          case DvrId.GET_TIME -> DvrTime.encode(clock);
          default -> DvrMessage.bytes(0);
        };
    boolean ok = !refuses.contains(message.id());
    send(
        DvrMessage.reply(
            message.id(),
            ok ? DvrMessage.OK : DvrMessage.FAILED,
            ok ? parameters : DvrMessage.bytes(0)));
  }

  void send(DvrMessage message) throws DvrException {
    client.controlReceived(message.encode(), wall());
  }

  /** Ready, armed, data connection open. */
  ScriptedDvr streaming() throws DvrException {
    talk();
    client.arm();
    client.dataOpened();
    return talk();
  }

  void picture(int channel, byte[] picture, long pts) throws DvrException {
    byte[] packet = Wire.packet(++number, Wire.frame(channel, picture, pts, Wire.Counts.HEADS));
    client.dataReceived(ByteBuffer.wrap(packet), nanos, wall());
    talk();
  }
}
