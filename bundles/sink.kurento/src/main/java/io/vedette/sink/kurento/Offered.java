package io.vedette.sink.kurento;

import io.vedette.api.stream.StreamKey;
import java.util.List;

/**
 * An offer as a media server may get it.
 *
 * @param sdp names nothing but what the stream is made of
 * @param mids names of its sections, in order
 * @param audio the stream's sound goes along
 */
record Offered(StreamKey key, String sdp, List<String> mids, boolean audio) {}
