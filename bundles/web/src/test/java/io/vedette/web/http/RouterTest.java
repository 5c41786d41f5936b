package io.vedette.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vedette.api.access.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterTest {
  private final Router router =
      new Router()
          .add(Role.VIEWER, "GET", "/cameras/{camera}", e -> {})
          .add(Role.ADMIN, "DELETE", "/cameras/{camera}", e -> {})
          .open("OPTIONS", "/whep/{camera}", e -> {})
          .open("POST", "/whep/{camera}", e -> {});

  private Router.Match match(String method, String path) {
    return router.match(method, Router.segments(path));
  }

  private Problem refusal(String method, String path) {
    return catchThrowableOfType(Problem.class, () -> match(method, path));
  }

  @Test
  void findsTheRouteAndItsValues() {
    Router.Match match = match("DELETE", "/cameras/door");

    assertThat(match.route().role()).contains(Role.ADMIN);
    assertThat(match.values()).containsEntry("camera", "door");
  }

  @Test
  void headIsAnsweredByGet() {
    assertThat(match("HEAD", "/cameras/door").route().method()).isEqualTo("GET");
    assertThat(refusal("HEAD", "/whep/door").kind()).isEqualTo(Kind.METHOD);
  }

  @Test
  void optionsIsAnsweredByTheRouteOrByItself() {
    assertThat(match("OPTIONS", "/whep/door").route().template()).isEqualTo("/whep/{camera}");
    assertThat(match("OPTIONS", "/cameras/door").route().role()).isEmpty();
  }

  @Test
  void wrongMethod_saysWhichAreAllowed() {
    Problem refusal = refusal("PUT", "/cameras/door");

    assertThat(refusal.kind()).isEqualTo(Kind.METHOD);
    assertThat(refusal.headers()).containsEntry("Allow", "DELETE, GET, HEAD, OPTIONS");
  }

  @Test
  void unknownPaths() {
    for (String path : List.of("/", "/cameras", "/cameras/", "/cameras/a/b", "/x/door", "//door")) {
      assertThat(refusal("GET", path).kind()).as(path).isEqualTo(Kind.UNKNOWN);
    }
  }
}
