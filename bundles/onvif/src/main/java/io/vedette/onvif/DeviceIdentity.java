package io.vedette.onvif;

import java.io.IOException;
import java.util.Locale;

/**
 * What a device says of itself; empty strings where it does not.
 *
 * @param manufacturer maker
 * @param model type
 * @param firmware version
 * @param serial serial number
 * @param mac of its first network interface, lower case with colons
 */
public record DeviceIdentity(
    String manufacturer, String model, String firmware, String serial, String mac) {
  /** Asks the device; what it does not tell is empty. */
  public static DeviceIdentity ask(OnvifClient client) throws IOException, OnvifException {
    XmlElement told =
        client.call(Service.DEVICE, "GetDeviceInformation", "<tds:GetDeviceInformation/>");
    String mac = "";
    try {
      XmlElement interfaces =
          client.call(Service.DEVICE, "GetNetworkInterfaces", "<tds:GetNetworkInterfaces/>");
      mac = interfaces.text("NetworkInterfaces", "Info", "HwAddress");
    } catch (OnvifException refused) {
      // Many cameras tell it administrators alone, some not at all.
    }
    return new DeviceIdentity(
        told.text("Manufacturer"),
        told.text("Model"),
        told.text("FirmwareVersion"),
        told.text("SerialNumber"),
        mac.toLowerCase(Locale.ROOT).replace('-', ':'));
  }
}
