package io.tickwire.rules.settlement;

import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** Reads how far a consumer group has come. Pure apart from Redis's answer types. */
final class StreamBounds {
  private StreamBounds() {}

  /** From XINFO GROUPS; {@code 0-0} when the group is unknown, which keeps everything. */
  static String lastDelivered(Response groups, String name) {
    for (Response group : groups) {
      if (name.equals(text(group, "name"))) {
        String id = text(group, "last-delivered-id");
        return id == null ? "0-0" : id;
      }
    }
    return "0-0";
  }

  private static @Nullable String text(Response fields, String name) {
    Response value = fields.get(name);
    return value == null ? null : value.toString();
  }

  /** From XPENDING; null when nothing is pending. */
  static @Nullable String firstPending(Response summary) {
    return summary.get(0).toLong() == 0 ? null : summary.get(1).toString();
  }

  /** The smallest of stream ids. */
  static String lowest(String first, @Nullable String... others) {
    String lowest = first;
    for (String other : others) {
      if (other != null && compare(other, lowest) < 0) {
        lowest = other;
      }
    }
    return lowest;
  }

  private static int compare(String a, String b) {
    int byMs = Long.compare(ms(a), ms(b));
    return byMs != 0 ? byMs : Long.compare(count(a), count(b));
  }

  private static long ms(String id) {
    return Long.parseLong(id.substring(0, id.indexOf('-')));
  }

  private static long count(String id) {
    return Long.parseLong(id.substring(id.indexOf('-') + 1));
  }
}
