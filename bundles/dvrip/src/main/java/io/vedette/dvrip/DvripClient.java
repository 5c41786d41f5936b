package io.vedette.dvrip;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Our side of a control session: login, what the device is, keep-alive, alarms, clock, starting and
 * stopping streams, PTZ. Bytes and time in, bytes and values out. Used under one lock; after an
 * exception it is over.
 */
public final class DvripClient {
  private static final long REPLY_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long CLOCK_NANOS = Duration.ofHours(1).toNanos();
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final int MAX_WAITING = 64;
  private static final int MAX_ALARMS = 256;
  private static final int MAX_CHANNELS = 128;
  private static final int OK = 100;

  private final Settings settings;
  private final DvripSplitter splitter = new DvripSplitter();
  private final Queue<Request> waiting = new ArrayDeque<>();
  private final Queue<DvripAlarm> alarms = new ArrayDeque<>();
  private Request current; // null: none is under way
  private boolean sent; // the current one
  private long deadlineNanos;
  private int sequence;
  private int session;
  private boolean ready;
  private int channels = 1;
  private String model = "";
  private String firmware = "";
  private String serial = "";
  private List<String> titles = List.of();
  private long keepAliveNanos;
  private long nextKeepAliveNanos;
  private long nextClockNanos;
  private Duration clockOffset; // device minus us; null: not measured

  /**
   * How a session behaves.
   *
   * @param zone in which the device tells and takes its local time
   * @param setClock put the device's clock right when it is off by more than 2 s
   */
  public record Settings(LoginFlavour flavour, ZoneId zone, boolean setClock) {}

  /** Gets the reply, or the refusal of a request that may be refused. */
  public interface OnReply {
    /** The device did it. */
    void accepted(Json reply) throws DvripException;

    /** The device did not; without this, the session ends. */
    default void refused(DvripException why) throws DvripException {
      throw why;
    }
  }

  private record Request(int id, Map<String, Object> json, OnReply onReply) {}

  public DvripClient(DvripLogin login, Settings settings, long nowNanos) throws DvripException {
    this.settings = settings;
    this.nextClockNanos = nowNanos;
    add(new Request(DvripId.LOGIN, settings.flavour().request(login), this::signedIn));
  }

  private void signedIn(Json reply) throws DvripException {
    session = reply.get("SessionID").number().orElse(0L).intValue();
    long alive = reply.get("AliveInterval").number().orElse(20L);
    keepAliveNanos = Duration.ofSeconds(Math.min(60, Math.max(5, alive)) - 2).toNanos();
    channels = count(reply.get("ChannelNum"), 1);
    ask(DvripId.SYSTEM_INFO, Json.object("Name", "SystemInfo"), gently(this::described));
    ask(DvripId.CHANNEL_TITLE, Json.object("Name", "ChannelTitle"), gently(this::titled));
    ask(DvripId.GUARD, Json.object("Name", ""), gently(subscribed -> ready = true));
  }

  private static int count(Json number, int otherwise) {
    long count = number.number().orElse(0L);
    return count > 0 && count <= MAX_CHANNELS ? (int) count : otherwise;
  }

  private void described(Json reply) {
    Json info = reply.get("SystemInfo");
    serial = info.get("SerialNo").text().orElse("");
    firmware = info.get("SoftWareVersion").text().orElse("");
    model = info.get("HardWare").text().orElse("");
    channels = Math.max(channels, count(info.get("VideoInChannel"), 1));
  }

  private void titled(Json reply) {
    List<String> names = new ArrayList<>();
    reply.get("ChannelTitle").elements().forEach(e -> names.add(e.text().orElse("")));
    titles = List.copyOf(names);
  }

  /** Devices refuse what their model or the user's rights do not have; that ends nothing. */
  private OnReply gently(OnReply then) {
    return new OnReply() {
      @Override
      public void accepted(Json reply) throws DvripException {
        then.accepted(reply);
      }

      @Override
      public void refused(DvripException why) {
        ready |= waiting.isEmpty();
      }
    };
  }

  /** True once the device told what it is. */
  public boolean isReady() {
    return ready;
  }

  /** Cameras of a recorder; 1 of a camera. */
  public int channels() {
    return channels;
  }

  /** Title of a channel from 0; empty if it has none. */
  public String title(int channel) {
    return channel < titles.size() ? titles.get(channel) : "";
  }

  /** Hardware, as the device calls it. */
  public String model() {
    return model;
  }

  /** Software version. */
  public String firmware() {
    return firmware;
  }

  /** Serial number. */
  public String serial() {
    return serial;
  }

  /** How far the device's clock is ahead of ours, once measured. */
  public Optional<Duration> clockOffset() {
    return Optional.ofNullable(clockOffset);
  }

  /**
   * What is claimed, started and stopped: one stream of one channel.
   *
   * @param channel from 0
   * @param stream {@code Main}, {@code Extra1} or, with old firmware, {@code Extra}
   * @param action {@code Claim}, {@code Start} or {@code Stop}
   */
  public Map<String, Object> monitor(int channel, String stream, String action) {
    return inSession(
        Json.object(
            "Name",
            "OPMonitor",
            "OPMonitor",
            Json.object(
                "Action",
                action,
                "Parameter",
                Json.object(
                    "Channel",
                    channel,
                    "CombinMode",
                    "NONE",
                    "StreamType",
                    stream,
                    "TransMode",
                    "TCP"))));
  }

