package io.vedette.onvif;

import io.vedette.onvif.OnvifException.Kind;
import java.io.IOException;

/**
 * Reads and changes encoder configurations by either media service. What is sent back is what the
 * camera told, apart from what is to change: some refuse a configuration that lacks a part.
 */
public final class EncoderService {
  private final OnvifClient client;
  private final Service service;

  /**
   * @param second by the second media service
   */
  public EncoderService(OnvifClient client, boolean second) {
    this.client = client;
    this.service = second ? Service.MEDIA2 : Service.MEDIA;
  }

  /** How an encoder is set now. */
  public EncoderSettings read(String token) throws IOException, OnvifException {
    return EncoderSettings.read(configuration(token));
  }

  private XmlElement configuration(String token) throws IOException, OnvifException {
    String p = service.prefix();
    XmlElement all =
        client.call(
            service, "GetVideoEncoderConfigurations", "<" + p + ":GetVideoEncoderConfigurations/>");
    return all.all("Configurations").stream()
        .filter(one -> one.attribute("token").equals(token))
        .findFirst()
        .orElseThrow(() -> new OnvifException(Kind.REFUSED, "no encoder named " + token));
  }

  /**
   * Changes encoding and distance of key pictures.
   *
   * @param encoding {@code H264}
   * @param govLength pictures from one key picture to the next; 0 leaves it
   * @throws OnvifException REFUSED if the camera keeps something else
   */
  public void set(String token, String encoding, int govLength) throws IOException, OnvifException {
    XmlElement wanted = configuration(token);
    EncoderSettings before = EncoderSettings.read(wanted);
    boolean other = !before.encoding().equals(encoding);
    int distance = govLength > 0 ? govLength : before.govLength();
    String gov = Integer.toString(distance);
    if (service == Service.MEDIA2) {
      wanted = wanted.with(encoding, "Encoding").withAttribute("GovLength", gov);
      if (other && encoding.equals("H264")) {
        wanted = wanted.withAttribute("Profile", "Main"); // that of another codec may not fit
      }
    } else if (other) {
      throw new OnvifException(
          Kind.UNSUPPORTED, "the camera's first media service cannot change the codec");
    } else {
      wanted = wanted.with(gov, "H264", "GovLength");
    }
    String p = service.prefix();
    String persist =
        service == Service.MEDIA ? "<trt:ForcePersistence>true</trt:ForcePersistence>" : "";
    client.call(
        service,
        "SetVideoEncoderConfiguration",
        "<%1$s:SetVideoEncoderConfiguration>%2$s%3$s</%1$s:SetVideoEncoderConfiguration>"
            .formatted(p, wanted.toXml("Configuration"), persist));
    check(EncoderSettings.read(configuration(token)), encoding, distance);
  }

  /** Some say "done" and keep what they had. */
  private static void check(EncoderSettings now, String encoding, int distance)
      throws OnvifException {
    if (!now.encoding().equals(encoding)) {
      throw new OnvifException(
          Kind.REFUSED, "the camera took " + encoding + ", but keeps " + now.encoding());
    }
    if (now.govLength() != distance) {
      throw new OnvifException(
          Kind.REFUSED, "the camera took " + distance + " pictures, but keeps " + now.govLength());
    }
  }
}
