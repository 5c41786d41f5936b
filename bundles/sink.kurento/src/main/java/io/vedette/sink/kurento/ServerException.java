package io.vedette.sink.kurento;

/**
 * A media server did not do what it was asked for. The message is for people and holds no secret; a
 * cause is never kept, since messages of Kurento's client quote requests, tickets included.
 */
final class ServerException extends Exception {
  ServerException(String message) {
    super(message);
  }

  /** With the reason of a failed call. */
  static ServerException of(Throwable failure) {
    return new ServerException(Reason.of(failure));
  }
}
