package io.tickwire.push.auth;

import java.util.List;
import java.util.Set;

/**
 * Who a verified token speaks for.
 *
 * @param user as in the channel {@code user:NAME}
 * @param scopes what the token may be used for
 * @param channels names and patterns it is limited to, as {@code ChannelRules} reads them; empty
 *     means no limit
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
}
