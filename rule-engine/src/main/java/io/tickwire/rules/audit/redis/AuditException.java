package io.tickwire.rules.audit.redis;

import java.io.Serial;

/** Why an audit could not be done, as one sentence for a person. */
public final class AuditException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  public AuditException(String message) {
    super(message);
  }

  AuditException(String message, Throwable cause) {
    super(message, cause);
  }
}
