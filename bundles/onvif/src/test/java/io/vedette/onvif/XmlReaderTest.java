package io.vedette.onvif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.onvif.OnvifException.Kind;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlReaderTest {
  private static XmlElement read(String xml) throws OnvifException {
    return XmlReader.read(xml.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(ThrowingCallable code) {
    assertThatThrownBy(code)
        .isInstanceOfSatisfying(
            OnvifException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PROTOCOL));
  }

  @Test
  void knowsElementsByLocalName() throws Exception {
    XmlElement root = read("<x:a xmlns:x='urn:x' x:k=' v '><b> t </b><x:b><c>d</c></x:b></x:a>");
    assertThat(root.name()).isEqualTo("a");
    assertThat(root.attribute("k")).isEqualTo("v");
    assertThat(root.text("b")).isEqualTo("t");
    assertThat(root.text("b", "c")).isEqualTo("d"); // the second b has it
    assertThat(root.text("b", "nothing")).isEmpty();
    assertThat(root.anywhere("c")).isPresent();
  }

  @Test
  void ampersandsOfStreamAddressesSurvive() throws Exception {
    assertThat(read("<u>rtsp://c/?a=1&amp;b=2&#38;c<![CDATA[&d]]></u>").text())
        .isEqualTo("rtsp://c/?a=1&b=2&c&d");
  }

  @Test
  void writesWhatItReadWithOneThingChanged() throws Exception {
    XmlElement root = read("<x:a xmlns:x='urn:x' k='1'><x:b><c xmlns='urn:c'>&lt;</c></x:b></x:a>");
    String xml = root.with("&9", "b", "c").withAttribute("k", "\"").toXml();
    assertThat(xml)
        .isEqualTo("<a xmlns=\"urn:x\" k=\"&quot;\"><b><c xmlns=\"urn:c\">&amp;9</c></b></a>");
    assertThat(read(xml).text("b", "c")).isEqualTo("&9");
  }

  @Test
  void namesInAnotherEncodingHideNothing() throws Exception {
    byte[] gbk = " <a><n>\u5927\u95e8</n><b>1</b></a>".getBytes("GBK");
    assertThat(XmlReader.read(gbk).text("b")).isEqualTo("1");
    byte[] declared =
        "<?xml version='1.0' encoding='ISO-8859-1'?><a>T\u00fcr</a>"
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(XmlReader.read(declared).text()).isEqualTo("T\u00fcr");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.0 404 Not Found",
        "<a>",
        "<a></b>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/evil.dtd'><a/>",
        "<!DOCTYPE l [<!ENTITY l 'l'><!ENTITY m '&l;&l;&l;&l;'>]><l>&m;</l>",
      })
  void refusesWhatIsNoPlainXml(String xml) {
    assertRefused(() -> read(xml));
  }

  @Test
  void refusesWhatIsDeeperLongerOrLargerThanACamerasReason() {
    assertRefused(() -> read("<a>".repeat(65) + "</a>".repeat(65)));
    assertRefused(() -> read("<r>" + "<a/>".repeat(20_001) + "</r>"));
    assertRefused(() -> XmlReader.read(new byte[XmlReader.MAX_BYTES + 1]));
  }
}
