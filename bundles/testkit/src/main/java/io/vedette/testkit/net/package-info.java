/**
 * Sockets and time for simulated devices: one thread serves all connections of any number of
 * devices, each connection being a {@link io.vedette.testkit.net.Peer} that knows bytes and time
 * alone; HTTP for those that speak it; and the faults that devices have on the wire.
 */
package io.vedette.testkit.net;
