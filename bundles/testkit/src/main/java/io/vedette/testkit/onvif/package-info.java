/**
 * Simulated ONVIF cameras: the SOAP services of a camera over real HTTP, in front of the streams of
 * a {@link io.vedette.testkit.SimulatedCamera}. What they say is written by hand here, apart from
 * how they read XML, so that they cannot share a mistake with the client.
 */
package io.vedette.testkit.onvif;
