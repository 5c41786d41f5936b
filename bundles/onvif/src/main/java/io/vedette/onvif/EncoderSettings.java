package io.vedette.onvif;

import java.util.Locale;

/**
 * How a camera encodes one stream. Numbers are 0 where it does not say.
 *
 * @param encoding upper case: {@code H264}, {@code H265}, {@code JPEG}
 * @param width pixels
 * @param height pixels
 * @param fps pictures per second at most
 * @param bitrateKbps limit
 * @param govLength pictures from one key picture to the next
 * @param profile of the codec: {@code Baseline}, {@code Main}, {@code High}; empty if unknown
 */
public record EncoderSettings(
    String encoding,
    int width,
    int height,
    double fps,
    int bitrateKbps,
    int govLength,
    String profile) {

  /** Reads a VideoEncoderConfiguration of either media service. */
  static EncoderSettings read(XmlElement configuration) {
    String encoding = configuration.text("Encoding").toUpperCase(Locale.ROOT).replace(".", "");
    // Media2 has them as attributes, Media1 below an element named after the codec.
    String gov = configuration.attribute("GovLength");
    String profile = configuration.attribute("Profile");
    return new EncoderSettings(
        encoding,
        whole(configuration.text("Resolution", "Width")),
        whole(configuration.text("Resolution", "Height")),
        number(configuration.text("RateControl", "FrameRateLimit")),
        whole(configuration.text("RateControl", "BitrateLimit")),
        whole(gov.isEmpty() ? configuration.text("H264", "GovLength") : gov),
        profile.isEmpty() ? configuration.text("H264", "H264Profile") : profile);
  }

  /** Pixels of a picture. */
  public long area() {
    return (long) width * height;
  }

  private static int whole(String text) {
    return (int) number(text);
  }

  private static double number(String text) {
    try {
      double value = Double.parseDouble(text);
      return value >= 0 && value < 1e9 ? value : 0;
    } catch (NumberFormatException nonsense) {
      return 0;
    }
  }
}
