/**
 * Cameras that speak RTSP: the driver {@code rtsp}. Sockets, threads' waiting and time-outs are
 * here; everything that is said on the wire is in bundle {@code rtsp}. Exports nothing.
 */
package io.vedette.source.rtsp;
