package io.vedette.media;

/** Codec of a track with what a decoder needs before the first access unit. */
public sealed interface CodecConfig permits VideoConfig, G711Config, AacConfig {
  /**
   * Name as our API shows it: {@code h264}, {@code h265}, {@code pcmu}, {@code pcma}, {@code aac}.
   */
  String codecName();
}
