package io.vedette.testkit.dvrip;

import io.vedette.api.stream.Profile;
import io.vedette.dvrip.DvripException;
import io.vedette.dvrip.DvripId;
import io.vedette.dvrip.DvripLogin;
import io.vedette.dvrip.DvripPacket;
import io.vedette.dvrip.DvripSplitter;
import io.vedette.dvrip.Json;
import io.vedette.testkit.RecorderChannel;
import io.vedette.testkit.net.Peer;
import java.nio.ByteBuffer;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/**
 * One connection: the control of a session, a stream that another session's number claimed, or both
 * at once.
 */
final class DvripPeer implements Peer {
  private static final int OUT_BYTES = 4 << 20;
  private static final long SILENT_MILLIS = 60_000;
  private static final int OK = 100;
  private static final int BAD_REQUEST = 103;
  private static final int NOT_SIGNED_IN = 105;
  private static final int WRONG_PASSWORD = 203;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final SimulatedDvrip device;
  private final DvripSplitter splitter = new DvripSplitter();
  private final ByteBuffer out = ByteBuffer.allocate(OUT_BYTES);
  private long heardMillis;
  private boolean ended;
  private int session; // of the control connection; 0: not signed in
  private boolean guarded;
  private Json claimed; // what this connection is claimed for; null: nothing
  private int claimedSession;
  private DvripMedia media; // while a stream is sent here

  DvripPeer(SimulatedDvrip device, long nowMillis) {
    this.device = device;
    this.heardMillis = nowMillis;
  }

  boolean isSignedIn() {
    return session != 0;
  }

  boolean isStreaming() {
    return media != null;
  }

  @Override
  public void received(ByteBuffer bytes, long nowMillis) {
    heardMillis = nowMillis;
    splitter.push(bytes);
    try {
      for (DvripPacket p = splitter.next(); p != null; p = splitter.next()) {
        answer(p, nowMillis);
      }
    } catch (DvripException noClient) {
      ended = true;
    }
  }

  private void answer(DvripPacket packet, long nowMillis) throws DvripException {
    Json request = packet.json();
    if (packet.id() == DvripId.LOGIN) {
      login(packet, request);
    } else if (!device.isSession(packet.session())) {
      reply(packet, NOT_SIGNED_IN, Json.object());
    } else {
      serve(packet, request, nowMillis);
    }
  }

  private void login(DvripPacket packet, Json request) {
    DvripLogin login =
        new DvripLogin(
            device.setup().credentials().user(), device.setup().credentials().password());
    device.countLogin();
    boolean good =
        request.get("UserName").text().orElse("").equals(login.user())
            && request.get("PassWord").text().orElse("").equals(login.hash());
    session = good ? device.newSession() : 0;
    Map<String, Object> body =
        Json.object(
            "AliveInterval",
            20,
            "ChannelNum",
            device.setup().channels().size(),
            "DeviceType ",
            "DVR",
            "ExtraChannel",
            0);
    reply(packet, good ? OK : WRONG_PASSWORD, body);
  }

  private void serve(DvripPacket packet, Json request, long nowMillis) {
    switch (packet.id()) {
      case DvripId.SYSTEM_INFO ->
          reply(packet, OK, Json.object("Name", "SystemInfo", "SystemInfo", info()));
      case DvripId.CHANNEL_TITLE ->
          reply(packet, OK, Json.object("ChannelTitle", titles(), "Name", "ChannelTitle"));
      case DvripId.GUARD -> {
        guarded = true;
        reply(packet, OK, Json.object("Name", ""));
      }
      case DvripId.GET_TIME ->
          reply(
              packet,
              OK,
              Json.object("Name", "OPTimeQuery", "OPTimeQuery", TIME.format(device.clock())));
      case DvripId.SET_TIME -> {
        String time = request.get("OPTimeSetting").text().orElse("");
        device.setClock(LocalDateTime.parse(time, TIME));
        reply(packet, OK, Json.object("Name", "OPTimeSetting"));
      }
      case DvripId.PTZ -> {
        device.moved(request.get("OPPTZControl"));
        reply(packet, OK, Json.object("Name", "OPPTZControl"));
      }
      case DvripId.MONITOR_CLAIM -> claim(packet, request.get("OPMonitor").get("Parameter"));
      case DvripId.MONITOR -> monitor(packet, request.get("OPMonitor"), nowMillis);
      default -> reply(packet, OK, Json.object("Name", request.get("Name").text().orElse("")));
    }
  }

