package io.vedette.itests;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrow table of docs/architecture.md, held against the compiled classes of every bundle. */
class ArchitectureTest {
  /** Library → libraries it may use. */
  private static final Map<String, Set<String>> LIBRARIES =
      new TreeMap<>(
          Map.of(
              "media", Set.of(),
              "rtp", Set.of("media"),
              "rtsp", Set.of("media", "rtp"),
              "dvr", Set.of("media"),
              "dvrip", Set.of("media"),
              "mp4", Set.of("media"),
              "onvif", Set.of(),
              "webrtc", Set.of("media", "rtp")));

  private static final Path BUNDLES = Path.of("../bundles");

  private static final Map<String, JavaClasses> CLASSES = new TreeMap<>();

  @BeforeAll
  static void readClasses() throws IOException {
    try (Stream<Path> folders = Files.list(BUNDLES)) {
      for (Path folder : folders.filter(f -> Files.exists(f.resolve("pom.xml"))).toList()) {
        CLASSES.put(
            folder.getFileName().toString(),
            new ClassFileImporter().importPath(folder.resolve("target/classes")));
      }
    }
  }

  static Set<String> libraries() {
    return LIBRARIES.keySet();
  }

  static List<String> bundles() throws IOException {
    try (Stream<Path> folders = Files.list(BUNDLES)) {
      return folders
          .filter(f -> Files.exists(f.resolve("pom.xml")))
          .map(f -> f.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /** Package pattern of a bundle and what is below it. */
  private static String packages(String bundle) {
    return "io.vedette." + bundle + "..";
  }

  @Test
  void everyLibraryIsThere() {
    assertThat(CLASSES.keySet()).containsAll(LIBRARIES.keySet()).contains("api", "testkit");
    LIBRARIES.keySet().forEach(library -> assertThat(CLASSES.get(library)).isNotEmpty());
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void bundleHoldsItsOwnPackagesOnly(String bundle) {
    assertThat(CLASSES.get(bundle))
        .allMatch(c -> c.getPackageName().matches("io\\.vedette\\." + bundle + "(\\..*)?"));
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void arrowsOfTheArchitecture(String bundle) {
    Set<String> allowed = new TreeSet<>(Set.of(bundle));
    if (LIBRARIES.containsKey(bundle)) {
      allowed.addAll(LIBRARIES.get(bundle));
    } else if (bundle.equals("api")) {
      allowed.add("media");
    } else {
      allowed.add("api");
      allowed.addAll(LIBRARIES.keySet());
    }
    String[] patterns = allowed.stream().map(ArchitectureTest::packages).toArray(String[]::new);
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.vedette..")
                .and(DescribedPredicate.not(resideInAnyPackage(patterns)))
                .as("are neither its own nor of " + allowed))
        .allowEmptyShould(true)
        .check(CLASSES.get(bundle));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void librariesUseTheJdkAlone(String library) {
    // webrtc hides BouncyCastle behind its interface of DTLS.
    String[] allowed =
        library.equals("webrtc")
            ? new String[] {"java..", "javax..", "io.vedette..", "org.bouncycastle.."}
            : new String[] {"java..", "javax..", "io.vedette.."};
    noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.not(
                    resideInAnyPackage(allowed)
                        .or(resideInAnyPackage("org.osgi.annotation..", ""))) // "": primitives
                .as("come from elsewhere than the JDK"))
        .check(CLASSES.get(library));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void librariesMakeNoThreads(String library) {
    DescribedPredicate<JavaAccess<?>> makesAThread =
        DescribedPredicate.describe(
            "makes a thread or waits in one",
            access ->
                access.getTargetOwner().isAssignableTo(Thread.class)
                    && access.getName().matches("<init>|start|sleep|join|yield"));
    noClasses()
        .should()
        .accessTargetWhere(makesAThread)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Executor.class)
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Timer")
        .check(CLASSES.get(library));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void librariesOpenNoSockets(String library) {
    DescribedPredicate<JavaClass> sockets =
        DescribedPredicate.describe(
            "are sockets",
            c ->
                c.getName().matches("java\\.net\\.(Socket|ServerSocket|DatagramSocket|URL)")
                    || c.getPackageName().startsWith("java.net.http")
                    || c.isAssignableTo(NetworkChannel.class)
                    || c.isAssignableTo(Selector.class));
    noClasses().should().dependOnClassesThat(sockets).check(CLASSES.get(library));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void librariesAskNoClock(String library) {
    Set<String> clocks =
        Set.of(
            Instant.class.getName(),
            Clock.class.getName(),
            LocalDate.class.getName(),
            LocalDateTime.class.getName(),
            OffsetDateTime.class.getName(),
            ZonedDateTime.class.getName());
    DescribedPredicate<JavaAccess<?>> readsAClock =
        DescribedPredicate.describe(
            "reads a clock",
            access -> {
              String owner = access.getTargetOwner().getName();
              String name = access.getName();
              return owner.equals("java.lang.System") && name.matches("nanoTime|currentTimeMillis")
                  || clocks.contains(owner) && name.matches("now|system.*|tick.*")
                  || owner.equals("java.util.Date") && name.equals("<init>");
            });
    noClasses().should().accessTargetWhere(readsAClock).check(CLASSES.get(library));
  }
}
