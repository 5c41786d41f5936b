package io.vedette.api.driver;

/**
 * What a device says of itself; empty strings where it does not.
 *
 * @param vendor maker
 * @param model type
 * @param firmware version
 * @param serial serial number or MAC address, to find the device again at another address
 */
public record DeviceInfo(String vendor, String model, String firmware, String serial) {
  /** A device that says nothing. */
  public static final DeviceInfo UNKNOWN = new DeviceInfo("", "", "", "");
}
