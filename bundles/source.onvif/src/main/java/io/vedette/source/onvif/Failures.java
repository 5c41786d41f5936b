package io.vedette.source.onvif;

import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.onvif.OnvifException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** What went wrong, in the words of the hub. */
final class Failures {
  private Failures() {}

  /** A step of a conversation with a camera. */
  interface Step<T> {
    T run() throws IOException, OnvifException;
  }

  /** Runs a step. */
  static <T> T translated(URI camera, Step<T> step) throws CameraException {
    try {
      return step.run();
    } catch (OnvifException told) {
      Kind kind =
          switch (told.kind()) {
            case UNAUTHORIZED -> Kind.UNAUTHORIZED;
            case UNSUPPORTED -> Kind.UNSUPPORTED;
            case PROTOCOL, REFUSED -> Kind.PROTOCOL;
          };
      throw new CameraException(kind, told.getMessage(), told);
    } catch (UnknownHostException unknown) {
      String said = "host name unknown: " + camera.getHost();
      throw new CameraException(Kind.UNREACHABLE, said, unknown);
    } catch (SocketTimeoutException silent) {
      String said = camera.getRawAuthority() + " does not answer";
      throw new CameraException(Kind.TIMEOUT, said, silent);
    } catch (SSLException tls) {
      String said = camera.getRawAuthority() + " does not agree on TLS: " + tls.getMessage();
      throw new CameraException(Kind.PROTOCOL, said, tls);
    } catch (IOException broken) {
      String said = "cannot talk to " + camera.getRawAuthority() + ": " + broken.getMessage();
      throw new CameraException(Kind.UNREACHABLE, said, broken);
    }
  }
}
