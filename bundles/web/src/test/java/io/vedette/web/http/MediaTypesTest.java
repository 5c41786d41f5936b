package io.vedette.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MediaTypesTest {
  @Test
  void contentTypeIsComparedWithoutParametersAndCase() {
    assertThat(MediaTypes.is("Application/JSON; charset=utf-8", "application/json")).isTrue();
    assertThat(MediaTypes.is("application/jsonx", "application/json")).isFalse();
    assertThat(MediaTypes.is(null, "application/json")).isFalse();
  }

  @Test
  void acceptsByName_family_orAnything() {
    for (String accept :
        List.of("application/json", "text/html, application/*;q=0.5", "*/*", "*/*;q=0.1", "")) {
      assertThat(MediaTypes.accepts(accept, "application/json")).as(accept).isTrue();
    }
    assertThat(MediaTypes.accepts(null, "application/json")).isTrue();
  }

  @Test
  void theMostExactRangeDecides() {
    for (String accept :
        List.of("text/html", "application/json;q=0", "*/*, application/json; q=0.0")) {
      assertThat(MediaTypes.accepts(accept, "application/json")).as(accept).isFalse();
    }
    assertThat(MediaTypes.accepts("application/json, */*;q=0", "application/json")).isTrue();
  }
}
