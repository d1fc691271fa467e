package io.tickwire.push.auth;

/** Tells who a token speaks for. Pure and quick; any thread. */
public interface TokenVerifier {
  /**
   * @param nowMs epoch milliseconds
   */
  TokenVerdict verify(String token, long nowMs);

  /** Whether the token may be sound but its key is not there: newer keys could help. */
  default boolean lacksKeyOf(String token) {
    return false;
  }
}
