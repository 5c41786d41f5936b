package io.vedette.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.feature.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.service.cm.ConfigurationAdmin;

/** Features in a real framework. */
class FeaturesTest {
  @TempDir Path temp;
  private TestDistribution distribution;
  private Path home;

  @BeforeEach
  void make() throws IOException {
    distribution =
        new TestDistribution(temp.resolve("vedette"))
            .bundle("shared", Map.of("Export-Package", "shared"))
            .bundle("one", Map.of("Import-Package", "shared"))
            .bundle("two", Map.of("Import-Package", "shared"))
            .feature("one", "shared", "one")
            .feature("two", "shared", "two");
    home = temp.resolve("home");
  }

  private RunningAppliance start(String... options) throws StartException {
    return RunningAppliance.start(distribution.folder(), home, options);
  }

  @Test
  void sharedBundleGoesWithTheLastFeatureThatListsIt() throws Exception {
    try (RunningAppliance running = start()) {
      Features features = running.appliance.features();
      features.install("one");
      features.install("two");
      features.install("two");
      assertThat(running.bundle("test.one").getState()).isEqualTo(Bundle.ACTIVE);
      assertThat(features.features())
          .filteredOn(Features.FeatureInfo::installed)
          .extracting(Features.FeatureInfo::name)
          .containsExactly("core", "one", "two");

      features.uninstall("one");
      assertThat(running.bundles()).doesNotContain("test.one").contains("test.shared");
      assertThat(running.bundle("test.two").getState()).isEqualTo(Bundle.ACTIVE);

      features.uninstall("two");
      assertThat(running.bundles()).doesNotContain("test.two", "test.shared");
    }
  }

  @Test
  void featureIsOfferedAsAService() throws Exception {
    try (RunningAppliance running = start()) {
      assertThat(running.appliance.context().getServiceReference(Features.class)).isNotNull();
    }
  }

  @Test
  void settingsComeAndGoWithTheFeature() throws Exception {
    try (RunningAppliance running = start()) {
      running.appliance.features().install("one");
      assertThat(settings(running, "test.one")).containsEntry("from", "feature");
      running.appliance.features().uninstall("one");
      assertThat(settings(running, "test.one")).isNull();
    }
  }

  @Test
  void restartKeepsTheSet() throws Exception {
    try (RunningAppliance running = start()) {
      running.appliance.features().install("one");
    }
    try (RunningAppliance running = start()) {
      assertThat(running.bundle("test.one").getState()).isEqualTo(Bundle.ACTIVE);
      running.appliance.features().uninstall("one");
    }
    try (RunningAppliance running = start()) {
      assertThat(running.bundles()).doesNotContain("test.one", "test.shared");
    }
  }

  @Test
  void newBuildOfTheSameVersionIsTakenByTheNextStart() throws Exception {
    try (RunningAppliance running = start()) {
      running.appliance.features().install("one");
    }
    distribution.bundle("one", Map.of("Import-Package", "shared", "Build", "second"));
    try (RunningAppliance running = start()) {
      assertThat(running.bundle("test.one").getHeaders().get("Build")).isEqualTo("second");
      assertThat(running.bundles()).containsOnlyOnce("test.one");
    }
  }

  @Test
  void bundleThatNoFeatureBroughtStaysOverARestart() throws Exception {
    Path jar = temp.resolve("vedette/repository/test/shared/1.0.0/shared-1.0.0.jar");
    try (RunningAppliance running = start()) {
      running.appliance.context().installBundle(jar.toUri().toString());
    }
    try (RunningAppliance running = start()) {
      assertThat(running.bundles()).contains("test.shared");
    }
  }

  @Test
  void copiesThatDidNotReachTheDiskAreMadeAnew() throws Exception {
    start().close();
    assertThat(home.resolve("felix-cache/whole")).exists();
    Files.delete(home.resolve("felix-cache/whole"));
    try (Stream<Path> copies = Files.walk(home.resolve("felix-cache"))) {
      for (Path copy : copies.filter(c -> c.toString().endsWith(".jar")).toList()) {
        Files.write(copy, new byte[0]);
      }
    }
    try (RunningAppliance running = start()) {
      assertThat(running.appliance.faults()).isEmpty();
    }
  }

