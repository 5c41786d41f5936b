package io.vedette.api.access;

import java.util.Locale;
import java.util.Optional;

/** Roles, each with the rights of those before it. */
public enum Role {
  /** Looks and replays. */
  VIEWER,
  /** Also moves PTZ, searches, downloads, exports. */
  OPERATOR,
  /** Also changes cameras, users, plug-ins, settings. */
  ADMIN;

  /** Name in JSON: {@code viewer}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of a name in JSON; empty if there is none. */
  public static Optional<Role> of(String id) {
    for (Role role : values()) {
      if (role.id().equals(id)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
