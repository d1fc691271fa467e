package io.tickwire.push.auth;

import java.util.List;
import java.util.Set;

/**
 * Who a verified token speaks for.
 *
 * @param user as in the channel {@code user:NAME}
 * @param scopes what the token may be used for
 * @param channels patterns it is limited to, a name or a prefix ending in {@code *}; empty means no
 *     limit
 * @param expiresAtMs epoch milliseconds
 */
public record Principal(String user, Set<Scope> scopes, List<String> channels, long expiresAtMs) {
  public Principal {
    scopes = Set.copyOf(scopes);
    channels = List.copyOf(channels);
  }

  public boolean may(Scope scope) {
    return scopes.contains(scope);
  }

  /** Whether the token's own list of channels leaves room for this one. */
  public boolean mayHear(String channel) {
    return channels.isEmpty() || channels.stream().anyMatch(pattern -> matches(pattern, channel));
  }

  private static boolean matches(String pattern, String channel) {
    return pattern.endsWith("*")
        ? channel.startsWith(pattern.substring(0, pattern.length() - 1))
        : pattern.equals(channel);
  }
}
