package io.tickwire.redis.embedded;

import org.jspecify.annotations.Nullable;

/**
 * The server cannot be had; the message is one sentence an operator can act on, followed by the
 * server's last log lines if any.
 */
public final class EmbeddedRedisException extends RuntimeException {
  EmbeddedRedisException(String message) {
    super(message);
  }

  EmbeddedRedisException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
