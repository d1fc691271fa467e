package io.tickwire.push.http;

import io.tickwire.push.protocol.CloseCode;
import java.util.Locale;

/** Why somebody is not let in at the WebSocket door, or not any more. */
enum TurnAway {
  ORIGIN(CloseCode.FORBIDDEN, "this origin is not allowed"),
  BANNED(CloseCode.TOO_MANY_CONNECTIONS, "too many refused tokens from this address"),
  ADDRESS(CloseCode.TOO_MANY_CONNECTIONS, "too many connections from this address"),
  USER(CloseCode.TOO_MANY_CONNECTIONS, "too many connections of this user"),
  REVOKED(CloseCode.UNAUTHENTICATED, "the API key was revoked"),
  /** Whoever it is, it could not be found out; elsewhere or later it can. */
  UNAVAILABLE(CloseCode.DRAINING, "the API key cannot be looked up now");

  private final CloseCode code;
  private final String reason;

  TurnAway(CloseCode code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  CloseCode code() {
    return code;
  }

  String reason() {
    return reason;
  }

  /** As a label of a metric. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
