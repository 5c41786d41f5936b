package io.vedette.api.discovery;

import java.net.URI;
import java.util.Objects;
import java.util.Set;

/**
 * A device seen in the network, as one way of searching sees it. Empty strings where it does not
 * tell.
 *
 * @param driver that would be used for it
 * @param address as a camera of this driver is added with
 * @param name for people
 * @param vendor maker
 * @param model type
 * @param serial serial number
 * @param identities by which ways of searching agree that they mean the same device: MAC address in
 *     lower case without separators, serial number, endpoint name; none is empty
 */
public record FoundCamera(
    String driver,
    URI address,
    String name,
    String vendor,
    String model,
    String serial,
    Set<String> identities) {
  public FoundCamera {
    Objects.requireNonNull(driver, "driver");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(vendor, "vendor");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(serial, "serial");
    identities = Set.copyOf(identities);
  }
}
