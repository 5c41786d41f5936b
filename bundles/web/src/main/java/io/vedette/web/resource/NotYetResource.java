package io.vedette.web.resource;

import io.vedette.api.access.Role;
import io.vedette.web.http.Handler;
import io.vedette.web.http.Kind;
import io.vedette.web.http.Problem;
import io.vedette.web.http.Router;

/** What a later version will answer. Not in the description of the API. */
final class NotYetResource {
  NotYetResource(Router router) {
    router
        .add(Role.ADMIN, "GET", "/api/v1/plugins", notYet("the list of plug-ins"))
        .add(Role.ADMIN, "POST", "/api/v1/plugins", notYet("installing plug-ins"))
        .add(Role.ADMIN, "POST", "/api/v1/system/backup", notYet("backup"))
        .add(Role.ADMIN, "POST", "/api/v1/system/restore", notYet("restore"));
  }

  private static Handler notYet(String what) {
    return exchange -> {
      throw new Problem(Kind.NOT_YET, what + " is not part of this version");
    };
  }
}
