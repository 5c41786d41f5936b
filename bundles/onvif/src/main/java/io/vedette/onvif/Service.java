package io.vedette.onvif;

import java.util.Optional;

/** Services of a camera that we use. */
public enum Service {
  DEVICE("tds", "http://www.onvif.org/ver10/device/wsdl", "Device"),
  MEDIA("trt", "http://www.onvif.org/ver10/media/wsdl", "Media"),
  /** The later one, which knows H.265. Not among the capabilities of old: GetServices alone. */
  MEDIA2("tr2", "http://www.onvif.org/ver20/media/wsdl", ""),
  PTZ("tptz", "http://www.onvif.org/ver20/ptz/wsdl", "PTZ"),
  EVENTS("tev", "http://www.onvif.org/ver10/events/wsdl", "Events"),
  IMAGING("timg", "http://www.onvif.org/ver20/imaging/wsdl", "Imaging");

  private final String prefix;
  private final String namespace;
  private final String capability;

  Service(String prefix, String namespace, String capability) {
    this.prefix = prefix;
    this.namespace = namespace;
    this.capability = capability;
  }

  /** Prefix of its elements in our messages. */
  String prefix() {
    return prefix;
  }

  /** Namespace of its operations. */
  public String namespace() {
    return namespace;
  }

  /** Name in the answer to GetCapabilities; empty if it has none. */
  String capability() {
    return capability;
  }

  /** The service of a namespace, as GetServices names it. */
  static Optional<Service> of(String namespace) {
    for (Service service : values()) {
      if (service.namespace.equals(namespace)) {
        return Optional.of(service);
      }
    }
    return Optional.empty();
  }
}
