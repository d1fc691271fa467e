package io.tickwire.push.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.push.admission.Limit;
import io.tickwire.push.protocol.CloseCode;
import java.util.Locale;

/** Why a socket, stream or poll is not let in, or not any more. */
enum TurnAway {
  ORIGIN(CloseCode.FORBIDDEN, "this origin is not allowed"),
  BANNED(CloseCode.TOO_MANY_CONNECTIONS, "too many refused tokens or messages from this address"),
  USER_BANNED(CloseCode.TOO_MANY_CONNECTIONS, "too many refused messages of this user"),
  REQUESTS(CloseCode.TOO_MANY_CONNECTIONS, Limit.ADDRESS_MESSAGES.reason()),
  BUSY(CloseCode.TOO_MANY_CONNECTIONS, Limit.ALL_MESSAGES.reason()),
  ADDRESS(CloseCode.TOO_MANY_CONNECTIONS, "too many connections from this address"),
  USER(CloseCode.TOO_MANY_CONNECTIONS, "too many connections of this user"),
  FULL(CloseCode.TOO_MANY_CONNECTIONS, "this instance is full"),
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

  /**
   * Counts a request that it is the reason to refuse.
   *
   * @param forMs how long it will be
   */
  Refusal refuse(long forMs, MeterRegistry metrics) {
    countIn(metrics);
    return Refusal.later(reason, (forMs + 999) / 1_000);
  }

  void countIn(MeterRegistry metrics) {
    metrics.counter("ws.turned.away", "reason", name().toLowerCase(Locale.ROOT)).increment();
  }
}
