package io.tickwire.push.identity;

import io.tickwire.push.auth.TokenVerdict;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries a verdict that took time to reach to where a token is expected: a ticket is good once, in
 * this process. Nobody can guess one, so none can come from outside. Any thread.
 */
final class Tickets {
  private static final String PREFIX = "ticket:";
  private static final int BYTES = 32;

  private final Map<String, TokenVerdict> open = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();

  /** Redeem it soon: it is kept until then. */
  String issue(TokenVerdict verdict) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String ticket = PREFIX + HexFormat.of().formatHex(bytes);
    open.put(ticket, verdict);
    return ticket;
  }

  /** Null for what is no ticket, or was one. */
  @Nullable TokenVerdict redeem(String text) {
    return text.startsWith(PREFIX) ? open.remove(text) : null;
  }
}
