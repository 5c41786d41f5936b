package io.vedette.onvif;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Carries messages to a camera: HTTP with its own login where the camera asks for it. */
public interface SoapTransport {
  /**
   * Posts a message and waits for the answer.
   *
   * @param action SOAP action, for the Content-Type
   * @param wait for the answer at most
   * @return body of the answer, a fault's too, at most {@link XmlReader#MAX_BYTES} long
   * @throws OnvifException if the HTTP login is refused (UNAUTHORIZED) or nothing listens at this
   *     path (UNSUPPORTED)
   * @throws IOException if the camera cannot be reached or does not answer
   */
  byte[] post(URI to, String action, byte[] message, Duration wait)
      throws IOException, OnvifException;
}
