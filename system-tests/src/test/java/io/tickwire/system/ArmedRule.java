package io.tickwire.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A position or trigger as its record in Redis says it was armed.
 *
 * @param armedAtNs exchange time from which on trades concern it
 * @param levels any of them ends it; the stop stands first
 */
record ArmedRule(
    String id, String user, String symbol, boolean isPosition, long armedAtNs, List<Level> levels) {
  private static final long MINUTE_NS = 60_000_000_000L;

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
  static ArmedRule of(JsonNode record) {
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
   * The first that it must have fired on at the latest. That of a position whose trigger fired on a
   * candle is not the first one: nobody can tell when in that minute it was opened.
   *
   * @param candlesOnly that of others neither: candles do not fire what was armed in their minute
   */
  @Nullable Firing due(MarketTape tape, boolean candlesOnly) {
    boolean isBlurred = candlesOnly || armedAtNs % MINUTE_NS == 0;
    return first(tape, isBlurred ? (armedAtNs / MINUTE_NS + 1) * MINUTE_NS : armedAtNs);
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
