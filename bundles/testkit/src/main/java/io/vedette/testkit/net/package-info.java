/**
 * Sockets and time for simulated recorders: one thread serves all connections of any number of
 * devices, each connection being a {@link io.vedette.testkit.net.Peer} that knows bytes and time
 * alone; and the faults that devices have on the wire.
 */
package io.vedette.testkit.net;