  @Test
  void storageThatCannotBeReadIsMadeAnew() throws Exception {
    start().close();
    for (int id = 0; id < 4; id++) {
      Path info = home.resolve("felix-cache/bundle" + id + "/bundle.info");
      if (Files.exists(info)) {
        Files.writeString(info, "\0garbage\n");
      }
    }
    try (RunningAppliance running = start()) {
      assertThat(running.appliance.faults()).isEmpty();
      assertThat(running.bundles()).doesNotHaveDuplicates();
    }
  }

  @Test
  void fileOfTheAdministratorIsASetting() throws Exception {
    Files.createDirectories(home.resolve("conf"));
    Files.writeString(home.resolve("conf/test.pid.config"), "port=I\"9000\"\n");
    try (RunningAppliance running = start()) {
      await(() -> settings(running, "test.pid") != null);
      assertThat(settings(running, "test.pid")).containsEntry("port", 9000);
    }
  }

  @Test
  void droppedBundleRunsOnlyIfUnsignedOnesAreAllowed() throws Exception {
    Path jar = temp.resolve("vedette/repository/test/shared/1.0.0/shared-1.0.0.jar");
    Path dropped = Files.createDirectories(home.resolve("plugins")).resolve("shared.jar");
    Files.copy(jar, dropped);
    Files.createDirectories(home.resolve("conf"));
    Files.writeString(home.resolve("conf/test.pid.config"), "port=I\"9000\"\n");
    try (RunningAppliance running = start()) {
      await(() -> settings(running, "test.pid") != null); // so it has looked around
      assertThat(running.bundles()).doesNotContain("test.shared");
    }
    try (RunningAppliance running = start("--allow-unsigned-plugins")) {
      await(() -> running.bundles().contains("test.shared"));
      Files.delete(dropped);
      await(() -> !running.bundles().contains("test.shared"));
    }
  }

  @Test
  void bundleThatIsStillBeingCopiedWaits() throws Exception {
    Path repository = temp.resolve("vedette/repository/test");
    byte[] shared = Files.readAllBytes(repository.resolve("shared/1.0.0/shared-1.0.0.jar"));
    Path plugins = Files.createDirectories(home.resolve("plugins"));
    Path growing = plugins.resolve("shared.jar");
    try (RunningAppliance running = start("--allow-unsigned-plugins")) {
      Files.write(plugins.resolve(".shared.jar.Xy12"), shared); // rsync
      Files.write(plugins.resolve(".shared.jar"), shared);
      Files.write(plugins.resolve("shared.jar.filepart"), shared); // WinSCP
      distribution.bundle("beside", Map.of());
      Files.copy(repository.resolve("beside/1.0.0/beside-1.0.0.jar"), plugins.resolve("b.jar"));
      int[] written = new int[1];
      await(
          () -> {
            Files.write(growing, Arrays.copyOf(shared, Math.min(++written[0], shared.length - 1)));
            return running.bundles().contains("test.beside");
          });
      assertThat(running.bundles()).doesNotContain("test.shared");
    }
  }

