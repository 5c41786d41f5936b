package io.vedette.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParameterException;

/**
 * The process: from the command line to the exit code. 0: stopped as asked; 1: could not start, or
 * did not stop in time; 2: wrong options.
 */
public final class Main {
  private static final long STOP_MS = 9_000; // promised are 10 s
  private static final long HEALTH_EVERY_MS = 100;
  private static final int HEALTH_TRIES = 200;

  private Main() {}

  /** Runs until SIGTERM, Ctrl-C, or until the framework is stopped from inside. */
  public static void main(String[] args) {
    int code;
    try {
      Optional<RunOptions> options = RunOptions.parse(System.getenv(), args);
      code = options.isEmpty() ? 0 : run(options.get());
    } catch (ParameterException e) {
      System.err.println("vedette: " + e.getMessage());
      System.err.print(RunOptions.help());
      code = 2;
    } catch (StartException | IOException e) {
      System.err.println("vedette: " + e.getMessage());
      code = 1;
    }
    System.exit(code);
  }

  private static int run(RunOptions options) throws StartException, IOException {
    Path distribution = distribution();
    try (Home home = Home.open(options.home())) {
      prepareLog(distribution, home);
      Ports ports = new Ports(options.bind());
      ports.checkTcp(options.httpPort(), "--http-port");
      dropHttpsIfTaken(options, ports);
      Optional<String> password = FirstPassword.prepare(home, options.adminPassword());
      warn(options, password.isPresent());
      CompletableFuture<Appliance> starting = new CompletableFuture<>();
      CountDownLatch stopping = stopWithProcess(starting);
      Appliance appliance = start(distribution, options, home, starting);
      announce(options, password, stopping);
      appliance.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  /** The folder above {@code lib/launcher.jar}. */
  private static Path distribution() {
    try {
      Path jar = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return jar.getParent().getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the JDK makes proper URIs of paths", e);
    }
  }

  /** Before the first logger is made. */
  private static void prepareLog(Path distribution, Home home) throws IOException {
    System.setProperty("vedette.log", home.folder("log").toString());
    System.setProperty(
        "logback.configurationFile", distribution.resolve("etc/logback.xml").toString());
    System.setProperty(
        "org.sqlite.tmpdir", home.folder("tmp").toString()); // the system's may be mounted noexec
  }

  /** The media port is not looked at: live view says what is wrong with it, and tries again. */
  private static void dropHttpsIfTaken(RunOptions options, Ports ports) {
    try {
      ports.checkTcp(options.httpsPort().orElseThrow(), "--https-port");
    } catch (StartException e) {
      options.dropHttps();
      LoggerFactory.getLogger(Main.class).warn("no https until the next start: {}", e.getMessage());
    }
  }

  private static void warn(RunOptions options, boolean firstStart) {
    Logger log = LoggerFactory.getLogger(Main.class);
    if (options.adminPassword().isPresent() && !firstStart) {
      log.warn("--admin-password is for the first start; the password of admin stays as it is");
    }
    if (options.allowUnsignedPlugins()) {
      log.warn(
          "UNSIGNED PLUG-INS ARE ALLOWED: every bundle in HOME/plugins runs with all rights of this process");
    }
  }

  private static Appliance start(
      Path distribution, RunOptions options, Home home, CompletableFuture<Appliance> starting)
      throws StartException {
    try {
      Appliance appliance = Appliance.start(distribution, options, home);
      if (!appliance.serves(options.httpPort())) {
        appliance.stop(STOP_MS);
        throw new StartException(
            "port "
                + options.httpPort()
                + " was taken by another program just now; choose another with --http-port");
      }
      starting.complete(appliance);
      return appliance;
    } finally {
      starting.cancel(false); // changes nothing if it is complete
    }
  }

  /**
   * On SIGTERM and Ctrl-C the framework is stopped and the exit code is ours, not the signal's. One
   * that is still starting is stopped as soon as it has started.
   */
  private static CountDownLatch stopWithProcess(CompletableFuture<Appliance> starting) {
    CountDownLatch stopping = new CountDownLatch(1);
    Runnable stop =
        () -> {
          stopping.countDown();
          long began = System.nanoTime();
          boolean stopped = false;
          try {
            Appliance appliance = starting.get(STOP_MS, TimeUnit.MILLISECONDS);
            long left = STOP_MS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            stopped = appliance.stop(Math.max(1, left));
          } catch (CancellationException e) {
            return; // it did not start: the exit code says so
          } catch (ExecutionException | InterruptedException | TimeoutException e) {
            // not stopped
          }
          if (!stopped) {
            System.err.println("vedette: some part did not stop within " + STOP_MS / 1000 + " s");
          }
          Runtime.getRuntime().halt(stopped ? 0 : 1);
        };
    Runtime.getRuntime().addShutdownHook(new Thread(stop, "stop"));
    return stopping;
  }

  /** Says where the recorder is as soon as it is up, and anyway after a while. */
  private static void announce(
      RunOptions options, Optional<String> password, CountDownLatch stopping)
      throws IOException, InterruptedException {
    String host =
        options.bind().filter(b -> !b.equals("0.0.0.0") && !b.equals("::")).orElse("localhost");
    if (host.contains(":")) {
      host = "[" + host + "]";
    }
    Health health = new Health(host, options.httpPort());
    Health.Answer answer = health.ask();
    for (int tries = 1; !answer.isFinal() && tries < HEALTH_TRIES; tries++) {
      if (stopping.await(HEALTH_EVERY_MS, TimeUnit.MILLISECONDS)) {
        return;
      }
      answer = health.ask();
    }
    String state =
        answer.isUp() ? "is up" : "has started, but not all is well (" + answer.detail() + ")";
    PrintStream out = System.out;
    out.println();
    out.printf(
        "Vedette %s %s: http://%s:%d/%s%n",
        FrameworkProperties.version(), state, host, options.httpPort(), https(options, host));
    password.ifPresent(pw -> out.println("First start: sign in as admin with the password " + pw));
    out.println();
  }

  private static String https(RunOptions options, String host) {
    return options.httpsPort().isEmpty()
        ? ""
        : " and https://"
            + host
            + ":"
            + options.httpsPort().getAsInt()
            + "/ (self-signed certificate)";
  }
}
