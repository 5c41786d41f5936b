package io.vedette.testkit.onvif;

/**
 * An encoder's configuration.
 *
 * @param token names it
 * @param encoding {@code H264}, {@code H265}
 * @param gov pictures from one key picture to the next
 */
record Encoder(
    String token,
    String encoding,
    int width,
    int height,
    int fps,
    int gov,
    int kbps,
    String profile) {
  Encoder with(String newEncoding, int newFps, int newGov, int newKbps) {
    return new Encoder(token, newEncoding, width, height, newFps, newGov, newKbps, profile);
  }

  /** As the first media service writes it, which knows no H.265. */
  String media1(String element) {
    return """
        <%1$s token="%2$s"><tt:Name>%2$s</tt:Name><tt:UseCount>1</tt:UseCount>\
        <tt:Encoding>%3$s</tt:Encoding><tt:Resolution><tt:Width>%4$d</tt:Width>\
        <tt:Height>%5$d</tt:Height></tt:Resolution><tt:Quality>5</tt:Quality><tt:RateControl>\
        <tt:FrameRateLimit>%6$d</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval>\
        <tt:BitrateLimit>%7$d</tt:BitrateLimit></tt:RateControl><tt:H264>\
        <tt:GovLength>%8$d</tt:GovLength><tt:H264Profile>%9$s</tt:H264Profile></tt:H264>\
        <tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type><tt:IPv4Address>0.0.0.0</tt:IPv4Address>\
        </tt:Address><tt:Port>0</tt:Port><tt:TTL>1</tt:TTL><tt:AutoStart>false</tt:AutoStart>\
        </tt:Multicast><tt:SessionTimeout>PT60S</tt:SessionTimeout></%1$s>"""
        .formatted(element, token, encoding, width, height, fps, kbps, gov, profile);
  }

  /** As the second one writes it. */
  String media2(String element) {
    return """
        <%1$s token="%2$s" GovLength="%8$d" Profile="%9$s"><tt:Name>%2$s</tt:Name>\
        <tt:UseCount>1</tt:UseCount><tt:Encoding>%3$s</tt:Encoding><tt:Resolution>\
        <tt:Width>%4$d</tt:Width><tt:Height>%5$d</tt:Height></tt:Resolution>\
        <tt:RateControl ConstantBitRate="true"><tt:FrameRateLimit>%6$d</tt:FrameRateLimit>\
        <tt:BitrateLimit>%7$d</tt:BitrateLimit></tt:RateControl><tt:Quality>5</tt:Quality></%1$s>"""
        .formatted(element, token, encoding, width, height, fps, kbps, gov, profile);
  }
}
