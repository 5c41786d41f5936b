package io.vedette.testkit.onvif;

/**
 * A message back.
 *
 * @param status of HTTP
 * @param envelope whole SOAP message
 */
record Answer(int status, String envelope) {
  private static final String BEGIN =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope" \
      xmlns:tt="http://www.onvif.org/ver10/schema" \
      xmlns:tds="http://www.onvif.org/ver10/device/wsdl" \
      xmlns:trt="http://www.onvif.org/ver10/media/wsdl" \
      xmlns:tr2="http://www.onvif.org/ver20/media/wsdl" \
      xmlns:tptz="http://www.onvif.org/ver20/ptz/wsdl" \
      xmlns:timg="http://www.onvif.org/ver20/imaging/wsdl" \
      xmlns:tev="http://www.onvif.org/ver10/events/wsdl" \
      xmlns:tns1="http://www.onvif.org/ver10/topics" \
      xmlns:ter="http://www.onvif.org/ver10/error" \
      xmlns:wsa="http://www.w3.org/2005/08/addressing" \
      xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2"><env:Body>""";

  private static final String END = "</env:Body></env:Envelope>";

  /** What was asked for. */
  static Answer of(String body) {
    return new Answer(200, BEGIN + body + END);
  }

  static Answer fault(int status, String code, String subcode, String reason) {
    return new Answer(
        status,
        BEGIN
            + """
            <env:Fault><env:Code><env:Value>env:%s</env:Value><env:Subcode>\
            <env:Value>%s</env:Value></env:Subcode></env:Code><env:Reason>\
            <env:Text xml:lang="en">%s</env:Text></env:Reason></env:Fault>"""
                .formatted(code, subcode, text(reason))
            + END);
  }

  /** Text between tags. */
  static String text(String raw) {
    return raw.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
