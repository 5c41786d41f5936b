package io.vedette.discovery;

import io.vedette.api.driver.CameraException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks many devices at once, each on a thread of its own for as long: one that hangs costs the
 * others nothing.
 */
final class AtOnce {
  private static final Logger LOG = LoggerFactory.getLogger(AtOnce.class);

  private AtOnce() {}

  /** What is asked; ends when it is interrupted. */
  interface Question<D, A> {
    A ask(D device) throws CameraException;
  }

  /** Answers of those that gave one within the time. */
  static <D, A> Map<D, A> ask(Collection<D> devices, Duration patience, Question<D, A> question)
      throws InterruptedException {
    List<D> asked = List.copyOf(devices);
    List<Callable<A>> questions =
        asked.stream().map(device -> (Callable<A>) () -> question.ask(device)).toList();
    ExecutorService threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "question to a camera");
              thread.setDaemon(true);
              return thread;
            });
    Map<D, A> answers = new HashMap<>();
    try {
      List<Future<A>> given =
          threads.invokeAll(questions, patience.toMillis(), TimeUnit.MILLISECONDS);
      for (int i = 0; i < asked.size(); i++) {
        try {
          answers.put(asked.get(i), given.get(i).get());
        } catch (ExecutionException | CancellationException none) {
          LOG.debug("{}: {}", asked.get(i), none.toString());
        }
      }
    } finally {
      threads.shutdownNow();
    }
    return answers;
  }
}
