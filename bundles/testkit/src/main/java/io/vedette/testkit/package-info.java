/**
 * Simulated cameras for tests and for the demo: they play pre-encoded loops with a machine-readable
 * timecode ({@link io.vedette.testkit.Timecode}) over real RTSP sockets, and misbehave on demand.
 * Also a manual clock, a lossy link, and a reader of timecodes in decoded files. Never part of the
 * appliance's image.
 *
 * <p>What a camera shows follows from the wall clock: the loop's time is the time since the epoch
 * modulo {@link io.vedette.testkit.Timecode#LOOP_MILLIS}, whatever the profile, the camera or the
 * connection.
 */
package io.vedette.testkit;
