/**
 * Keeps cameras running and their streams in memory: one {@link io.vedette.hub.CameraLoop} per
 * camera, one {@link io.vedette.hub.SourceLoop} per open feed, one {@link io.vedette.hub.StreamLog}
 * per stream.
 *
 * <p>In: retries, supervision of drivers, status, the registry of cameras. Not in: protocols
 * (drivers), what is done with the units (sinks).
 */
package io.vedette.hub;
