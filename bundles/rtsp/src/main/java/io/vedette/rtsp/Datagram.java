package io.vedette.rtsp;

import java.nio.ByteBuffer;

/**
 * A packet that is to be sent over UDP.
 *
 * @param channel of ours it goes out from: even RTP, odd RTCP, two per track
 * @param port of the camera it goes to
 */
public record Datagram(int channel, int port, ByteBuffer packet) {}
