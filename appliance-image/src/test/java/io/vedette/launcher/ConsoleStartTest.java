package io.vedette.launcher;

import static io.vedette.launcher.RawHttp.basic;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Felix's own factory account must not work for a moment. */
class ConsoleStartTest {
  @TempDir Path temp;

  @Test
  void factoryPasswordDoesNotWorkWhileStartingOrStopping() throws Exception {
    try (Home home = Home.open(temp.resolve("home"))) {
      FirstPassword.prepare(home, Optional.of("correct horse"));
    }
    int port = RunningAppliance.freePort();
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch answered = new CountDownLatch(3);
    CompletableFuture<Set<Integer>> intruder =
        CompletableFuture.supplyAsync(() -> tryUntil(over, answered, port));
    try (RunningAppliance running =
        RunningAppliance.start(TestDistribution.REAL, temp.resolve("home"), port)) {
      assertThat(running.appliance.faults()).isEmpty();
      assertThat(running.appliance.serves(port)).isTrue();
      assertThat(running.appliance.serves(port + 1)).isFalse();
      assertThat(answered.await(1, TimeUnit.MINUTES)).isTrue();
    }
    over.set(true);
    assertThat(intruder.get()).isSubsetOf(404, 401, 429, 503).containsAnyOf(401, 429);
  }

  @Test
  void portTakenInTheMeantimeIsNoticed() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RunningAppliance running =
            RunningAppliance.start(
                TestDistribution.REAL, temp.resolve("home"), other.getLocalPort())) {
      assertThat(running.appliance.serves(other.getLocalPort())).isFalse();
    }
  }

  private static Set<Integer> tryUntil(AtomicBoolean over, CountDownLatch answered, int port) {
    // Not from 127.0.0.1: a port of one's own that happens to be this one would be connected to
    // itself.
    RawHttp http = new RawHttp(port, "127.0.0.8");
    Set<Integer> seen = new TreeSet<>();
    while (!over.get()) {
      try {
        seen.add(http.get("/system/console/bundles", basic("admin", "admin")).status());
        if (seen.contains(401)) {
          answered.countDown();
        }
      } catch (IOException e) {
        Thread.onSpinWait(); // not listening yet, or no more
      }
    }
    return seen;
  }
}
