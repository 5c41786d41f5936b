package io.vedette.api.access;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Who makes a request.
 *
 * @param name of the user or token
 * @param role rights
 * @param cameras ids it may see; empty: all
 */
public record Caller(String name, Role role, Optional<Set<String>> cameras) {
  public Caller {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(role, "role");
    cameras = cameras.map(Set::copyOf);
  }

  /** True if the caller's role has the rights of {@code wanted}. */
  public boolean is(Role wanted) {
    return role.compareTo(wanted) >= 0;
  }

  /** True if the caller may see this camera. */
  public boolean sees(String camera) {
    return cameras.isEmpty() || cameras.get().contains(camera);
  }
}
