package io.tickwire.common.redis;

import io.vertx.redis.client.Response;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a command failed, as far as that decides what to do about it. */
public enum RedisTrouble {
  /** Nothing came in time; it may or may not have happened. */
  TIMEOUT,
  /** No connection, or it broke; what was under way may or may not have happened. */
  CONNECTION,
  /** More waits than is allowed; it did not happen. */
  OVERLOAD,
  /** The server still reads its data. */
  LOADING,
  /** A slot is on its way between nodes. */
  TRYAGAIN,
  /** The cluster lacks a node. */
  CLUSTERDOWN,
  /** A replica that waits for its master. */
  MASTERDOWN,
  /** A script runs for too long. */
  BUSY,
  /** The slot is another node's. */
  MOVED,
  /** This key of the slot is another node's already. */
  ASK,
  /** The server was made a replica. */
  READONLY,
  /** The memory is full. */
  OOM,
  /** The disk refuses. */
  MISCONF,
  /** Too few replicas. */
  NOREPLICAS,
  /** Not allowed to. */
  DENIED,
  /** The script is not known; it is sent whole next. */
  NOSCRIPT,
  /** The consumer group exists, or does not. */
  GROUP,
  /** The key holds something else. */
  WRONGTYPE,
  /** The command, the script or its answer is wrong. */
  ERROR;

  private static final Map<String, RedisTrouble> BY_CODE = byCode();
  private static final Pattern OF_BATCH = Pattern.compile("^ERR \\[\\d+] ");
  private static final Pattern WORD = Pattern.compile("\\b[A-Z]{3,}\\b");

  private static Map<String, RedisTrouble> byCode() {
    Map<String, RedisTrouble> codes = new TreeMap<>();
    for (RedisTrouble trouble : values()) {
      codes.put(trouble.name(), trouble);
    }
    codes.keySet().removeAll(Set.of("ERROR", "TIMEOUT", "CONNECTION", "OVERLOAD"));
    codes.put("BUSYGROUP", GROUP);
    codes.put("NOGROUP", GROUP);
    codes.put("NOAUTH", DENIED);
    codes.put("WRONGPASS", DENIED);
    codes.put("NOPERM", DENIED);
    return codes;
  }

  /** What kind of failure a future of {@link RedisLink} ended with. */
  public static RedisTrouble of(Throwable failure) {
    if (failure instanceof RedisTimeoutException) {
      return TIMEOUT;
    }
    String message = String.valueOf(failure.getMessage());
    if (message.startsWith("CONNECTION_CLOSED")) {
      return CONNECTION;
    }
    if (failure instanceof Response) { // an error answer is both
      return ofAnswer(OF_BATCH.matcher(message).replaceFirst(""));
    }
    if (failure.getClass().getSimpleName().equals("ConnectionPoolTooBusyException")
        || message.contains("waiting queue is full")) {
      return OVERLOAD;
    }
    return failure instanceof IllegalArgumentException
            || failure instanceof IllegalStateException
            || failure instanceof NullPointerException
            || failure instanceof ClassCastException
            || failure instanceof IndexOutOfBoundsException
        ? ERROR
        : CONNECTION;
  }

  private static RedisTrouble ofAnswer(String message) {
    if (message.startsWith("ERR max number of clients")) {
      return OVERLOAD;
    }
    int end = message.indexOf(' ');
    RedisTrouble trouble = BY_CODE.get(end < 0 ? message : message.substring(0, end));
    return trouble != null ? trouble : message.contains("script") ? inside(message) : ERROR;
  }

  /** Redis 6 wraps what a script ran into; the code stands somewhere within. */
  private static RedisTrouble inside(String message) {
    Matcher words = WORD.matcher(message);
    while (words.find()) {
      RedisTrouble trouble = BY_CODE.get(words.group());
      if (trouble != null) {
        return trouble;
      }
    }
    return ERROR;
  }

  /** As a label of a metric. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The same command will meet the same again: only a person can help. */
  public boolean isPermanent() {
    return this == WRONGTYPE || this == ERROR;
  }

  /** The server refused for the moment and did nothing: ask again soon. */
  boolean passes() {
    return switch (this) {
      case LOADING, TRYAGAIN, CLUSTERDOWN, MASTERDOWN, BUSY -> true;
      default -> false;
    };
  }

  /** Part of the conversation, and no failure to count. */
  boolean isExpected() {
    return this == NOSCRIPT || this == GROUP;
  }
}