  private Object info() {
    return Json.object(
        "AlarmInChannel",
        4,
        "AlarmOutChannel",
        1,
        "AudioInChannel",
        1,
        "BuildTime",
        "2019-06-01 00:00:00",
        "DeviceRunTime",
        "0x00000010",
        "DigChannel",
        0,
        "EncryptVersion",
        "Unknown",
        "ExtraChannel",
        0,
        "HardWare",
        "XM530",
        "HardWareVersion",
        "Unknown",
        "SerialNo",
        "f00d%012d".formatted(device.port()),
        "SoftWareVersion",
        "V4.03.R11",
        "TalkInChannel",
        1,
        "TalkOutChannel",
        1,
        "UpdataTime",
        "",
        "VideoInChannel",
        device.setup().channels().size(),
        "VideoOutChannel",
        1);
  }

  private List<String> titles() {
    return device.setup().channels().stream().map(RecorderChannel::title).toList();
  }

  private void claim(DvripPacket packet, Json parameter) {
    int code = profile(parameter) == null ? BAD_REQUEST : OK;
    if (code == OK) {
      claimed = parameter;
      claimedSession = packet.session();
    }
    reply(packet, code, Json.object("Name", "OPMonitor"));
  }

  private Profile profile(Json parameter) {
    long channel = parameter.get("Channel").number().orElse(-1L);
    if (channel < 0 || channel >= device.setup().channels().size()) {
      return null;
    }
    String stream = parameter.get("StreamType").text().orElse("");
    if (stream.equals("Main")) {
      return Profile.MAIN;
    }
    return stream.equals(device.setup().extraName()) ? Profile.SUB : null;
  }

  private void monitor(DvripPacket packet, Json monitor, long nowMillis) {
    boolean start = monitor.get("Action").text().orElse("").equals("Start");
    DvripPeer where = device.claimedBy(packet.session(), monitor.get("Parameter"));
    if (where == null) {
      reply(packet, BAD_REQUEST, Json.object("Name", "OPMonitor"));
      return;
    }
    if (!equals(where)) { // clients of one connection do not expect it among the pictures
      reply(packet, OK, Json.object("Name", "OPMonitor"));
    }
    if (start) {
      where.start(nowMillis);
    } else {
      where.stop(!equals(where));
    }
  }

  /** Whether this connection was claimed for a stream of a session. */
  boolean isClaimed(int bySession, Json parameter) {
    return claimed != null
        && claimedSession == bySession
        && claimed.get("Channel").number().equals(parameter.get("Channel").number())
        && claimed.get("StreamType").text().equals(parameter.get("StreamType").text());
  }

  private void start(long nowMillis) {
    int channel = claimed.get("Channel").number().orElse(0L).intValue();
    media = new DvripMedia(device, channel, profile(claimed), claimedSession, nowMillis);
  }

  private void stop(boolean close) {
    media = null;
    claimed = null;
    ended |= close;
  }

  private void reply(DvripPacket request, int code, Map<String, Object> body) {
    body.put("Ret", code);
    body.put("SessionID", "0x%08X".formatted(session == 0 ? request.session() : session));
    put(
        DvripPacket.message(
            session == 0 ? request.session() : session,
            request.sequence(),
            request.id() + 1,
            body));
  }

  private void put(DvripPacket packet) {
    ByteBuffer bytes = packet.encode();
    if (bytes.remaining() > out.remaining()) {
      ended = true; // asks and does not read
    } else {
      out.put(bytes);
    }
  }

  /** Pushes an alarm if this session subscribed. */
  void alarm(Object info) {
    if (guarded) {
      Object body =
          Json.object(
              "AlarmInfo", info, "Name", "AlarmInfo", "SessionID", "0x%08X".formatted(session));
      put(DvripPacket.message(session, 0, DvripId.ALARM, body));
    }
  }

  void garbage(byte[] bytes) {
    if (media != null) {
      media.garbage(bytes);
    }
  }

  @Override
  public long sendDue(long nowMillis) {
    boolean forgotten = media == null && nowMillis - heardMillis > SILENT_MILLIS;
    boolean orphaned = claimed != null && !device.isSession(claimedSession);
    ended |= forgotten || orphaned;
    long due = media == null ? Long.MAX_VALUE : media.sendDue(out, nowMillis);
    return Math.min(due, heardMillis + SILENT_MILLIS + 1);
  }

  @Override
  public ByteBuffer out() {
    return out;
  }

  @Override
  public boolean isEnded() {
    return ended;
  }

  @Override
  public void closed() {
    device.gone(this, session);
  }
}
