package io.vedette.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  @TempDir Path temp;

  @Test
  void isOursAlone() throws Exception {
    try (Home home = Home.open(temp.resolve("a/home"))) {
      home.writeSecret("secret", "x");
      assertThat(mode(home.folder())).isEqualTo("rwx------");
      assertThat(mode(home.path("secret"))).isEqualTo("rw-------");
    }
  }

  @Test
  void secondRecorderIsRefused_untilTheFirstIsGone() throws Exception {
    try (Home home = Home.open(temp.resolve("home"))) {
      assertThatThrownBy(() -> Home.open(home.folder()))
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith("another Vedette runs on ");
    }
    Home.open(temp.resolve("home")).close();
  }

  @Test
  void fileInItsPlaceIsSaid() throws Exception {
    Path file = Files.writeString(temp.resolve("home"), "");
    assertThatThrownBy(() -> Home.open(file))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("--home");
  }

  @Test
  void firstPasswordIsRandomAndKeptUntilItHasServed() throws Exception {
    try (Home home = Home.open(temp.resolve("home"))) {
      String first = FirstPassword.prepare(home, Optional.empty()).orElseThrow();
      assertThat(first).matches("[a-z2-9]{4}(-[a-z2-9]{4}){3}");
      assertThat(mode(home.path(FirstPassword.FILE))).isEqualTo("rw-------");
      assertThat(FirstPassword.prepare(home, Optional.empty())).contains(first);
      assertThat(FirstPassword.prepare(home, Optional.of("mine"))).contains("mine");
      assertThat(home.path(FirstPassword.FILE)).hasContent("mine");

      Files.delete(home.path(FirstPassword.FILE));
      Files.writeString(home.path("accounts.db"), "");
      assertThat(FirstPassword.prepare(home, Optional.of("mine"))).isEmpty();
      assertThat(home.path(FirstPassword.FILE)).doesNotExist();
    }
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
