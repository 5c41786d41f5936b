package io.vedette.sink.kurento;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.kurento.client.internal.server.KurentoServerException;

/** Words for what went wrong with a server, without secrets. */
final class Reason {
  private static final int MAX_LENGTH = 200;

  private Reason() {}

  /** Of a failed call. The client's own messages quote requests: of them only the kind is told. */
  static String of(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof ServerException known) {
        return known.getMessage();
      }
      if (t instanceof KurentoServerException refused) {
        return "refuses: " + clean(refused.getServerMessage()) + " (" + refused.getCode() + ")";
      }
      if (t instanceof TimeoutException
          || t instanceof SocketTimeoutException
          || words(t).contains("timeout")) {
        return "does not answer";
      }
      if (t instanceof ConnectException || words(t).contains("refused")) {
        return "refuses connections";
      }
      if (t instanceof UnknownHostException) {
        return "has a name that nobody knows";
      }
    }
    return "cannot be reached (" + failure.getClass().getSimpleName() + ")";
  }

  private static String words(Throwable t) {
    return t.getMessage() == null ? "" : t.getMessage().toLowerCase(Locale.ROOT);
  }

  /** Text of a server, of which nothing is known: on one line, short, logins left out. */
  static String clean(String text) {
    if (text == null) {
      return "";
    }
    String line = text.replaceAll("://[^/@\\s]*@", "://").replaceAll("[^ -~]", "?");
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
  }
}
