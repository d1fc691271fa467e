package io.tickwire.common.redis;

/** There is no server to send a command to. */
final class RedisConnectionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RedisConnectionException(String message) {
    super(message, null, false, false);
  }
}
