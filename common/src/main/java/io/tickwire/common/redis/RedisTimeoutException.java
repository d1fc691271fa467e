package io.tickwire.common.redis;

/**
 * No answer within the command's time limit. {@link #outcomeUnknown} tells whether the command had
 * left: then it may have happened, happen still, or never.
 */
public final class RedisTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean sent;

  RedisTimeoutException(String command, long waitedMs, boolean sent) {
    // Thrown for every command while Redis is silent: without a stack trace.
    super(
        "Redis did not answer: command="
            + command
            + " waitedMs="
            + waitedMs
            + " outcome="
            + (sent ? "unknown" : "not_sent"),
        null,
        false,
        false);
    this.sent = sent;
  }

  /** False when the command never left this process. */
  public boolean outcomeUnknown() {
    return sent;
  }
}
