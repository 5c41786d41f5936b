/**
 * What a client says to an ONVIF camera and understands of its answers: SOAP 1.2 messages of the
 * device, media, PTZ, events and imaging services, WS-UsernameToken, WS-Discovery datagrams.
 *
 * <p>Hand-written over the JDK's StAX and read by local names, since cameras differ in prefixes,
 * versions and order; some twenty operations need no generated classes. Bytes and time come in,
 * bytes and values go out. Not in: sockets, HTTP and its login, threads, clocks (component {@code
 * source.onvif}), RTSP (bundle {@code rtsp}).
 */
@Version("0.1.0")
@Export
package io.vedette.onvif;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
