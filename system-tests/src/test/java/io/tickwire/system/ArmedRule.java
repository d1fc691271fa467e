package io.tickwire.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A position or trigger as its record in Redis says it was armed.
 *
 * @param armedAtNs exchange time from which on trades concern it
 * @param inRedisMs when Redis had it, by Redis's clock; engines hear of it a moment later
 * @param levels any of them ends it; the stop stands first
 */
record ArmedRule(
    String id,
    String user,
    String symbol,
    boolean isPosition,
    long armedAtNs,
    long inRedisMs,
    List<Level> levels) {

  /**
   * @param kind as executions name it
   * @param up fires at or above the price; else at or below
   */
  record Level(String kind, boolean up, BigDecimal price) {
    boolean isReachedBy(BigDecimal last) {
      int comparison = last.compareTo(price);
      return up ? comparison >= 0 : comparison <= 0;
    }
  }

  /** A trade that reaches a rule. */
  record Firing(MarketTape.Print print, Level level) {}

  /**
   * @param record the document of the partition
   */
  static ArmedRule of(JsonNode record, long inRedisMs) {
    boolean isPosition = record.has("position");
    JsonNode rule = record.path(isPosition ? "position" : "trigger");
    List<Level> levels = new ArrayList<>();
    if (isPosition) {
      boolean isLong = rule.path("side").asText().equals("long");
      add(levels, "stop_loss", !isLong, rule.path("stop_loss"));
      add(levels, "take_profit", isLong, rule.path("take_profit"));
    } else {
      boolean above = rule.path("condition").asText().equals("above");
      add(levels, "trigger", above, rule.path("price"));
    }
    return new ArmedRule(
        rule.path("id").asText(),
        rule.path("user").asText(),
        rule.path("symbol").asText(),
        isPosition,
        record.path("armed_at_ns").asLong(),
        inRedisMs,
        List.copyOf(levels));
  }

  private static void add(List<Level> levels, String kind, boolean up, JsonNode price) {
    if (price.isTextual()) {
      levels.add(new Level(kind, up, new BigDecimal(price.asText())));
    }
  }

  /** The first trade that concerns it and reaches it; null when none did. */
  @Nullable Firing first(MarketTape tape) {
    return first(tape, armedAtNs);
  }

  /**
   * The first that nobody may miss, since all must have known the rule by then.
   *
   * @param armingMs how long after Redis has it engines may take to know it
   */
  @Nullable Firing due(MarketTape tape, long armingMs) {
    return first(tape, Math.max(armedAtNs, TimeUnit.MILLISECONDS.toNanos(inRedisMs + armingMs)));
  }

  private @Nullable Firing first(MarketTape tape, long fromNs) {
    MarketTape.Print first = tape.first(symbol, fromNs, print -> levelAt(print.price()) != null);
    Level level = first == null ? null : levelAt(first.price());
    return first == null || level == null ? null : new Firing(first, level);
  }

  /** The level that the price reaches; null when none. */
  @Nullable Level levelAt(BigDecimal last) {
    for (Level level : levels) {
      if (level.isReachedBy(last)) {
        return level;
      }
    }
    return null;
  }
}
