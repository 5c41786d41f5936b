package io.vedette.onvif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.onvif.OnvifException.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Encoders as cameras describe them; what goes back is that, but for what shall change. */
class EncoderServiceTest {
  /** As Hikvision writes it: more than we know of, in its own prefixes. */
  private static final String MEDIA1 =
      """
      <trt:GetVideoEncoderConfigurationsResponse xmlns:trt='http://www.onvif.org/ver10/media/wsdl' \
      xmlns:tt='http://www.onvif.org/ver10/schema'>\
      <trt:Configurations token='other'><tt:Encoding>JPEG</tt:Encoding></trt:Configurations>\
      <trt:Configurations token='VideoEncoderToken_1'><tt:Name>VideoEncoder &amp; 1</tt:Name>\
      <tt:UseCount>1</tt:UseCount><tt:Encoding>H264</tt:Encoding><tt:Resolution>\
      <tt:Width>1920</tt:Width><tt:Height>1080</tt:Height></tt:Resolution>\
      <tt:Quality>3.000000</tt:Quality><tt:RateControl><tt:FrameRateLimit>25</tt:FrameRateLimit>\
      <tt:EncodingInterval>1</tt:EncodingInterval><tt:BitrateLimit>4096</tt:BitrateLimit>\
      </tt:RateControl><tt:H264><tt:GovLength>%s</tt:GovLength><tt:H264Profile>Main\
      </tt:H264Profile></tt:H264><tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type>\
      <tt:IPv4Address>0.0.0.0</tt:IPv4Address></tt:Address><tt:Port>8860</tt:Port>\
      <tt:TTL>128</tt:TTL><tt:AutoStart>false</tt:AutoStart></tt:Multicast>\
      <tt:SessionTimeout>PT5S</tt:SessionTimeout></trt:Configurations>\
      </trt:GetVideoEncoderConfigurationsResponse>""";

  private static final String MEDIA2 =
      """
      <tr2:GetVideoEncoderConfigurationsResponse xmlns:tr2='http://www.onvif.org/ver20/media/wsdl' \
      xmlns:tt='http://www.onvif.org/ver10/schema'>\
      <tr2:Configurations token='vec0' GovLength='%s' AnchorFrameDistance='1' Profile='%s' \
      GuaranteedFrameRate='false'><tt:Name>n</tt:Name><tt:UseCount>1</tt:UseCount>\
      <tt:Encoding>%s</tt:Encoding><tt:Resolution><tt:Width>3840</tt:Width>\
      <tt:Height>2160</tt:Height></tt:Resolution><tt:RateControl ConstantBitRate='false'>\
      <tt:FrameRateLimit>29.97</tt:FrameRateLimit><tt:BitrateLimit>8000</tt:BitrateLimit>\
      </tt:RateControl><tt:Quality>70</tt:Quality></tr2:Configurations>\
      </tr2:GetVideoEncoderConfigurationsResponse>""";

  private final ScriptedCamera camera = new ScriptedCamera();

  private EncoderService service(boolean second) throws Exception {
    camera.answersTime(camera.clock.instant(), camera.clock.instant());
    camera.answers(
        """
        <GetServicesResponse><Service><Namespace>http://www.onvif.org/ver10/media/wsdl</Namespace>\
        <XAddr>http://10.0.0.7/m</XAddr></Service><Service>\
        <Namespace>http://www.onvif.org/ver20/media/wsdl</Namespace>\
        <XAddr>http://10.0.0.7/m2</XAddr></Service></GetServicesResponse>""");
    OnvifClient client = camera.client(Optional.empty());
    client.connect();
    camera.asked("GetSystemDateAndTime");
    camera.asked("GetServices");
    return new EncoderService(client, second);
  }

