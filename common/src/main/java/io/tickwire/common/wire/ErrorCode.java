package io.tickwire.common.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The stable codes of the public contract and the HTTP status each answers with. */
public enum ErrorCode {
  BAD_REQUEST(400),
  UNAUTHENTICATED(401),
  FORBIDDEN(403),
  NOT_FOUND(404),
  UNKNOWN_CHANNEL(404),
  CONFLICT(409),
  INVALID(422),
  WOULD_TRIGGER_IMMEDIATELY(422),
  INSUFFICIENT_BALANCE(422),
  MAX_TRIGGERS(422),
  TOO_MANY_SUBSCRIPTIONS(429),
  TOO_MANY_REQUESTS(429),
  INTERNAL(500),
  UNAVAILABLE(503);

  private final int status;

  ErrorCode(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }

  /** What a client sees: {@link #INVALID} is {@code bad_request}, with status 422 and the field. */
  public String wireName() {
    return this == INVALID ? BAD_REQUEST.wireName() : internalName();
  }

  /** Between our own processes every code keeps its name. */
  @JsonValue
  String internalName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
