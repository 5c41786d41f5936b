package io.vedette.testkit.dvr;

import io.vedette.dvr.FrameHead;
import io.vedette.dvr.PacketHeader;
import io.vedette.dvr.PesHead;
import io.vedette.media.AccessUnit;
import io.vedette.testkit.AnnexB;
import io.vedette.testkit.MediaLoop;
import io.vedette.testkit.net.Peer;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** One data connection: packets of all chosen channels, as fast as acknowledgements allow. */
final class DataPeer implements Peer {
  /** Key pictures of 16 channels at once. */
  private static final int OUT_BYTES = 4 << 20;

  private static final long UNTIED_MILLIS = 5_000;
  private static final long NO_ACKNOWLEDGEMENT_MILLIS = 10_000;

  /** Further behind than this, the client is too slow: go on with the present. */
  private static final long TOO_LATE_MILLIS = 3_000;

  private final SimulatedDvr dvr;
  private final InetAddress from;
  private final long openedMillis;
  private final ByteBuffer out = ByteBuffer.allocate(OUT_BYTES);
  private final Map<Integer, Place> places = new TreeMap<>(); // by channel
  private final Deque<ByteBuffer> packets = new ArrayDeque<>(); // of frames begun, not yet sent
  private ControlPeer session; // null: nobody knows yet whose it is
  private long sent; // number of the newest packet
  private long acknowledged;
  private long acknowledgedMillis;
  private boolean ended;

  /** Where a channel is. */
  private static final class Place {
    MediaLoop loop;
    long next;
    int counter;
    int lastBytes;
  }

  DataPeer(SimulatedDvr dvr, InetAddress from, long nowMillis) {
    this.dvr = dvr;
    this.from = from;
    this.openedMillis = nowMillis;
  }

  InetAddress from() {
    return from;
  }

  boolean isTied() {
    return session != null;
  }

  void begin(ControlPeer owner) {
    session = owner;
  }

  void end() {
    ended = true;
  }

  /** Newly chosen channels begin with a key picture. */
  void choose(int mask, long nowMillis) {
    acknowledgedMillis = nowMillis;
    places.keySet().removeIf(channel -> (mask >> channel & 1) == 0);
    for (int channel = 0; channel < dvr.setup().channels().size(); channel++) {
      if ((mask >> channel & 1) != 0 && !places.containsKey(channel)) {
        places.put(channel, placed(new Place(), channel, nowMillis));
      }
    }
  }

  private Place placed(Place place, int channel, long nowMillis) {
    place.loop = dvr.loop(channel, session.isExtra());
    place.next = place.loop.firstStartFrom(nowMillis);
    return place;
  }

  void acknowledged(long number) {
    acknowledged = Math.max(acknowledged, Math.min(number, sent));
    acknowledgedMillis = Long.MIN_VALUE; // set when time is known next
  }

  void garbage(Random random) {
    byte[] bytes = new byte[300];
    random.nextBytes(bytes);
    if (out.remaining() >= bytes.length) {
      out.put(bytes);
    }
  }

  @Override
  public void received(ByteBuffer bytes, long nowMillis) {
    bytes.position(bytes.limit()); // clients have nothing to say here
  }

  @Override
  public long sendDue(long nowMillis) {
    if (session == null) {
      ended |= nowMillis - openedMillis > UNTIED_MILLIS;
      return openedMillis + UNTIED_MILLIS + 1;
    }
    if (acknowledgedMillis == Long.MIN_VALUE) {
      acknowledgedMillis = nowMillis;
    }
    boolean full = sent - acknowledged >= dvr.setup().window();
    ended |= full && nowMillis - acknowledgedMillis > NO_ACKNOWLEDGEMENT_MILLIS;
    long due = Long.MAX_VALUE;
    for (Map.Entry<Integer, Place> entry : places.entrySet()) {
      due = Math.min(due, play(entry.getKey(), entry.getValue(), nowMillis));
    }
    drain();
    return full ? acknowledgedMillis + NO_ACKNOWLEDGEMENT_MILLIS + 1 : due;
  }

  private long play(int channel, Place place, long nowMillis) {
    boolean other = !dvr.loop(channel, session.isExtra()).equals(place.loop);
    long late = nowMillis - place.loop.dueMillis(place.next);
    if (other || late > TOO_LATE_MILLIS) {
      placed(place, channel, nowMillis);
    }
    while (place.loop.dueMillis(place.next) <= nowMillis) {
      boolean dark = dvr.isStalled() || (dvr.videoLoss() >> channel & 1) != 0;
      if (dark) {
        place.next = place.loop.firstStartFrom(nowMillis + 1);
      } else if (packets.size() > dvr.setup().window()) {
        return Long.MAX_VALUE; // the client is behind; an acknowledgement brings us here again
      } else {
        frame(channel, place, place.loop.unit(place.next++));
      }
    }
    return place.loop.dueMillis(place.next);
  }

  /** Frame head, PES head, picture; cut into packets. */
  private void frame(int channel, Place place, AccessUnit unit) {
    byte[] picture = AnnexB.of(unit);
    long millis = unit.received().toEpochMilli() + dvr.clockOffset().toMillis();
    long pts = millis * 90 & 0x1_ffff_ffffL;
    int size = FrameHead.BYTES + PesHead.BYTES + picture.length;
    int less =
        switch (dvr.setup().lengthCounts()) {
          case FRAME_HEAD_TOO -> 0;
          case PES_HEAD_TOO -> FrameHead.BYTES;
          case STREAM_ALONE -> FrameHead.BYTES + PesHead.BYTES;
        };
    FrameHead head =
        new FrameHead(
            channel,
            dvr.setup().channels().get(channel).title(),
            1,
            size - less,
            Math.floorDiv(millis, 1000L),
            (int) Math.floorMod(millis, 1000L));
    ByteBuffer frame = ByteBuffer.allocate(size);
    frame.put(head.encode(unit.randomAccess(), false, 25, place.counter++));
    PesHead pes = new PesHead(0xe0, pts, PesHead.BYTES);
    frame.put(pes.encode(picture.length, place.lastBytes, unit.randomAccess()));
    frame.put(picture).flip();
    place.lastBytes = picture.length + PesHead.BYTES;
    while (frame.hasRemaining()) {
      int count = Math.min(frame.remaining(), dvr.setup().packetBytes());
      packets.add(frame.slice(frame.position(), count));
      frame.position(frame.position() + count);
    }
  }

  /** Sends what the window and the buffer have room for. */
  private void drain() {
    while (!packets.isEmpty() && sent - acknowledged < dvr.setup().window()) {
      ByteBuffer payload = packets.peek();
      if (payload.remaining() + PacketHeader.BYTES > out.remaining()) {
        return;
      }
      packets.poll();
      ByteBuffer echo = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
      echo.putInt((int) (openedMillis / 1000)).putInt((int) sent).putInt(0x5a5a);
      sent++;
      out.put(new PacketHeader(payload.remaining(), sent, echo.array()).encode(1)).put(payload);
    }
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
    if (session != null) {
      session.dataClosed(this);
    }
    dvr.gone(this);
  }
}
