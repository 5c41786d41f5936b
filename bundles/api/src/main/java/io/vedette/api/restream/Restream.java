package io.vedette.api.restream;

import io.vedette.api.stream.StreamKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
   * Makes a way in for a media server of ours, which is no user. Close it when the server is done.
   *
   * @param bearer who comes with it, as logs and {@link #clients} name it
   * @return empty while there is no port, or too many tickets are out
   */
  Optional<Ticket> ticket(StreamKey key, String bearer);

  /**
   * Lets its bearer look at one stream and nothing else; not even the clock of a replay moves by
   * it. It opens for {@link #VALID_SECONDS} from its making and from each renewal: a bearer that
   * plays goes on, one that begins anew (stop and play) needs it renewed just before. Thread-safe.
   */
  @ProviderType
  interface Ticket extends AutoCloseable {
    /** A media server connects within a second; the rest is for one that is busy. */
    int VALID_SECONDS = 30;

    /**
     * {@code rtsp://NAME:SECRET@host:port/path}. A secret, for nobody but the bearer: never in a
     * log. The same for as long as the ticket lives.
     *
     * @param host name or literal address at which the bearer reaches us
     */
    String address(String host);

    /** Opens it for {@link #VALID_SECONDS} more. */
    void renew();

    /** Nobody comes in with it any more; a second time does nothing. */
    @Override
    void close();
  }

  /**
   * Somebody who pulls a stream.
   *
   * @param path of the address: {@code live/front-door/main}
   * @param user or token that signed in, or the bearer of a ticket
   * @param remote address and port of the client
   * @param transport {@code tcp} or {@code udp}
   * @param since when it began to play
   */
  record Client(String path, String user, String remote, String transport, Instant since) {}
}
