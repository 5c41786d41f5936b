/**
 * A stand-in for a Kurento Media Server, which cannot be installed where tests run: its JSON-RPC
 * over a WebSocket, its objects and sessions, its events and error codes as recorded from 7.3.1,
 * and real media: it pulls RTSP and sends H.264 to WebRTC viewers. It breaks on demand.
 *
 * <p>What it does not do: it cannot transcode (a viewer that would need it gets the event and no
 * picture), pulls by TCP only, and has no audio, no TURN and no ICE checks of its own.
 */
package io.vedette.testkit.kurento;
