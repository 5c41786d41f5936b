package io.vedette.sink.webrtc;

import io.vedette.api.live.Opening;
import io.vedette.api.stream.StreamKey;
import io.vedette.webrtc.sdp.Negotiation;
import io.vedette.webrtc.sdp.SdpOffer;

/**
 * What a session was opened for.
 *
 * @param chosen payload types
 * @param videoSsrc of our packets, unsigned 32 bits; likewise the audio's
 * @param cname ties picture and sound together
 */
record Offer(
    StreamKey key,
    SdpOffer sdp,
    Negotiation chosen,
    Opening opening,
    long videoSsrc,
    long audioSsrc,
    String cname) {}
