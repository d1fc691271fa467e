package io.tickwire.push.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is agreed on with a client that offers permessage-deflate (RFC 7692). Neither side may refer
 * to earlier messages: the server's are put together from pieces that stand for themselves, and the
 * client's need no memory between two of them. Pure.
 */
final class PerMessageDeflate {
  static final String HEADER = "Sec-WebSocket-Extensions";

  private static final String NAME = "permessage-deflate";
  private static final String SERVER_BITS = "server_max_window_bits";
  private static final String CLIENT_BITS = "client_max_window_bits";
  private static final String NO_CONTEXT =
      "; server_no_context_takeover; client_no_context_takeover";

  /** What pieces are made with. */
  private static final String ALL_BITS = "15";

  private PerMessageDeflate() {}

  /**
   * @param offers of the client, the preferred one first
   * @return what to answer; null when none of them can be taken
   */
  static @Nullable String answer(@Nullable String offers) {
    if (offers == null) {
      return null;
    }
    for (String offer : offers.split(",", -1)) {
      Map<String, String> parameters = parameters(offer);
      if (parameters != null) {
        String bits = parameters.containsKey(SERVER_BITS) ? "; " + SERVER_BITS + "=15" : "";
        return NAME + NO_CONTEXT + bits;
      }
    }
    return null;
  }

  /** Null when the offer is for something else, is malformed, or asks for a smaller window. */
  private static @Nullable Map<String, String> parameters(String offer) {
    String[] parts = offer.split(";", -1);
    if (!parts[0].strip().equalsIgnoreCase(NAME)) {
      return null;
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].split("=", 2);
      String name = pair[0].strip().toLowerCase(Locale.ROOT);
      String value = pair.length == 1 ? "" : unquoted(pair[1].strip());
      if (!isPossible(name, value) || parameters.put(name, value) != null) {
        return null;
      }
    }
    return parameters;
  }

  private static boolean isPossible(String name, String value) {
    return switch (name) {
      case "server_no_context_takeover", "client_no_context_takeover" -> value.isEmpty();
      case SERVER_BITS -> value.equals(ALL_BITS);
      case CLIENT_BITS -> value.isEmpty() || value.matches("[89]|1[0-5]");
      default -> false;
    };
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
