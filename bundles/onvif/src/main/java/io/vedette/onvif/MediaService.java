package io.vedette.onvif;

import io.vedette.onvif.OnvifException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/**
 * Profiles and streams of a camera by its second media service, or by the first where it lacks
 * that.
 */
public final class MediaService {
  private final OnvifClient client;
  private boolean second; // Media2

  public MediaService(OnvifClient client) {
    this.client = client;
    this.second = client.offers(Service.MEDIA2);
  }

  /** All profiles that have a picture. */
  public List<MediaProfile> profiles() throws IOException, OnvifException {
    if (second) {
      try {
        List<MediaProfile> profiles =
            MediaProfile.readAll(
                client.call(
                    Service.MEDIA2,
                    "GetProfiles",
                    "<tr2:GetProfiles><tr2:Type>All</tr2:Type></tr2:GetProfiles>"));
        if (!profiles.isEmpty() || !client.offers(Service.MEDIA)) {
          return profiles;
        }
      } catch (OnvifException half) {
        if (half.kind() == Kind.UNAUTHORIZED || !client.offers(Service.MEDIA)) {
          throw half;
        }
      }
      second = false; // announced, but not done: the first service serves
    }
    return MediaProfile.readAll(client.call(Service.MEDIA, "GetProfiles", "<trt:GetProfiles/>"));
  }

  /** RTSP address of a profile, without credentials, under the host that was dialled. */
  public URI streamUri(MediaProfile profile) throws IOException, OnvifException {
    String token = XmlElement.escape(profile.token());
    String written;
    if (second) {
      written =
          client
              .call(
                  Service.MEDIA2,
                  "GetStreamUri",
                  "<tr2:GetStreamUri><tr2:Protocol>RTSP</tr2:Protocol><tr2:ProfileToken>"
                      + token
                      + "</tr2:ProfileToken></tr2:GetStreamUri>")
              .text("Uri");
    } else {
      written =
          client
              .call(
                  Service.MEDIA,
                  "GetStreamUri",
                  "<trt:GetStreamUri><trt:StreamSetup><tt:Stream>RTP-Unicast</tt:Stream>"
                      + "<tt:Transport><tt:Protocol>RTSP</tt:Protocol></tt:Transport>"
                      + "</trt:StreamSetup><trt:ProfileToken>"
                      + token
                      + "</trt:ProfileToken></trt:GetStreamUri>")
              .text("MediaUri", "Uri");
    }
    return rtsp(written);
  }

  /** Keeps port and query; the host is the dialled one, and what stands before an @ is dropped. */
  private URI rtsp(String written) throws OnvifException {
    String rest = written.replaceFirst("(?i)^rtsps?://", "");
    if (rest.equals(written)) {
      throw new OnvifException(Kind.PROTOCOL, "the camera's stream address is \"" + written + "\"");
    }
    String scheme = written.substring(0, written.indexOf(':')).toLowerCase(java.util.Locale.ROOT);
    int end = indexOfAny(rest, "/?");
    String authority = rest.substring(0, end);
    String port = authority.replaceFirst("^.*@", "").replaceFirst("^(\\[.*]|[^:]*)", "");
    String tail = rest.substring(end).replaceAll("[\\x00- \\x7f\"<>\\\\^`{|}]", "%20");
    try {
      return new URI(
          scheme
              + "://"
              + client.device().getHost()
              + (port.matches(":\\d{1,5}") ? port : "")
              + tail);
    } catch (URISyntaxException unusable) {
      throw new OnvifException(
          Kind.PROTOCOL, "the camera's stream address is \"" + written + "\"", unusable);
    }
  }

  private static int indexOfAny(String text, String ends) {
    for (int i = 0; i < text.length(); i++) {
      if (ends.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }

  /** Asks for a key picture now. Cameras may ignore it. */
  public void forceKeyPicture(MediaProfile profile) throws IOException, OnvifException {
    Service service = second ? Service.MEDIA2 : Service.MEDIA;
    String p = service.prefix();
    client.call(
        service,
        "SetSynchronizationPoint",
        "<%1$s:SetSynchronizationPoint><%1$s:ProfileToken>%2$s</%1$s:ProfileToken></%1$s:SetSynchronizationPoint>"
            .formatted(p, XmlElement.escape(profile.token())));
  }

  /** True if the second media service is in use. */
  public boolean isSecond() {
    return second;
  }
}
