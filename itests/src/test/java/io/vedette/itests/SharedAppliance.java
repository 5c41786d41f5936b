package io.vedette.itests;

import io.vedette.testkit.SimulatedCameras;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One appliance and one set of simulated cameras for all tests that ask for this as a parameter; it
 * ends with the last of them. Each test uses camera ids of its own.
 */
public final class SharedAppliance implements ParameterResolver {
  /** What the tests share. */
  static final class Shared implements AutoCloseable {
    private final Path home;
    private final Appliance appliance;
    private final SimulatedCameras cameras;
    private final Api admin;

    Shared() throws IOException {
      this.home = Files.createTempDirectory("vedette-itests");
      this.appliance = Appliance.start("shared", home, "--admin-password", Appliance.PASSWORD);
      this.cameras = new SimulatedCameras();
      this.admin = appliance.admin();
    }

    Appliance appliance() {
      return appliance;
    }

    SimulatedCameras cameras() {
      return cameras;
    }

    Api admin() {
      return admin;
    }

    Path home() {
      return home;
    }

    @Override
    public void close() throws Exception {
      cameras.close();
      appliance.close();
      deleteAll(home);
    }
  }

  static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Shared.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(SharedAppliance.class))
        .getOrComputeIfAbsent(
            Shared.class,
            key -> {
              try {
                return new Shared();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            },
            Shared.class);
  }
}
