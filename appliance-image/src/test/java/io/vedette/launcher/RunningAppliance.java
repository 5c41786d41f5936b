package io.vedette.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;

/** A recorder inside the test, on free ports. */
final class RunningAppliance implements AutoCloseable {
  private static final long STOP_MS = 20_000;

  final Appliance appliance;
  final int httpPort;
  private final Home home;

  private RunningAppliance(Appliance appliance, int httpPort, Home home) {
    this.appliance = appliance;
    this.httpPort = httpPort;
    this.home = home;
  }

  static RunningAppliance start(Path distribution, Path home, String... options)
      throws StartException {
    return start(distribution, home, freePort(), options);
  }

  static RunningAppliance start(Path distribution, Path home, int http, String... options)
      throws StartException {
    List<String> args = new ArrayList<>(List.of(options));
    args.addAll(
        List.of(
            "--home",
            home.toString(),
            "--bind",
            "127.0.0.1",
            "--http-port",
            "" + http,
            "--https-port",
            "" + freePort()));
    Home opened = Home.open(home);
    RunOptions run = RunOptions.parse(Map.of(), args.toArray(String[]::new)).orElseThrow();
    return new RunningAppliance(Appliance.start(distribution, run, opened), http, opened);
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> bundles() {
    List<String> names = new ArrayList<>();
    for (Bundle bundle : appliance.context().getBundles()) {
      names.add(bundle.getSymbolicName());
    }
    return names;
  }

  Bundle bundle(String name) {
    for (Bundle bundle : appliance.context().getBundles()) {
      if (name.equals(bundle.getSymbolicName())) {
        return bundle;
      }
    }
    throw new AssertionError("no bundle " + name + " among " + bundles());
  }

  @Override
  public void close() throws IOException {
    if (!appliance.stop(STOP_MS)) {
      throw new IOException("did not stop");
    }
    home.close();
  }
}
