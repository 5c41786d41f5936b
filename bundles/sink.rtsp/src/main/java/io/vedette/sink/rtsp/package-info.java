/**
 * An RTSP server for every stream: recorders, players and media servers pull from it.
 *
 * <p>In: sockets, threads, logins, the way from a cursor to packets. Not in: what RTSP says (bundle
 * {@code rtsp}), who may come in (service {@code Accounts}).
 */
package io.vedette.sink.rtsp;
