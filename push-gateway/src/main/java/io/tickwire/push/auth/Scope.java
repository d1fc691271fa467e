package io.tickwire.push.auth;

import java.util.Locale;
import java.util.Optional;

/** What a token may be used for. */
public enum Scope {
  PUSH,
  TRADE,
  PUBLISH,
  ADMIN;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty for a name that this release does not know. */
  public static Optional<Scope> of(String wireName) {
    for (Scope scope : values()) {
      if (scope.wireName().equals(wireName)) {
        return Optional.of(scope);
      }
    }
    return Optional.empty();
  }
}
