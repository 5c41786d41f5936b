/**
 * The embedded live engine: shows streams to browsers by WebRTC from one UDP port, without media
 * server. What it knows of protocols is in bundle {@code webrtc}; here are the socket, the threads
 * and the decisions about what is sent when. Design and numbers: docs/design/live.md.
 *
 * <p>Threads: {@code webrtc-reader} reads the port and answers STUN; {@code webrtc-sender-n} pace,
 * encrypt and send, each for some of the streams; {@code webrtc-handshake-n} work through DTLS
 * handshakes. None belongs to a viewer.
 */
package io.vedette.sink.webrtc;