  @Test
  void keyPicturesByTheFirstMediaService_areAllThatChanges() throws Exception {
    EncoderService service = service(false);
    camera.answers(MEDIA1.formatted("250"));
    assertThat(service.read("VideoEncoderToken_1"))
        .isEqualTo(new EncoderSettings("H264", 1920, 1080, 25, 4096, 250, "Main"));
    camera.asked("GetVideoEncoderConfigurations");

    camera.answers(MEDIA1.formatted("250"));
    camera.answers("<SetVideoEncoderConfigurationResponse/>").answers(MEDIA1.formatted("50"));
    service.set("VideoEncoderToken_1", "H264", 50);
    camera.asked("GetVideoEncoderConfigurations");
    ScriptedCamera.Request sent = camera.asked("SetVideoEncoderConfiguration");
    assertThat(sent.text())
        .contains(
            """
            <Configuration xmlns="http://www.onvif.org/ver10/media/wsdl" \
            token="VideoEncoderToken_1"><Name xmlns="http://www.onvif.org/ver10/schema">\
            VideoEncoder &amp; 1</Name><UseCount xmlns="http://www.onvif.org/ver10/schema">1\
            </UseCount><Encoding xmlns="http://www.onvif.org/ver10/schema">H264</Encoding>\
            <Resolution xmlns="http://www.onvif.org/ver10/schema"><Width>1920</Width>\
            <Height>1080</Height></Resolution>\
            <Quality xmlns="http://www.onvif.org/ver10/schema">3.000000</Quality>\
            <RateControl xmlns="http://www.onvif.org/ver10/schema">\
            <FrameRateLimit>25</FrameRateLimit><EncodingInterval>1</EncodingInterval>\
            <BitrateLimit>4096</BitrateLimit></RateControl>\
            <H264 xmlns="http://www.onvif.org/ver10/schema"><GovLength>50</GovLength>\
            <H264Profile>Main</H264Profile></H264>\
            <Multicast xmlns="http://www.onvif.org/ver10/schema"><Address><Type>IPv4</Type>\
            <IPv4Address>0.0.0.0</IPv4Address></Address><Port>8860</Port><TTL>128</TTL>\
            <AutoStart>false</AutoStart></Multicast>\
            <SessionTimeout xmlns="http://www.onvif.org/ver10/schema">PT5S</SessionTimeout>\
            </Configuration><trt:ForcePersistence>true</trt:ForcePersistence>""");
  }

  @Test
  void codecByTheSecondMediaService_takesItsProfileAlong() throws Exception {
    EncoderService service = service(true);
    camera.answers(MEDIA2.formatted("120", "Main10", "H265"));
    camera.answers("<SetVideoEncoderConfigurationResponse/>");
    camera.answers(MEDIA2.formatted("60", "Main", "H264"));
    service.set("vec0", "H264", 60);
    camera.asked("GetVideoEncoderConfigurations");
    XmlElement configuration =
        camera
            .asked("SetVideoEncoderConfiguration")
            .envelope()
            .anywhere("Configuration")
            .orElseThrow();
    assertThat(configuration.attributes())
        .containsEntry("token", "vec0")
        .containsEntry("GovLength", "60")
        .containsEntry("AnchorFrameDistance", "1")
        .containsEntry("Profile", "Main")
        .containsEntry("GuaranteedFrameRate", "false");
    assertThat(configuration.children())
        .extracting(XmlElement::name)
        .containsExactly("Name", "UseCount", "Encoding", "Resolution", "RateControl", "Quality");
    assertThat(configuration.text("Encoding")).isEqualTo("H264");
    assertThat(configuration.find("RateControl").orElseThrow().attribute("ConstantBitRate"))
        .isEqualTo("false");
  }

  @Test
  void doneThatIsNotDone_isSaid() throws Exception {
    EncoderService service = service(true);
    camera.answers(MEDIA2.formatted("120", "Main", "H265"));
    camera.answers("<SetVideoEncoderConfigurationResponse/>");
    camera.answers(MEDIA2.formatted("60", "Main", "H265"));
    assertThatThrownBy(() -> service.set("vec0", "H264", 60))
        .hasMessage("the camera took H264, but keeps H265");
    camera.answers(MEDIA2.formatted("120", "Main", "H264"));
    camera.answers("<SetVideoEncoderConfigurationResponse/>");
    camera.answers(MEDIA2.formatted("120", "Main", "H264"));
    assertThatThrownBy(() -> service.set("vec0", "H264", 60))
        .hasMessage("the camera took 60 pictures, but keeps 120");
  }

  @Test
  void whatCannotBeChanged_isNotAskedFor() throws Exception {
    EncoderService service = service(false);
    camera.answers(MEDIA1.formatted("250"));
    assertThatThrownBy(() -> service.set("VideoEncoderToken_1", "H265", 50))
        .isInstanceOfSatisfying(
            OnvifException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED));
    camera.answers(MEDIA1.formatted("250"));
    assertThatThrownBy(() -> service.set("gone", "H264", 50)).hasMessage("no encoder named gone");
    camera.asked("GetVideoEncoderConfigurations");
    camera.asked("GetVideoEncoderConfigurations");
    camera.askedNothingMore();
  }
}
