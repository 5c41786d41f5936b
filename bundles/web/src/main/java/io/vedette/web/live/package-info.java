/**
 * Live view without WebRTC: fragments of MP4 over a WebSocket, for browsers and networks where
 * WebRTC does not do.
 *
 * <p>In: turning a stream's units into messages, and sending them as fast as the viewer takes them.
 * Not in: boxes (bundle {@code mp4}), the stream itself (bundle {@code hub}).
 */
package io.vedette.web.live;
