package io.vedette.onvif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.onvif.ImagingService.Level;
import io.vedette.onvif.ImagingService.Settings;
import io.vedette.onvif.ImagingService.Value;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImagingServiceTest {
  private static final String OPTIONS =
      """
      <GetOptionsResponse><ImagingOptions>\
      <Brightness><Min>0</Min><Max>255</Max></Brightness>\
      <ColorSaturation><Min>7</Min><Max>7</Max></ColorSaturation>\
      <Contrast><Min>0</Min><Max>100</Max></Contrast>\
      <IrCutFilterModes>ON</IrCutFilterModes><IrCutFilterModes>off</IrCutFilterModes>\
      <IrCutFilterModes>ON</IrCutFilterModes><IrCutFilterModes>Extended</IrCutFilterModes>\
      <Sharpness><Min>0</Min><Max>100</Max></Sharpness>\
      </ImagingOptions></GetOptionsResponse>""";

  private final ScriptedCamera camera = new ScriptedCamera();

  private ImagingService service() throws Exception {
    camera
        .answersTime(camera.clock.instant(), camera.clock.instant())
        .answers(
            """
            <GetServicesResponse><Service>\
            <Namespace>http://www.onvif.org/ver10/media/wsdl</Namespace>\
            <XAddr>http://192.168.1.64/onvif/Media</XAddr></Service><Service>\
            <Namespace>http://www.onvif.org/ver20/imaging/wsdl</Namespace>\
            <XAddr>http://192.168.1.64/onvif/Imaging</XAddr></Service></GetServicesResponse>""");
    OnvifClient client = camera.client(Optional.empty());
    client.connect();
    camera.asked("GetSystemDateAndTime");
    camera.asked("GetServices");
    return new ImagingService(client, "source <1>");
  }

  private ScriptedCamera answersNow(String brightness, String filter) {
    return camera.answers(
        """
        <GetImagingSettingsResponse><i:ImagingSettings xmlns:i='http://www.onvif.org/ver20/imaging/wsdl'>\
        <Brightness>%s</Brightness><ColorSaturation>7</ColorSaturation><Contrast>40.5</Contrast>\
        <IrCutFilter>%s</IrCutFilter><Maker>kept &amp; sent</Maker>\
        </i:ImagingSettings></GetImagingSettingsResponse>"""
            .formatted(brightness, filter));
  }

  private Settings read(ImagingService service) throws Exception {
    camera.answers(OPTIONS);
    answersNow("128", "ON");
    Settings now = service.read();
    camera.asked("GetOptions");
    camera.asked("GetImagingSettings");
    return now;
  }

  @Test
  void onlyWhatHasAValueAndARangeIsTold() throws Exception {
    Settings now = read(service());
    assertThat(now.levels())
        .containsOnly(
            Map.entry(Level.BRIGHTNESS, new Value(128, 0, 255)),
            Map.entry(Level.CONTRAST, new Value(40.5, 0, 100)));
    assertThat(now.irCutFilter()).isEqualTo("ON");
    assertThat(now.irCutFilters()).containsExactly("ON", "OFF");
  }

  private static Settings brightness(Settings now, double to) {
    Map<Level, Value> levels = new EnumMap<>(now.levels());
    levels.put(Level.BRIGHTNESS, new Value(to, 0, 255));
    return new Settings(levels, "OFF", List.of());
  }

  @Test
  void whatIsSentBackIsWhatTheCameraTold_apartFromWhatChanges() throws Exception {
    ImagingService service = service();
    Settings wanted = brightness(read(service), 60);
    answersNow("128", "ON");
    camera.answers("<SetImagingSettingsResponse/>");
    answersNow("60.0", "OFF");
    service.set(wanted);
    camera.asked("GetImagingSettings");
    XmlElement sent = camera.asked("SetImagingSettings").envelope();
    XmlElement settings = sent.anywhere("ImagingSettings").orElseThrow();
    assertThat(settings.children())
        .extracting(one -> one.name() + " " + one.text())
        .containsExactly(
            "Brightness 60",
            "ColorSaturation 7",
            "Contrast 40.5",
            "IrCutFilter OFF",
            "Maker kept & sent");
    assertThat(sent.anywhere("VideoSourceToken").orElseThrow().text()).isEqualTo("source <1>");
  }

  @Test
  void doneThatIsNotDone_isSaid() throws Exception {
    ImagingService service = service();
    Settings wanted = brightness(read(service), 60);
    answersNow("128", "ON");
    camera.answers("<SetImagingSettingsResponse/>");
    answersNow("128", "OFF");
    assertThatThrownBy(() -> service.set(wanted))
        .hasMessage("the camera took Brightness 60, but keeps 128");
  }
}
