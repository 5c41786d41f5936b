package io.vedette.sink.kurento;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a server whether it is there, within a time, whatever Kurento's client does meanwhile. On a
 * thread of its own: it must not wait behind viewers that are being opened. Used by one thread.
 */
final class Probe implements AutoCloseable {
  private final Calls calls;

  /**
   * @param name of the server, for the thread
   */
  Probe(String name) {
    calls = new Calls("kurento-probe-" + name, 1);
  }

  /**
   * Blocks {@link Link#REQUEST_MS} at most.
   *
   * @throws ServerException if there is no answer, or a wrong one
   */
  void ask(Link link) throws ServerException {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    if (!calls.submit(() -> ask(link, answer))) {
      return; // we are being stopped
    }
    try {
      answer.get(Link.REQUEST_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw ServerException.of(failed);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private static void ask(Link link, CompletableFuture<Void> answer) {
    try {
      link.probe();
      answer.complete(null);
    } catch (ServerException failed) {
      answer.completeExceptionally(failed);
    }
  }

  @Override
  public void close() {
    calls.close();
  }
}
