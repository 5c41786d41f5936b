/**
 * Trick play without transcoding: recorded units with new, rising times, appended to streams that
 * every live engine can show.
 *
 * <p>{@link io.vedette.sink.replay.ReplayClock} says which recorded time is now, {@link
 * io.vedette.sink.replay.CameraReplay} which units that means for one camera, {@link
 * io.vedette.sink.replay.ReplaySession} keeps the cameras of one replay together on a thread. Not
 * in: pacing of bursts, packets, browsers (live engines); files (recorder).
 */
package io.vedette.sink.replay;