  @Test
  void missingArtifactTouchesNothing() throws Exception {
    distribution.feature("broken", "shared", "absent");
    try (RunningAppliance running = start()) {
      var before = running.bundles();
      assertThatThrownBy(() -> running.appliance.features().install("broken"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("feature broken needs test:absent:1.0.0, which is not in");
      assertThat(running.bundles()).isEqualTo(before);
      assertThat(settings(running, "test.broken")).isNull();
    }
  }

  @Test
  void unresolvableFeatureNamesTheRequirementAndIsTakenBack() throws Exception {
    distribution
        .bundle(
            "needy",
            Map.of("Import-Package", "nowhere;version=\"[1.2,2)\"", "Export-Package", "needy"))
        .bundle("victim", Map.of("Import-Package", "needy"))
        .feature("broken", "victim", "needy");
    try (RunningAppliance running = start()) {
      assertThatThrownBy(() -> running.appliance.features().install("broken"))
          .hasMessage(
              "feature broken cannot be installed: test.needy 1.0.0 needs package nowhere from 1.2.0 below 2.0.0, which nothing offers");
      assertThat(running.bundles()).doesNotContain("test.needy", "test.victim");
      assertThat(settings(running, "test.broken")).isNull();
    }
    try (RunningAppliance running = start()) {
      assertThat(running.bundles()).doesNotContain("test.needy");
    }
  }

  @Test
  void failingBundleTakesItsFeatureBackAndNoOther() throws Exception {
    distribution
        .bundle(
            "failing",
            Map.of(
                "Bundle-Activator",
                FailingActivator.class.getName(),
                "Import-Package",
                "org.osgi.framework"))
        .feature("broken", "shared", "two", "failing");
    try (RunningAppliance running = start()) {
      running.appliance.features().install("one");
      assertThatThrownBy(() -> running.appliance.features().install("broken"))
          .hasMessageStartingWith("feature broken cannot be installed: ")
          .hasMessageContaining("test.failing");
      assertThat(running.bundles())
          .doesNotContain("test.failing", "test.two")
          .contains("test.shared");
      assertThat(running.bundle("test.one").getState()).isEqualTo(Bundle.ACTIVE);
    }
  }

  @Test
  void featureThatDoesNotResolveAtStartLeavesTheRestRunning() throws Exception {
    distribution.bundle("late", Map.of()).feature("late", "late");
    try (RunningAppliance running = start()) {
      running.appliance.features().install("one");
      running.appliance.features().install("late");
    }
    distribution.bundle("late", Map.of("Import-Package", "nowhere"));
    try (RunningAppliance running = start()) {
      assertThat(running.bundle("test.one").getState()).isEqualTo(Bundle.ACTIVE);
      assertThat(running.bundle("test.late").getState()).isEqualTo(Bundle.INSTALLED);
      assertThat(running.appliance.faults())
          .containsExactly(
              "feature late: test.late 1.0.0 needs package nowhere, which nothing offers");
    }
  }

  @Test
  void featureThatIsNotWholeAtStartIsLeftOut() throws Exception {
    try (RunningAppliance running = start()) {
      running.appliance.features().install("one");
    }
    Files.delete(temp.resolve("vedette/repository/test/one/1.0.0/one-1.0.0.jar"));
    try (RunningAppliance running = start()) {
      assertThat(running.bundles()).doesNotContain("test.one");
    }
  }

  @Test
  void coreStays() throws Exception {
    try (RunningAppliance running = start()) {
      assertThatThrownBy(() -> running.appliance.features().uninstall("core"))
          .hasMessageContaining("needed to run at all");
      assertThatThrownBy(() -> running.appliance.features().uninstall("one"))
          .hasMessage("feature one is not installed");
      assertThatThrownBy(() -> running.appliance.features().install("nix"))
          .hasMessageStartingWith("there is no feature nix; there are core, one, two");
    }
  }

  @Test
  void optionHoldsForTheRunsItIsGivenIn() throws Exception {
    try (RunningAppliance running =
        start("--media-port", "9000", "--public-address", "1.2.3.4,5.6.7.8")) {
      assertThat(settings(running, "io.vedette.sink.webrtc"))
          .containsEntry("port", 9000)
          .containsEntry("bind", "127.0.0.1");
      assertThat((String[]) settings(running, "io.vedette.sink.webrtc").get("publicAddresses"))
          .containsExactly("1.2.3.4", "5.6.7.8");
    }
    try (RunningAppliance running = start()) {
      assertThat(settings(running, "io.vedette.sink.webrtc"))
          .doesNotContainKeys("port", "publicAddresses")
          .containsEntry("bind", "127.0.0.1");
    }
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    Instant end = Instant.now().plusSeconds(30);
    while (!condition.call()) {
      assertThat(Instant.now()).isBefore(end);
      Thread.yield();
    }
  }

  private static Map<String, Object> settings(RunningAppliance running, String pid)
      throws IOException {
    var context = running.appliance.context();
    ConfigurationAdmin admin =
        context.getService(context.getServiceReference(ConfigurationAdmin.class));
    var properties = admin.getConfiguration(pid, "?").getProperties();
    return properties == null ? null : org.osgi.framework.FrameworkUtil.asMap(properties);
  }
}
