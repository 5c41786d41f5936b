package io.vedette.testkit.dvr;

import io.vedette.dvr.CameraSlot;
import io.vedette.dvr.ControlSplitter;
import io.vedette.dvr.DvrEvent;
import io.vedette.dvr.DvrException;
import io.vedette.dvr.DvrId;
import io.vedette.dvr.DvrLogin;
import io.vedette.dvr.DvrMessage;
import io.vedette.dvr.DvrTime;
import io.vedette.dvr.SystemInfo;
import io.vedette.testkit.net.Peer;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** One control connection: a session from login to its end. */
final class ControlPeer implements Peer {
  private static final long SILENT_MILLIS = 60_000;
  private static final long REFUSED_MILLIS = 1_000;

  private final SimulatedDvr dvr;
  private final InetAddress from;
  private final ControlSplitter splitter = new ControlSplitter();
  private final ByteBuffer out = ByteBuffer.allocate(16 * 1024);
  private long heardMillis;
  private long endMillis = Long.MAX_VALUE;
  private boolean ended;
  private boolean signedIn;
  private boolean armed; // STREAM_CONNECT was accepted
  private boolean extra;
  private int channels; // mask
  private DataPeer data; // null: none

  ControlPeer(SimulatedDvr dvr, InetAddress from, long nowMillis) {
    this.dvr = dvr;
    this.from = from;
    this.heardMillis = nowMillis;
  }

  boolean isSignedIn() {
    return signedIn;
  }

  boolean isExtra() {
    return extra;
  }

  int channels() {
    return channels;
  }

  boolean awaitsDataFrom(InetAddress address) {
    return armed && data == null && from.equals(address);
  }

  /** Channels may have been chosen before: a connection can come in after what it is for. */
  void attach(DataPeer connection, long nowMillis) {
    data = connection;
    connection.begin(this);
    connection.choose(channels, nowMillis);
  }

  /** Forgets its data connection, unless it has another by now. */
  void dataClosed(DataPeer connection) {
    if (data == connection) {
      data = null;
      armed = false;
      channels = 0;
    }
  }

  @Override
  public void received(ByteBuffer bytes, long nowMillis) {
    heardMillis = nowMillis;
    splitter.push(bytes);
    try {
      for (DvrMessage m = splitter.next(); m != null; m = splitter.next()) {
        answer(m, nowMillis);
      }
    } catch (DvrException | RuntimeException noClient) {
      ended = true;
    }
  }

  private void answer(DvrMessage message, long nowMillis) throws DvrException {
    ByteBuffer body = message.body().order(ByteOrder.LITTLE_ENDIAN);
    if (message.id() == DvrId.LOGIN) {
      login(DvrLogin.parse(body), nowMillis);
    } else if (!signedIn) {
      reply(message, DvrMessage.FAILED, none());
    } else {
      serve(message, body, nowMillis);
    }
  }

  private void login(DvrLogin login, long nowMillis) {
    dvr.countLogin();
    boolean good =
        login.user().equals(dvr.setup().credentials().user())
            && login.password().equals(dvr.setup().credentials().password())
            && dvr.signedIn() < dvr.setup().sessions();
    byte[] parameters = {2, 1, 0};
    put(
        DvrMessage.reply(
            DvrId.LOGIN,
            good ? DvrMessage.OK : DvrMessage.FAILED,
            good ? ByteBuffer.wrap(parameters) : none()));
    signedIn = good;
    if (!good) {
      endMillis = nowMillis + REFUSED_MILLIS;
    }
  }

  private void serve(DvrMessage message, ByteBuffer body, long nowMillis) throws DvrException {
    switch (message.id()) {
      case DvrId.SYSTEM_INFO -> reply(message, DvrMessage.OK, info().encode());
      case DvrId.GET_BLOCK -> {
        boolean known = body.getInt() == CameraSlot.BLOCK;
        reply(message, known ? DvrMessage.OK : DvrMessage.FAILED, known ? slots() : none());
      }
      case DvrId.POLL -> {
        ByteBuffer status = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        reply(message, DvrMessage.OK, status.putShort(0, (short) dvr.videoLoss()));
      }
      case DvrId.GET_TIME -> reply(message, DvrMessage.OK, DvrTime.encode(dvr.clock()));
      case DvrId.SET_TIME -> {
        dvr.setClock(DvrTime.parse(body));
        reply(message, DvrMessage.OK, none());
      }
      case DvrId.PTZ_KEY -> {
        dvr.pressed(body.get() != 0, body.getShort() & 0xffff, body.getShort() & 0xffff);
        reply(message, DvrMessage.OK, none());
      }
      case DvrId.EXTRA_STREAM -> extra = body.get() != 0;
      case DvrId.STREAM_CONNECT -> {
        armed = true;
        reply(message, DvrMessage.OK, none());
        dvr.tie(this, nowMillis);
      }
      case DvrId.LIVE_CHANNELS -> {
        channels = armed ? body.getInt() : 0;
        reply(message, armed ? DvrMessage.OK : DvrMessage.FAILED, none());
        if (data != null) {
          data.choose(channels, nowMillis);
        }
      }
      case DvrId.STREAM_DISCONNECT -> {
        reply(message, DvrMessage.OK, none());
        endData();
      }
      case DvrId.DATA_ACKNOWLEDGE -> {
        if (data != null) {
          data.acknowledged(body.getInt() & 0xffffffffL);
        }
      }
      default -> {
        // No reply is known: ignored.
      }
    }
  }

  private SystemInfo info() {
    return new SystemInfo(
        "DM1604H4-HD04", "VT0000" + dvr.controlPort(), 1, 0x0203, dvr.setup().channels().size(), 4);
  }

  private ByteBuffer slots() {
    List<CameraSlot> slots = new ArrayList<>();
    dvr.setup().channels().forEach(channel -> slots.add(new CameraSlot(channel.title(), true)));
    return CameraSlot.encode(slots);
  }

  private static ByteBuffer none() {
    return ByteBuffer.allocate(0);
  }

  private void reply(DvrMessage command, int status, ByteBuffer parameters) {
    put(DvrMessage.reply(command.id(), status, parameters));
  }

  void send(DvrEvent event) {
    if (signedIn) {
      put(event.message());
    }
  }

  private void put(DvrMessage message) {
    ByteBuffer bytes = message.encode();
    if (bytes.remaining() > out.remaining()) {
      ended = true; // asks and does not read
    } else {
      out.put(bytes);
    }
  }

  private void endData() {
    if (data != null) {
      data.end();
      dataClosed(data);
    }
  }

  @Override
  public long sendDue(long nowMillis) {
    if (nowMillis - heardMillis > SILENT_MILLIS || nowMillis >= endMillis) {
      ended = true;
    }
    return Math.min(endMillis, heardMillis + SILENT_MILLIS + 1);
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
    signedIn = false;
    endData();
    dvr.gone(this);
  }
}
