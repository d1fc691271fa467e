package io.tickwire.common.redis;

import java.nio.charset.StandardCharsets;

/**
 * Names of keys and their hash tags: everything of a partition shares {@code {pN}}, everything of a
 * user {@code {u:NAME}}, so that one script may touch it in Redis Cluster too. Pure.
 */
public final class Keys {
  /** Hash: symbol → instrument as JSON. Written by the feed. */
  public static final String INSTRUMENTS = "tickwire:instruments";

  /** Stream of events for clients, one field {@code event}. */
  public static final String EVENTS = "tickwire:{events}:log";

  /** Stream that backends add events to, one field {@code event}; gateways take them from it. */
  public static final String INGEST = "tickwire:ingest";

  /** Stream of what came that way and could not be taken, with the reason. */
  public static final String INGEST_PARKED = "tickwire:ingest:parked";

  /** Which gateway polls a backend for events. */
  public static final String POLL_LEASE = "tickwire:{poll}:lease";

  /** Up to which timestamp it has; epoch milliseconds. */
  public static final String POLL_SINCE = "tickwire:{poll}:since";

  /** Hash: id → API key as JSON, without its secret. */
  public static final String API_KEYS = "tickwire:{keys}:by-id";

  /** Stream of API keys that were revoked, one field {@code revoked}. */
  public static final String API_KEY_CHANGES = "tickwire:{keys}:changes";

  /** Stream of users whose lists and preferences changed: fields {@code user}, {@code what}. */
  public static final String PROFILE_CHANGES = "tickwire:{profiles}:changes";

  private static final String PLAIN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@";

  private Keys() {}

  /** The key under which an event's idempotency key is remembered. */
  public static String eventKey(String key) {
    return "tickwire:{events}:key:" + key;
  }

  /** The key under which a published event's own key is remembered. */
  public static String publishedKey(String digest) {
    return "tickwire:{events}:published:" + digest;
  }

  /** The key under which what a publishing request led to is remembered. */
  public static String publishingKey(String digest) {
    return "tickwire:{events}:publishing:" + digest;
  }

  public static String partition(int partition, String name) {
    return "tickwire:{p" + partition + "}:" + name;
  }

  public static String user(String user, String name) {
    return "tickwire:{u:" + safe(user) + "}:" + name;
  }

  /**
   * Letters, digits and {@code -_.@} stay, other bytes become {@code %XX}: no name forges a tag.
   */
  private static String safe(String user) {
    StringBuilder safe = new StringBuilder(user.length());
    for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (PLAIN.indexOf(c) >= 0) {
        safe.append(c);
      } else {
        safe.append(String.format("%%%02X", (int) c));
      }
    }
    return safe.toString();
  }
}
