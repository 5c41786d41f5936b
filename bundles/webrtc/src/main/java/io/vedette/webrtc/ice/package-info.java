/**
 * STUN messages (RFC 8489) and the server's side of ICE-lite (RFC 8445 2.5): answers binding
 * requests, learns where the browser is, notices when it is gone.
 *
 * <p>Not in: gathering of candidates, TURN, checks of our own; an agent that is reachable needs
 * none of them.
 */
@Version("0.1.0")
@Export
package io.vedette.webrtc.ice;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
