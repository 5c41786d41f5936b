package io.vedette.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PasswordHashTest {
  @Test
  void matchesOnlyItsPassword() {
    String hash = PasswordHash.of("correct horse", PasswordHash.COST);

    assertThat(PasswordHash.matches(hash, "correct horse")).isTrue();
    assertThat(PasswordHash.matches(hash, "correct horsf")).isFalse();
    assertThat(PasswordHash.matches(hash, "")).isFalse();
  }

  @Test
  void saltsEachHash() {
    assertThat(PasswordHash.of("same", PasswordHash.COST))
        .isNotEqualTo(PasswordHash.of("same", PasswordHash.COST));
  }

  /** Made by argon2-cffi 25.1.0, which wraps the reference implementation in C. */
  @Test
  void matchesHashOfTheReferenceImplementation() {
    String hash =
        "$argon2id$v=19$m=4096,t=3,p=1$c29tZXNhbHQxMjM0NTY3OA$"
            + "x5kEBiQp3Ngj1pdXuF646iEBdtSTS7fYe4E1LLhbsw0";

    assertThat(PasswordHash.matches(hash, "password")).isTrue();
  }

  @Test
  void refusesForeignForms() {
    assertThatThrownBy(() -> PasswordHash.matches("$2b$10$abc", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
