package io.vedette.testkit.dvrip;

import io.vedette.api.stream.Profile;
import io.vedette.dvrip.DvripId;
import io.vedette.dvrip.DvripPacket;
import io.vedette.media.AccessUnit;
import io.vedette.media.H265Config;
import io.vedette.media.VideoConfig;
import io.vedette.testkit.AnnexB;
import io.vedette.testkit.MediaLoop;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;

/** What one stream sends: frames with their heads, cut into packets of 8 kB. */
final class DvripMedia {
  private static final int PACKET_BYTES = 8192;
  private static final int LARGEST_FRAME = 1 << 20;

  /** Further behind than this, the client is too slow: go on with the present. */
  private static final long TOO_LATE_MILLIS = 3_000;

  private final SimulatedDvrip device;
  private final int channel;
  private final Profile profile;
  private final int session;
  private MediaLoop video;
  private final MediaLoop audio = MediaLoop.tick();
  private long nextVideo;
  private long nextAudio;
  private int sequence;
  private byte[] garbage = {};

  DvripMedia(SimulatedDvrip device, int channel, Profile profile, int session, long nowMillis) {
    this.device = device;
    this.channel = channel;
    this.profile = profile;
    this.session = session;
    begin(nowMillis);
  }

  private void begin(long nowMillis) {
    video = device.loop(channel, profile);
    nextVideo = video.firstStartFrom(nowMillis);
    nextAudio = audio.firstFrom(video.dueMillis(nextVideo));
  }

  void garbage(byte[] bytes) {
    garbage = bytes;
  }

  /** Puts the frames that are due; returns when the next is. */
  long sendDue(ByteBuffer out, long nowMillis) {
    boolean other = !device.loop(channel, profile).equals(video);
    if (other || nowMillis - video.dueMillis(nextVideo) > TOO_LATE_MILLIS) {
      begin(nowMillis);
    }
    if (device.isStalled()) {
      begin(nowMillis + 1);
      return nowMillis + 100;
    }
    while (video.dueMillis(nextVideo) <= nowMillis) {
      if (out.remaining() < LARGEST_FRAME) { // the client is too slow
        nextVideo = video.firstStartFrom(nowMillis + 1);
        break;
      }
      put(out, frame(video.unit(nextVideo++)));
    }
    while (device.setup().audio() && audio.dueMillis(nextAudio) <= nowMillis) {
      put(out, sound(audio.unit(nextAudio++)));
    }
    long sound = device.setup().audio() ? audio.dueMillis(nextAudio) : Long.MAX_VALUE;
    return Math.min(video.dueMillis(nextVideo), sound);
  }

  /** {@code 00 00 01 FC T F W H datetime length} or {@code 00 00 01 FD length}. */
  private ByteBuffer frame(AccessUnit unit) {
    byte[] picture = AnnexB.of(unit);
    ByteBuffer out = ByteBuffer.allocate(16 + picture.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0).put((byte) 0).put((byte) 1);
    if (unit.randomAccess()) {
      VideoConfig config = (VideoConfig) unit.track().config();
      int width = config.width() / 8;
      int height = config.height() / 8;
      int codec = config instanceof H265Config ? 3 : 2;
      out.put((byte) 0xfc).put((byte) (codec | width >> 8 << 4 | height >> 8 << 6));
      out.put((byte) (profile == Profile.MAIN ? 25 : 15)).put((byte) width).put((byte) height);
      out.putInt(packed(device.clock()));
    } else {
      out.put((byte) 0xfd);
    }
    return out.putInt(picture.length).put(picture).flip();
  }

  private static int packed(LocalDateTime t) {
    return t.getSecond()
        | t.getMinute() << 6
        | t.getHour() << 12
        | t.getDayOfMonth() << 17
        | t.getMonthValue() << 22
        | t.getYear() - 2000 << 26;
  }

  private static ByteBuffer sound(AccessUnit unit) {
    ByteBuffer out = ByteBuffer.allocate(8 + unit.sizeBytes()).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {0, 0, 1, (byte) 0xfa, 0x0e, 2}).putShort((short) unit.sizeBytes());
    return out.put(unit.payload()).flip();
  }

  private void put(ByteBuffer out, ByteBuffer frame) {
    ByteBuffer bytes = ByteBuffer.allocate(garbage.length + frame.remaining());
    bytes.put(garbage).put(frame).flip();
    garbage = new byte[0];
    while (bytes.hasRemaining()) {
      int count = Math.min(PACKET_BYTES, bytes.remaining());
      ByteBuffer piece = bytes.slice(bytes.position(), count);
      out.put(
          new DvripPacket(1, session, sequence++, channel, 0, DvripId.MONITOR_DATA, piece)
              .encode());
      bytes.position(bytes.position() + count);
    }
  }
}
