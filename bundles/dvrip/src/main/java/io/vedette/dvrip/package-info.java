/**
 * DVRIP, the protocol of Xiongmai cameras and recorders (NETSurveillance, "Sofia", XMEye; TCP
 * 34567): a control connection with JSON commands, and one connection per stream.
 *
 * <p>In: packets, JSON as these devices write it, password hash, the client's control session and
 * streams, discovery datagrams. Bytes and time come in, bytes and values go out. Not in: sockets,
 * threads, clocks (components {@code source.dvrip}, {@code testkit}).
 *
 * <p>Integers are little-endian. Sources and what is uncertain: docs/design/dvrip.md.
 */
@Version("0.1.0")
@Export
package io.vedette.dvrip;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
