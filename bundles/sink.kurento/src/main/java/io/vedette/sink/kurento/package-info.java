/**
 * The live engine on Kurento media servers: viewers are served by them, from streams that they pull
 * from our restream.
 *
 * <p>In: the pool of servers, what is told to each of them and what their events mean. Not in: RTSP
 * (bundle {@code sink.rtsp}), SDP (bundle {@code webrtc}). Kurento's client is packed into this
 * bundle and known to no other.
 */
package io.vedette.sink.kurento;
