package io.vedette.web.http;

/** Answers one kind of request. */
@FunctionalInterface
public interface Handler {
  /**
   * Runs on a thread of the server; may block for seconds.
   *
   * @throws Exception becomes a problem, see {@link Dispatcher}
   */
  void handle(Exchange exchange) throws Exception;
}
