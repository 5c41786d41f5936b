package io.vedette.sink.webrtc;

import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.LogEntry;
import io.vedette.api.stream.StreamKey;
import io.vedette.media.AccessUnit;
import io.vedette.media.G711Config;
import io.vedette.media.MalformedMediaException;
import io.vedette.rtp.Pacer;
import io.vedette.rtp.RtcpPacket;
import io.vedette.rtp.SendClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What one browser gets of one stream: reads its cursor, chooses, paces, sends. Knows no thread and
 * no clock; its sender calls {@link #run} when there is something to read or the time it asked for
 * has come, and nothing else calls anything here.
 */
final class Viewer {
  /** Behind for so long, it skips to the newest key picture: old pictures help nobody. */
  private static final long LATE_NS = Duration.ofMillis(1500).toNanos();

  /** One PLI is answered per this time; a lossy network is not helped by more bursts. */
  private static final long RESTART_NS = Duration.ofSeconds(2).toNanos();

  /** Nothing sent for so long, a replay is paused; then PLIs are not answered. */
  private static final long PAUSED_NS = Duration.ofSeconds(1).toNanos();

  /** Live sound older than this, in the group of pictures one begins with, is not sent. */
  private static final Duration OLD_SOUND = Duration.ofMillis(400);

  /**
   * Least step between pictures, in ticks: pictures sent again after a PLI have the time of now,
   * for a timestamp that goes back stops the browser. 1 ms is shown at once, 1 tick is not shown.
   */
  private static final long MIN_STEP = 90;

  /** 120 ms of mono G.711 in a packet; some recorders deliver half a second at a time. */
  private static final int MAX_SOUND_BYTES = 960;

  private final StreamKey key;
  private final boolean replay;
  private final RtpStream video;
  private final Optional<RtpStream> audio;
  private final Optional<G711Config> audioCodec;
  private final Supplier<Optional<Cursor>> fromNewestKey;
  private final SendClock clock = new SendClock();
  private final Backlog backlog = new Backlog();
  private final Pacer pacer;

  private Cursor cursor;
  private Runnable wake = () -> {};
  private List<ByteBuffer> payloads = List.of(); // of the picture being sent
  private int nextPayload;
  private long pictureTimestamp;
  private Instant pictureAt = Instant.EPOCH;
  private long caughtUpNs; // when there was last nothing left to send
  private long pictureSentNs;
  private long keySentNs;
  private long restartedNs;

  /**
   * @param key the stream; it says whether this is live or a replay
   * @param audioCodec what the audio stream was negotiated for
   * @param fromNewestKey opens another cursor at the newest key picture
   */
  Viewer(
      StreamKey key,
      Cursor cursor,
      RtpStream video,
      Optional<RtpStream> audio,
      Optional<G711Config> audioCodec,
      Supplier<Optional<Cursor>> fromNewestKey,
      long nowNs) {
    this.key = key;
    this.replay = key instanceof StreamKey.Replay;
    this.cursor = cursor;
    this.video = video;
    this.audio = audio;
    this.audioCodec = audioCodec;
    this.fromNewestKey = fromNewestKey;
    this.pacer = new Pacer(nowNs);
    this.caughtUpNs = nowNs;
    this.pictureSentNs = nowNs;
    this.keySentNs = nowNs - RESTART_NS;
    this.restartedNs = nowNs - RESTART_NS;
  }

  /**
   * Sends what may be sent now.
   *
   * @return when to call again at the latest, on the clock of {@code nowNs}; {@link
   *     Long#MAX_VALUE}: when the cursor has something
   */
  long run(PacketCache cache, long nowNs, Instant now) throws MalformedMediaException {
    if (backlog.fill(cursor)) {
      payloads = List.of(); // a picture half sent is completed by nobody; the browser drops it
      caughtUpNs = nowNs;
    }
    if (nowNs - caughtUpNs > LATE_NS) {
      payloads = List.of();
      backlog.skipToNewestKey();
      caughtUpNs = nowNs;
    }
    while (nextPayload < payloads.size() || begin(cache, nowNs, now)) {
      if (!pacer.allows(nowNs)) {
        return pacer.dueNs();
      }
      sendPayload(nowNs);
    }
    caughtUpNs = nowNs;
    return Long.MAX_VALUE;
  }

  /** Takes units until a picture has begun; sound goes out on the way. False: nothing is left. */
  private boolean begin(PacketCache cache, long nowNs, Instant now) throws MalformedMediaException {
    for (LogEntry.Unit entry = backlog.poll(); entry != null; entry = backlog.poll()) {
      if (entry.unit().track().isVideo()) {
        beginPicture(cache, entry, nowNs, now);
        return true;
      }
      sound(entry, nowNs, now);
    }
    return false;
  }

  private void beginPicture(PacketCache cache, LogEntry.Unit entry, long nowNs, Instant now)
      throws MalformedMediaException {
    AccessUnit unit = entry.unit();
    long timestamp = timestamp(entry);
    if (video.packets() > 0) {
      timestamp = Math.max(timestamp, video.newestTimestamp() + MIN_STEP);
    }
    payloads = List.of(); // if the unit is broken, nothing of the one before is sent again
    nextPayload = 0;
    payloads = cache.payloads(key, entry);
    pictureTimestamp = timestamp;
    pictureAt = replay ? now : unit.received();
    if (unit.randomAccess()) {
      keySentNs = nowNs;
    }
  }

  /** In a replay the unit's own, so that the page can tell recorded times by them. */
  private long timestamp(LogEntry.Unit entry) {
    AccessUnit unit = entry.unit();
    return replay ? unit.pts() : clock.timestamp(entry.run().id(), unit);
  }

  private void sendPayload(long nowNs) {
    ByteBuffer payload = payloads.get(nextPayload++);
    boolean last = nextPayload == payloads.size();
    int sent = video.send(payload, last, pictureTimestamp, pictureAt, millis(nowNs));
    pacer.sent(sent, nowNs);
    pictureSentNs = nowNs;
  }

  private void sound(LogEntry.Unit entry, long nowNs, Instant now) {
    AccessUnit unit = entry.unit();
    if (audio.isEmpty() || !audioCodec.equals(Optional.of(unit.track().config()))) {
      return;
    }
    if (!replay && Duration.between(unit.received(), now).compareTo(OLD_SOUND) > 0) {
      return;
    }
    RtpStream stream = audio.get();
    long timestamp = timestamp(entry);
    if (timestamp <= stream.newestTimestamp()) {
      return; // sent before a restart
    }
    Instant at = replay ? now : unit.received();
    ByteBuffer samples = unit.payload();
    for (int done = 0; done < samples.remaining(); done += MAX_SOUND_BYTES) {
      int size = Math.min(MAX_SOUND_BYTES, samples.remaining() - done);
      ByteBuffer part = samples.slice(samples.position() + done, size);
      pacer.sent(stream.send(part, false, timestamp + done, at, millis(nowNs)), nowNs);
    }
  }

  /** Sends packets again that the browser misses; what is gone it will ask for by PLI. */
  void resend(long ssrc, List<Integer> sequences, long nowNs) {
    stream(ssrc)
        .ifPresent(
            stream -> {
              for (int sequence : sequences) {
                pacer.sent(stream.resend(sequence, millis(nowNs)), nowNs);
              }
            });
  }

  private Optional<RtpStream> stream(long ssrc) {
    return video.ssrc() == ssrc ? Optional.of(video) : audio.filter(a -> a.ssrc() == ssrc);
  }

  /**
   * The decoder cannot go on: begins again with the newest key picture. Not while a replay is
   * paused (browsers send a PLI after some seconds without pictures, and would show another picture
   * than the one paused on), and not if a key picture went out just now.
   */
  void pictureLost(long nowNs) {
    boolean paused = replay && nowNs - pictureSentNs > PAUSED_NS;
    if (paused || nowNs - restartedNs < RESTART_NS || nowNs - keySentNs < RESTART_NS / 4) {
      return;
    }
    fromNewestKey
        .get()
        .ifPresent(
            fresh -> {
              cursor.close();
              cursor = fresh;
              cursor.onAppend(wake);
              backlog.restart();
              payloads = List.of();
              nextPayload = 0;
              restartedNs = nowNs;
              caughtUpNs = nowNs;
            });
  }

  /** True if packets of this viewer have the SSRC. */
  boolean sends(long ssrc) {
    return stream(ssrc).isPresent();
  }

  /** Sender reports of all streams that have begun. */
  List<RtcpPacket> reports(Instant now, String cname) {
    List<RtcpPacket> reports = new ArrayList<>(video.report(now, cname));
    audio.ifPresent(a -> reports.addAll(a.report(now, cname)));
    return reports;
  }

  /** Packets sent so far, those sent again not counted. */
  long packets() {
    return video.packets() + audio.map(RtpStream::packets).orElse(0L);
  }

  /** True once the stream is no more and all of it was sent. */
  boolean isEnded() {
    return nextPayload >= payloads.size() && backlog.isEmpty() && cursor.isEnded();
  }

  /** From now on calls {@code wake}, on any thread, when there is something to read. */
  void onAppend(Runnable wake) {
    this.wake = wake;
    cursor.onAppend(wake);
  }

  /** Closes the cursor and gives memory back. */
  void close() {
    cursor.close();
    video.close();
    audio.ifPresent(RtpStream::close);
  }

  private static int millis(long nowNs) {
    return (int) (nowNs / 1_000_000);
  }
}
