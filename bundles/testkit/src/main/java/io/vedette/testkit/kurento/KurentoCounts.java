package io.vedette.testkit.kurento;

/**
 * What a server holds at one time.
 *
 * @param pipelines media pipelines, of all sessions
 * @param players their PlayerEndpoints
 * @param endpoints all their elements, players included
 * @param sessions that are not yet freed, with a socket or without
 * @param sockets open WebSockets
 * @param pulls RTSP connections to cameras that are open or being opened
 * @param viewers WebRTC viewers with finished handshake whose endpoint is not released, also those
 *     that have gone without a word
 */
public record KurentoCounts(
    int pipelines, int players, int endpoints, int sessions, int sockets, int pulls, int viewers) {}
