/**
 * RTSP 1.0 (RFC 2326): what a client that plays and a server that is played from say to each other,
 * with the deviations real cameras make.
 *
 * <p>In: splitting the bytes of a connection, messages, SDP (RFC 8866), Digest and Basic login, the
 * client's and the server's session. Bytes and time come in, bytes and values go out. Not in:
 * sockets, threads, clocks (components {@code source.rtsp}, {@code testkit}), what is inside an RTP
 * packet (bundle {@code rtp}).
 */
@Version("0.1.0")
@Export
package io.vedette.rtsp;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
