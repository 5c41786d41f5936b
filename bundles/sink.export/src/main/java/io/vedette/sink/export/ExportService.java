package io.vedette.sink.export;

import io.vedette.api.export.ExportException;
import io.vedette.api.export.ExportException.Kind;
import io.vedette.api.export.Exports;
import io.vedette.api.recording.RangeException;
import io.vedette.api.recording.RecordingStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All exports. One thread makes them one after the other: two at once would only make the disk
 * seek, while it also records.
 */
@Component(service = Exports.class, immediate = true, configurationPid = "io.vedette.sink.export")
@Designate(ocd = ExportService.Config.class)
public final class ExportService implements Exports {
  /** Settings of an installation. */
  @ObjectClassDefinition(name = "Exports", description = "Archives for download")
  public @interface Config {
    /** How long an archive is there. */
    @AttributeDefinition(
        name = "Days kept",
        description = "An archive is deleted so many days after it was made",
        min = "1",
        max = "365")
    int keptDays() default 7;
  }

  private static final Logger LOG = LoggerFactory.getLogger(ExportService.class);
  private static final int MAX_WAITING = 16;
  private static final int MAX_KEPT = 100;
  private static final Duration BETWEEN_CLEANUPS = Duration.ofMinutes(10);

  private final RecordingStore store;
  private final Shelf shelf;
  private final Path home;
  private final String version;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, ExportJob> jobs = new ConcurrentHashMap<>();
  private final BlockingQueue<ExportJob> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Thread thread;
  private volatile boolean stopped;

  @Activate
  public ExportService(BundleContext context, Config config, @Reference RecordingStore store)
      throws IOException {
    this(
        Path.of(context.getProperty("vedette.home")),
        Duration.ofDays(config.keptDays()),
        context.getBundle().getVersion().toString(),
        store,
        Clock.systemUTC());
  }

  ExportService(Path home, Duration kept, String version, RecordingStore store, Clock clock)
      throws IOException {
    this.home = home;
    this.version = version;
    this.store = store;
    this.clock = clock;
    shelf = new Shelf(home.resolve("exports"), kept);
    shelf.jobs().forEach(job -> jobs.put(job.id(), job));
    thread = new Thread(this::work, "exports");
    thread.setDaemon(true);
    thread.start();
  }

  @Deactivate
  void close() throws InterruptedException {
    stopped = true;
    jobs.values().forEach(ExportJob::cancel);
    thread.interrupt();
    thread.join(5000);
  }

  @Override
  public Job start(Request request) throws ExportException {
    deleteExpired();
    if (jobs.size() >= MAX_KEPT) {
      throw new ExportException(
          Kind.TOO_MANY, MAX_KEPT + " exports are here already; delete some of them");
    }
    Instant now = clock.instant();
    Instant to = request.to().isAfter(now) ? now : request.to();
    if (!request.from().isBefore(to)) {
      throw new ExportException(Kind.IMPOSSIBLE, "the range is in the future");
    }
    Request past =
        new Request(request.cameras(), request.from(), to, request.profile(), request.by());
    requireSomething(past);
    ExportJob job = new ExportJob(HexFormat.of().toHexDigits(random.nextLong()), past, now);
    jobs.put(job.id(), job);
    if (!waiting.offer(job)) {
      jobs.remove(job.id());
      throw new ExportException(Kind.TOO_MANY, MAX_WAITING + " exports are waiting already");
    }
    return job.snapshot();
  }

  private void requireSomething(Request request) throws ExportException {
    for (String camera : request.cameras()) {
      boolean recorded =
          store.timeline(camera, request.profile(), request.from(), request.to()).stream()
              .anyMatch(span -> span.gap().isEmpty());
      if (recorded) {
        return;
      }
    }
    throw new ExportException(
        Kind.IMPOSSIBLE,
        "nothing was recorded of %s (%s) within the range"
            .formatted(String.join(", ", request.cameras()), request.profile().id()));
  }

  private void work() {
    while (!stopped) {
      try {
        ExportJob job = waiting.poll(BETWEEN_CLEANUPS.toMillis(), TimeUnit.MILLISECONDS);
        if (job != null) {
          run(job);
        }
        deleteExpired();
      } catch (InterruptedException e) {
        return; // close() alone does that
      }
    }
  }

  private void run(ExportJob job) {
    if (job.isCancelled()) {
      return;
    }
    LOG.info("export {} for {} begins: {}", job.id(), job.request().by(), job.request().cameras());
    job.running();
    try {
      SigningKey key = SigningKey.of(home.resolve("export-key.pem"));
      new ExportRun(store, key, applianceId(), version, job).writeTo(shelf.part(job.id()));
      long bytes = shelf.finish(job.id());
      job.done(bytes, shelf.expiry(clock.instant()));
      LOG.info("export {} is done, {} MB", job.id(), bytes >> 20);
    } catch (CancellationException e) {
      LOG.info("export {} was given up", job.id());
    } catch (IOException | RangeException e) {
      if (!job.isCancelled()) { // else the interrupt of close() broke off reading
        fail(job, e.getMessage());
      }
    } catch (RuntimeException e) {
      LOG.error("export {}", job.id(), e);
      fail(job, "an internal error; the log of the recorder has more");
    }
    if (job.isCancelled()) {
      shelf.delete(job.id());
    }
  }

  private void fail(ExportJob job, String why) {
    LOG.warn("export {} failed: {}", job.id(), why);
    shelf.delete(job.id());
    job.failed(why, shelf.expiry(clock.instant()));
  }

  /** Of this installation, for good. */
  private String applianceId() throws IOException {
    Path file = home.resolve("appliance-id");
    if (Files.notExists(file)) {
      Files.writeString(file, UUID.randomUUID() + "\n");
    }
    return Files.readString(file).strip();
  }

  private void deleteExpired() {
    Instant now = clock.instant();
    jobs.values().stream().filter(job -> job.isExpired(now)).forEach(job -> delete(job.id()));
  }

  @Override
  public List<Job> jobs() {
    return jobs.values().stream()
        .sorted(Comparator.comparing(ExportJob::created).reversed())
        .map(ExportJob::snapshot)
        .toList();
  }

  @Override
  public Optional<Job> find(String id) {
    return Optional.ofNullable(jobs.get(id)).map(ExportJob::snapshot);
  }

  @Override
  public Optional<Path> archive(String id) {
    return Optional.ofNullable(jobs.get(id))
        .filter(job -> job.state() == State.DONE)
        .map(job -> shelf.archive(job.id()));
  }

  @Override
  public boolean delete(String id) {
    ExportJob job = jobs.remove(id);
    if (job == null) {
      return false;
    }
    job.cancel();
    waiting.remove(job);
    if (job.state() != State.RUNNING) {
      shelf.delete(id); // else its thread does when it notices
    }
    return true;
  }
}
