/**
 * Pictures made anew by ffmpeg, which runs as processes of its own: what a damaged picture does to
 * a decoder it does to that process alone, and the codecs' licences stay outside.
 *
 * <p>Not in: which picture of which recording, and whether that is necessary (replay, web).
 */
package io.vedette.transcoder.ffmpeg;
