package io.vedette.api.recording;

/**
 * What recording asked of the operating system since the recorder was started: what the benchmark
 * and whoever chooses a disk want to know.
 *
 * @param units access units that are in files
 * @param unitBytes their payload
 * @param writeCalls calls that wrote to files
 * @param bytes written by them, those of boxes and indexes of the MP4 included
 * @param syncs times that a file or folder was made durable (fsync)
 */
public record Written(long units, long unitBytes, long writeCalls, long bytes, long syncs) {}