  private Map<String, Object> inSession(Map<String, Object> json) {
    json.put("SessionID", "0x%08X".formatted(session));
    return json;
  }

  /** A stream's connection; start it with a request once it is claimed. */
  public DvripStream stream(int channel, String stream) {
    return new DvripStream(session, monitor(channel, stream, "Claim"));
  }

  /** Asks something; one request is under way at a time, in order. */
  public void ask(int id, Map<String, Object> json, OnReply onReply) throws DvripException {
    add(new Request(id, inSession(json), onReply));
  }

  private void add(Request request) throws DvripException {
    if (waiting.size() >= MAX_WAITING) {
      throw new DvripException(
          DvripException.Kind.TIMEOUT, waiting.size() + " requests wait for their turn");
    }
    waiting.add(request);
  }

  /** The next alarm, or null. */
  public DvripAlarm nextAlarm() {
    return alarms.poll();
  }

  /** Bytes to send, or null if there are none now. */
  public ByteBuffer output(long nowNanos) {
    if (current == null) {
      current = waiting.poll();
      sent = false;
    }
    if (current == null || sent) {
      return null;
    }
    sent = true;
    deadlineNanos = nowNanos + REPLY_NANOS;
    return DvripPacket.message(session, sequence++, current.id(), current.json()).encode();
  }

  /** Takes bytes. */
  public void received(ByteBuffer bytes) throws DvripException {
    splitter.push(bytes);
    for (DvripPacket packet = splitter.next(); packet != null; packet = splitter.next()) {
      if (packet.id() == DvripId.ALARM) {
        DvripAlarm.parse(packet.json()).ifPresent(this::add);
      } else if (current != null && packet.id() == current.id() + 1) {
        answered(packet.json());
      }
      // Anything else was not asked for.
    }
  }

  private void add(DvripAlarm alarm) {
    if (alarms.size() == MAX_ALARMS) {
      alarms.poll();
    }
    alarms.add(alarm);
  }

  private void answered(Json reply) throws DvripException {
    Request request = current;
    current = null;
    try {
      check(reply, name(request));
    } catch (DvripException refused) {
      request.onReply().refused(refused);
      return;
    }
    request.onReply().accepted(reply);
  }

  private static String name(Request request) {
    return request.id() == DvripId.LOGIN ? "login" : "request " + request.json().get("Name");
  }

  /** Throws unless the reply's code says that it was done. */
  static void check(Json reply, String what) throws DvripException {
    long code = reply.get("Ret").number().orElse(0L);
    if (code == OK || code == 110 || code == 150) {
      return; // done; all of a list; done after a restart
    }
    String said =
        switch ((int) code) {
          case 106, 203, 204 -> "user name or password refused";
          case 205 -> "the device has locked this user after too many wrong passwords";
          case 206 -> "the device has blacklisted this user";
          case 107 -> what + ": the user has no right to it";
          case 104, 207 -> what + ": the device takes no further login of this user";
          case 124 -> what + ": the device does not take the password's hash; try Plain login";
          case 121 -> what + ": no camera is connected there";
          default -> what + ": refused with code " + code;
        };
    boolean login = code == 106 || code >= 203 && code <= 206;
    throw new DvripException(
        login ? DvripException.Kind.REFUSED : DvripException.Kind.FAILED, said);
  }

  /** Does what is due; to be called twice a second or more often. */
  public void tick(long nowNanos, Instant wall) throws DvripException {
    if (current != null && sent && nowNanos - deadlineNanos > 0) {
      throw new DvripException(DvripException.Kind.TIMEOUT, name(current) + ": no reply in 10 s");
    }
    if (!ready) {
      nextKeepAliveNanos = nowNanos + keepAliveNanos;
      return;
    }
    if (nowNanos - nextKeepAliveNanos >= 0) {
      nextKeepAliveNanos = nowNanos + keepAliveNanos;
      ask(DvripId.KEEP_ALIVE, Json.object("Name", "KeepAlive"), reply -> {});
    }
    if (nowNanos - nextClockNanos >= 0) {
      nextClockNanos = nowNanos + CLOCK_NANOS;
      Map<String, Object> question = Json.object("Name", "OPTimeQuery");
      ask(DvripId.GET_TIME, question, gently(reply -> clock(reply, wall)));
    }
  }

  private void clock(Json reply, Instant wall) throws DvripException {
    ZonedDateTime now = wall.atZone(settings.zone());
    try {
      LocalDateTime shown = LocalDateTime.parse(reply.get("OPTimeQuery").text().orElse(""), TIME);
      clockOffset = Duration.between(now.toLocalDateTime(), shown);
    } catch (DateTimeException unreadable) {
      return;
    }
    if (settings.setClock() && clockOffset.abs().compareTo(CLOCK_TOLERANCE) > 0) {
      Map<String, Object> set =
          Json.object("Name", "OPTimeSetting", "OPTimeSetting", TIME.format(now));
      ask(DvripId.SET_TIME, set, gently(done -> clockOffset = Duration.ZERO));
    }
  }
}
