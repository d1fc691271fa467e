package io.tickwire.push.auth;

/** Tells who a token speaks for. Pure and quick; any thread. */
public interface TokenVerifier {
  /**
   * @param nowMs epoch milliseconds
   */
  TokenVerdict verify(String token, long nowMs);
}
