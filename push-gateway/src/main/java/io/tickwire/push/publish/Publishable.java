package io.tickwire.push.publish;

import io.tickwire.push.auth.UserIds;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which channels and types are open to publishers. What clients must be able to trust stays ours:
 * prices, what became of positions and money, and the frames of the protocol itself. Pure.
 */
final class Publishable {
  private static final int LONGEST = 256;
  private static final int MOST_SEGMENTS = 8;
  private static final String USER = "user:";

  private static final Set<String> OF_THE_PROTOCOL =
      Set.of(
          "auth_expiring",
          "error",
          "event_batch",
          "heartbeat",
          "lagged",
          "pong",
          "quote",
          "reconnect",
          "subscribed",
          "unsubscribed",
          "welcome");

  private Publishable() {}

  /** Why nobody may publish there, as the end of a sentence; null when it is open. */
  static @Nullable String channel(String name) {
    if (name.startsWith(USER)) {
      // The name of a user may hold what separates elsewhere.
      String user = name.substring(USER.length());
      return user.equals("me") || !UserIds.isValid(user) ? "must name a user" : null;
    }
    if (!isWellFormed(name)) {
      return "must be 1 to 256 visible characters in up to 8 parts, with . or : between them"
          + " and without *";
    }
    return name.startsWith("market:") || name.startsWith("watchlist:")
        ? "is one that prices come on, which only Tickwire itself sends"
        : null;
  }

  private static boolean isWellFormed(String name) {
    if (name.isEmpty() || name.length() > LONGEST || name.indexOf('*') >= 0) {
      return false;
    }
    boolean afterSeparator = true;
    int segments = 1;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean separator = c == '.' || c == ':';
      if ((separator && afterSeparator) || c <= ' ' || c == 0x7F) {
        return false;
      }
      segments += separator ? 1 : 0;
      afterSeparator = separator;
    }
    return !afterSeparator && segments <= MOST_SEGMENTS;
  }

  /** Whether a backend may send this type of event on that channel. */
  static boolean isType(String type, String channel) {
    boolean ofTheEngines =
        type.startsWith("position_")
            || type.startsWith("trigger_")
            || type.equals("account_update");
    return !OF_THE_PROTOCOL.contains(type) && !(ofTheEngines && channel.startsWith(USER));
  }
}
