/**
 * SRTP and SRTCP (RFC 3711, RFC 7714) on the JDK's ciphers: protects what we send, opens what comes
 * back. Packets are handled in place in byte arrays, without an allocation of ours per packet.
 *
 * <p>The JDK's AES-GCM does 1.2 to 1.7 million packets of 1200 bytes per second and core,
 * BouncyCastle's a twentieth of that; so DTLS is theirs and SRTP is not.
 */
@Version("0.1.0")
@Export
package io.vedette.webrtc.srtp;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
