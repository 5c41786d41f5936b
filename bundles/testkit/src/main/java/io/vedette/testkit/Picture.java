package io.vedette.testkit;

/**
 * A picture as it reached a viewer, not decoded.
 *
 * @param rtpTimestamp in 90 kHz, as sent
 * @param key a decoder can begin here
 * @param sliceBytes NAL units of its slices; tells the key pictures of a clip apart
 * @param whole no packet was missing since the one before
 * @param arrivedNanos {@code System.nanoTime} when its last packet came
 */
public record Picture(
    long rtpTimestamp, boolean key, int sliceBytes, boolean whole, long arrivedNanos) {}
