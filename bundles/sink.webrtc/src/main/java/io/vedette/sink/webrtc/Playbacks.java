package io.vedette.sink.webrtc;

import io.vedette.api.stream.Cursor;
import io.vedette.api.stream.StreamHub;
import io.vedette.webrtc.dtls.DtlsSession;
import io.vedette.webrtc.srtp.SrtcpReceiver;
import io.vedette.webrtc.srtp.SrtcpSender;
import io.vedette.webrtc.srtp.SrtpSender;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Puts a {@link Playback} together when a handshake has given its keys. Stateless. */
final class Playbacks {
  private static final int VIDEO_RATE = 90_000;
  private static final int AUDIO_RATE = 8_000; // G.711, RFC 3551

  private Playbacks() {}

  /** Reads the stream from its newest key picture; empty if the stream is gone. */
  static Optional<Playback> begin(
      StreamHub hub,
      Session session,
      DtlsSession dtls,
      ResendMemory memory,
      RandomGenerator random) {
    Offer offer = session.offer();
    Supplier<Optional<Cursor>> fromNewestKey =
        () -> hub.read(offer.key(), StreamHub.Start.NEWEST_RANDOM_ACCESS);
    Optional<Cursor> cursor = fromNewestKey.get();
    offer.opening().cursor().close(); // after the other is open: the stream shall not stop
    if (cursor.isEmpty()) {
      return Optional.empty();
    }
    SrtpSender srtp = new SrtpSender(dtls.localKeys());
    int first = random.nextInt(1 << 15);
    RtpStream video =
        new RtpStream(
            offer.videoSsrc(),
            offer.chosen().video(),
            VIDEO_RATE,
            first,
            offer.chosen().playoutDelay(),
            srtp,
            new ResendRing(first, ResendRing.VIDEO_PACKETS, memory),
            session);
    Optional<RtpStream> audio = Optional.empty();
    if (offer.chosen().audio().isPresent()) {
      audio =
          Optional.of(
              new RtpStream(
                  offer.audioSsrc(),
                  offer.chosen().audio().getAsInt(),
                  AUDIO_RATE,
                  first,
                  OptionalInt.empty(),
                  srtp,
                  new ResendRing(first, ResendRing.AUDIO_PACKETS, memory),
                  session));
    }
    Viewer viewer =
        new Viewer(
            offer.key(),
            cursor.get(),
            video,
            audio,
            offer.opening().audio(),
            fromNewestKey,
            System.nanoTime());
    Feedback feedback =
        new Feedback(
            viewer,
            new SrtcpReceiver(dtls.remoteKeys()),
            new SrtcpSender(dtls.localKeys()),
            session,
            offer.cname());
    Runnable ended = () -> session.close("the stream has ended");
    return Optional.of(new Playback(offer.key(), viewer, feedback, ended));
  }
}
