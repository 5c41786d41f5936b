package io.vedette.api.restream;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.osgi.annotation.versioning.ProviderType;

/** Serves streams to other software by RTSP. Thread-safe. */
@ProviderType
public interface Restream {
  /** The TCP port; empty while it cannot be had. */
  OptionalInt port();

  /** Whoever is being sent something now. */
  List<Client> clients();

  /**
   * Somebody who pulls a stream.
   *
   * @param path of the address: {@code live/front-door/main}
   * @param user or token that signed in
   * @param remote address and port of the client
   * @param transport {@code tcp} or {@code udp}
   * @param since when it began to play
   */
  record Client(String path, String user, String remote, String transport, Instant since) {}
}
