package io.vedette.webui;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
  private static final Set<String> FILES =
      Set.of(
          "/web/index.html",
          "/web/assets/index-B9o294kr.js",
          "/web/assets/index-B9o294kr.js.gz",
          "/web/assets/inter-latin-wght-normal-Dx4kXJAl.woff2",
          "/web/assets/secret.txt");

  private final Pages pages = new Pages(name -> FILES.contains(name) ? url(name) : null);

  @Test
  void pageIsAskedForAgainEachTime() {
    assertThat(pages.page())
        .hasValueSatisfying(
            file -> {
              assertThat(file.type()).isEqualTo("text/html; charset=utf-8");
              assertThat(file.caching()).isEqualTo("no-cache");
            });
  }

  @Test
  void assetIsKeptForEverAndCompressedWhereTaken() {
    assertThat(pages.asset("/assets/index-B9o294kr.js", true))
        .hasValueSatisfying(
            file -> {
              assertThat(file.gzip()).isTrue();
              assertThat(file.type()).startsWith("text/javascript");
              assertThat(file.caching()).contains("immutable");
            });
    assertThat(pages.asset("/assets/index-B9o294kr.js", false))
        .hasValueSatisfying(file -> assertThat(file.gzip()).isFalse());
    assertThat(pages.asset("/assets/inter-latin-wght-normal-Dx4kXJAl.woff2", true))
        .hasValueSatisfying(file -> assertThat(file.gzip()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/",
        "/assets/gone.js",
        "/assets/secret.txt",
        "/assets/../index.html",
        "/assets/..%2Findex.html",
        "/assets/index-B9o294kr.js.gz",
        "/assets//index-B9o294kr.js"
      })
  void nothingElseIsServed(String path) {
    assertThat(pages.asset(path, true)).isEmpty();
  }

  private static URL url(String name) {
    try {
      return URI.create("file:" + name).toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }
}
