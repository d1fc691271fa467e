package io.tickwire.push.auth;

/** What came of looking at a token. */
public sealed interface TokenVerdict {
  record Accepted(Principal principal) implements TokenVerdict {}

  /**
   * @param reason one sentence for the client; never holds the token or a part of it
   */
  record Refused(String reason) implements TokenVerdict {}
}
