package io.vedette.dvr;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * Our side of one session with a DVR: login, reading what it is, choosing channels, pictures,
 * events, keepalive. Bytes of both connections and the time come in; bytes for the control
 * connection and units come out. Used under one lock; after an exception it is over.
 *
 * <p>Order: the control connection is open → {@link #isReady} → {@link #open} readers → {@link
 * #arm} → {@link #wantsData}: connect the data port → {@link #dataOpened} → units. Whoever opens
 * two sessions with one device arms one after the other: the device cannot tell the data
 * connections apart but by their order.
 */
public final class DvrClient {
  private static final Duration REPLY = Duration.ofSeconds(5);
  private static final Duration LOGIN = Duration.ofSeconds(10);
  private static final long POLL_NANOS = Duration.ofSeconds(20).toNanos();
  private static final long FIRST_PACKET_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long CLOCK_NANOS = Duration.ofHours(1).toNanos();
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);
  private static final int MAX_EVENTS = 256;

  private final DvrSettings settings;
  private final ControlDialogue dialogue = new ControlDialogue();
  private final ControlSplitter splitter = new ControlSplitter();
  private final Queue<DvrEvent> events = new ArrayDeque<>();

  private State state = State.LOGGING_IN;
  private SystemInfo info; // null before READY
  private List<CameraSlot> slots = List.of();
  private StreamIntake intake; // null before READY
  private int videoLoss; // mask
  private boolean dataOpen;
  private boolean connectAccepted;
  private int chosen; // mask that the device has, or is being told
  private long quietSinceNanos; // last packet, or when there was nothing to send
  private long packetsSeen;
  private boolean flowing; // packets came since the choice
  private long nextPollNanos;
  private long nextClockNanos;
  private Duration clockOffset; // device minus us; null: not measured

  private enum State {
    LOGGING_IN,
    READY,
    ARMING,
    STREAMING,
    GOODBYE
  }

  public DvrClient(DvrLogin login, DvrSettings settings, long nowNanos) throws DvrException {
    this.settings = settings;
    this.nextPollNanos = nowNanos + POLL_NANOS;
    this.nextClockNanos = nowNanos;
    dialogue.ask(login.message(), LOGIN, reply -> {}); // its parameters are ambiguous or useless
    dialogue.ask(command(DvrId.SYSTEM_INFO), REPLY, reply -> info = SystemInfo.parse(reply));
    dialogue.ask(
        DvrMessage.command(DvrId.GET_BLOCK, DvrMessage.bytes(4).putInt(CameraSlot.BLOCK).flip()),
        REPLY,
        reply -> slots = CameraSlot.parse(reply));
    poll(this::ready);
  }

  private static DvrMessage command(int id) {
    return DvrMessage.command(id, DvrMessage.bytes(0));
  }

  private void ready() {
    intake = new StreamIntake(channels(), dialogue::tell);
    state = State.READY;
  }

  /** True once the DVR told what it is. */
  public boolean isReady() {
    return intake != null;
  }

  /** What it is; only when {@link #isReady}. */
  public SystemInfo info() {
    return info;
  }

  /** How many channels can be chosen; only when {@link #isReady}. */
  public int channels() {
    return Math.min(info.cameras(), CameraSlot.MAX);
  }

  /** Title and state of a channel from 0. */
  public CameraSlot slot(int channel) {
    return slots.get(channel);
  }

  /** False while the DVR says that no picture comes from the camera. */
  public boolean hasSignal(int channel) {
    return (videoLoss >> channel & 1) == 0;
  }

  /** How far the DVR's clock is ahead of ours, once measured. */
  public Optional<Duration> clockOffset() {
    return Optional.ofNullable(clockOffset);
  }

  /** Starts reading a channel from 0; several readers may share one. Only when {@link #isReady}. */
  public ChannelReader open(int channel) {
    ChannelReader reader = new ChannelReader(channel);
    intake.add(reader);
    return reader;
  }

  /** Ends a reader. */
  public void close(ChannelReader reader) {
    intake.remove(reader);
  }

  /** Asks for the stream; once. */
  public void arm() throws DvrException {
    state = State.ARMING;
    ByteBuffer kind = DvrMessage.bytes(32).put(0, (byte) (settings.extra() ? 1 : 0));
    dialogue.tell(new DvrMessage(false, DvrId.EXTRA_STREAM, kind));
    dialogue.ask(command(DvrId.STREAM_CONNECT), REPLY, reply -> connectAccepted = true);
  }

  /** True once {@link #arm} was called: the data connection is opened without waiting. */
  public boolean wantsData() {
    return state == State.ARMING && !dataOpen;
  }

  /** The data connection is open. */
  public void dataOpened() {
    dataOpen = true;
  }

  /** True when the device knows whose data connection it is: another session may arm. */
  public boolean isStreaming() {
    return state == State.STREAMING;
  }

  /**
   * Presses or releases a PTZ key; the key codes are those of the device.
   *
   * @param channel from 0
   */
  public void ptzKey(int channel, int key, boolean press) throws DvrException {
    ByteBuffer body = DvrMessage.bytes(9).put((byte) (press ? 1 : 0)).putShort((short) key);
    body.putShort((short) channel).putInt(0);
    dialogue.askGently(DvrMessage.command(DvrId.PTZ_KEY, body.flip()), REPLY, reply -> {});
  }

  /** The next event, or null. */
  public DvrEvent nextEvent() {
    return events.poll();
  }

  /** Bytes for the control connection, or null if there are none now. */
  public ByteBuffer output(long nowNanos) {
    return dialogue.output(nowNanos);
  }

  /** Takes bytes of the control connection. */
  public void controlReceived(ByteBuffer bytes, Instant wall) throws DvrException {
    splitter.push(bytes);
    for (DvrMessage message = splitter.next(); message != null; message = splitter.next()) {
      if (message.id() == DvrId.EVENT) {
        event(message.body());
      } else {
        dialogue.received(message);
      }
    }
  }

  private void event(ByteBuffer body) throws DvrException {
    for (DvrEvent event : DvrEvent.parse(body)) {
      if (event.kind() == DvrEvent.Kind.VIDEO_LOSS) {
        videoLoss(
            event.active() ? videoLoss | 1 << event.number() : lossWithout(event), event.at());
      } else {
        add(event);
      }
    }
  }

  private int lossWithout(DvrEvent event) {
    return videoLoss & ~(1 << event.number());
  }

  /** Told by event or by poll, whichever comes first. */
  private void videoLoss(int mask, Optional<LocalDateTime> at) {
    List<DvrEvent> edges = new ArrayList<>();
    DvrEvent.edges(edges, DvrEvent.Kind.VIDEO_LOSS, 0, mask ^ videoLoss, mask, at);
    videoLoss = mask;
    edges.forEach(this::add);
  }

  private void add(DvrEvent event) {
    if (events.size() == MAX_EVENTS) {
      events.poll();
    }
    events.add(event);
  }

  /** Takes bytes of the data connection. */
  public void dataReceived(ByteBuffer bytes, long nowNanos, Instant received) throws DvrException {
    intake.push(bytes, nowNanos, received);
  }

  /** Does what is due; to be called twice a second or more often, and after bytes came. */
  public void tick(long nowNanos, Instant wall) throws DvrException {
    dialogue.tick(nowNanos);
    if (!isReady() || state == State.GOODBYE) {
      return;
    }
    if (nowNanos - nextPollNanos >= 0) {
      nextPollNanos = nowNanos + POLL_NANOS;
      poll(() -> {});
    }
    if (nowNanos - nextClockNanos >= 0) {
      nextClockNanos = nowNanos + CLOCK_NANOS;
      dialogue.askGently(command(DvrId.GET_TIME), REPLY, reply -> clock(reply, wall));
    }
    intake.acknowledge(nowNanos);
    if (state == State.ARMING && connectAccepted && dataOpen) {
      state = State.STREAMING;
    }
    if (state == State.STREAMING) {
      choose(nowNanos);
      watch(nowNanos);
    }
  }

  private void poll(Runnable then) throws DvrException {
    ByteBuffer body = DvrMessage.bytes(6).putInt(2).put((byte) 1).put((byte) 0).flip();
    dialogue.ask(
        DvrMessage.command(DvrId.POLL, body),
        LOGIN,
        reply -> {
          if (reply.remaining() < 2) {
            throw new DvrException(DvrException.Kind.PROTOCOL, "status without video loss");
          }
          videoLoss(reply.getShort() & 0xffff, Optional.empty());
          then.run();
        });
  }

  private void clock(ByteBuffer reply, Instant wall) throws DvrException {
    ZonedDateTime now = wall.atZone(settings.zone());
    clockOffset = Duration.between(now.toLocalDateTime(), DvrTime.parse(reply));
    if (settings.setClock() && clockOffset.abs().compareTo(CLOCK_TOLERANCE) > 0) {
      ByteBuffer body = DvrTime.encode(now.toLocalDateTime());
      dialogue.askGently(
          DvrMessage.command(DvrId.SET_TIME, body), REPLY, set -> clockOffset = Duration.ZERO);
    }
  }

  /** Tells the device which channels are read, when that has changed. */
  private void choose(long nowNanos) throws DvrException {
    int wanted = 0;
    for (ChannelReader reader : intake.readers()) {
      wanted |= 1 << reader.channel();
    }
    if (wanted != chosen) {
      ByteBuffer masks = DvrMessage.bytes(8).putInt(wanted).putInt(0).flip(); // no audio
      dialogue.ask(DvrMessage.command(DvrId.LIVE_CHANNELS, masks), REPLY, reply -> {});
      flowing &= chosen != 0;
      chosen = wanted;
      quietSinceNanos = nowNanos;
    }
  }

  private void watch(long nowNanos) throws DvrException {
    if (intake.packets() != packetsSeen) {
      packetsSeen = intake.packets();
      flowing = true;
      quietSinceNanos = nowNanos;
    } else if ((chosen & ~videoLoss) == 0) {
      quietSinceNanos = nowNanos;
    }
    long limit = flowing ? settings.stall().toNanos() : FIRST_PACKET_NANOS;
    if (nowNanos - quietSinceNanos > limit) {
      throw new DvrException(
          DvrException.Kind.TIMEOUT,
          "no stream packet for " + limit / 1_000_000_000 + " s; " + intake.faults());
    }
  }

  /** Says goodbye: send {@link #output}, wait up to 2 s for {@link #isOver}, close. */
  public void disconnect() throws DvrException {
    boolean streaming = state == State.STREAMING;
    state = State.GOODBYE;
    if (streaming) {
      dialogue.askGently(command(DvrId.STREAM_DISCONNECT), REPLY, reply -> {});
    }
  }

  /** True once the goodbye was answered, or none was needed. */
  public boolean isOver() {
    return state == State.GOODBYE && dialogue.isIdle();
  }
}
