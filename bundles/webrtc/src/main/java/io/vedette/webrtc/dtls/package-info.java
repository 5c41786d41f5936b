/**
 * DTLS 1.2 with use_srtp (RFC 6347, RFC 5764): gives the keys of SRTP. The interface hides who does
 * it; today that is BouncyCastle, which has no DTLS 1.3 yet. Its calls block, so the thread and the
 * way of the datagrams are the caller's.
 */
@Version("0.1.0")
@Export
package io.vedette.webrtc.dtls;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
