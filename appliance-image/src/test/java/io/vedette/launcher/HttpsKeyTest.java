package io.vedette.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsKeyTest {
  @TempDir Path temp;

  @Test
  void certificateCarriesTheNames_andIsMadeAnewOnlyWhenOneIsMissingOrItEnds() throws Exception {
    Clock clock = Clock.systemUTC();
    try (Home home = Home.open(temp.resolve("home"))) {
      Set<String> names =
          Set.of("localhost", "nvr.local", "127.0.0.1", "10.0.0.7", "0:0:0:0:0:0:0:1");
      HttpsKey.Store store = HttpsKey.prepare(home, names, clock);
      X509Certificate first = certificate(store);
      assertThat(first.getSubjectAlternativeNames().stream().map(n -> (Object) n.get(1).toString()))
          .containsExactlyInAnyOrderElementsOf(List.copyOf(names));
      assertThat(store.toString()).doesNotContain(store.password());

      assertThat(
              certificate(
                  HttpsKey.prepare(
                      home, Set.of("localhost", "10.0.0.7", "fe80:0:0:0:0:0:0:1"), clock)))
          .isEqualTo(first);
      assertThat(certificate(HttpsKey.prepare(home, Set.of("localhost", "10.0.0.8"), clock)))
          .isNotEqualTo(first);

      X509Certificate second = certificate(store);
      Clock late = Clock.offset(clock, Duration.ofDays(800));
      assertThat(certificate(HttpsKey.prepare(home, Set.of("localhost"), late)))
          .isNotEqualTo(second);
    }
  }

  private static X509Certificate certificate(HttpsKey.Store store) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store.file())) {
      keys.load(in, store.password().toCharArray());
    }
    return (X509Certificate) keys.getCertificate("vedette");
  }
}
