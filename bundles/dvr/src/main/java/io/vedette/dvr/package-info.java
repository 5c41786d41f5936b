/**
 * The socket protocol of a family of hybrid DVRs: a control connection with commands, replies and
 * events, and a data connection with pictures of all channels.
 *
 * <p>In: messages, settings blocks, stream packets, frames, and the client's session. Bytes and
 * time come in, bytes and values go out. Not in: sockets, threads, clocks (components {@code
 * source.dvr}, {@code testkit}).
 *
 * <p>No paper of the vendor is known. Integers are unsigned and little-endian; only the PES head is
 * big-endian. What is certain, what is inferred and what we decided: docs/design/dvr.md.
 */
@Version("0.1.0")
@Export
package io.vedette.dvr;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
