package io.tickwire.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the tape says had to fire with the executions that users were shown. Pure.
 *
 * <p>An execution decided on a live tick, or on a trade fetched from the exchange's history, must
 * name the first trade that reached the rule from its arming time on, and fill at its price;
 * however long the rule was on its way to the engines. An execution decided on a candle has no
 * trade to name: it must say {@code recovered}, not stand before the firing trade's minute, and
 * fill at the threshold or at a price beyond it.
 */
final class FiringVerdict {
  private static final long MINUTE_NS = 60_000_000_000L;
  private static final String LATE = "late";

  private final MarketTape tape;
  private final Map<String, List<JsonNode>> executions;

  private final List<String> missing = new ArrayList<>();
  private final List<String> late = new ArrayList<>();
  private final List<String> twice = new ArrayList<>();
  private final List<String> uncalled = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final boolean candlesOnly;
  private int rules;
  private int fired;
  private int recovered;
  private int byCandle;

  private FiringVerdict(
      MarketTape tape, Map<String, List<JsonNode>> executions, boolean candlesOnly) {
    this.candlesOnly = candlesOnly;
    this.tape = tape;
    this.executions = executions;
  }

  /**
   * @param executions by the position or trigger that they ended
   * @param candlesOnly nobody may be left who remembers trades: candles do not fire what was armed
   *     within their minute
   */
  static FiringVerdict of(
      Iterable<ArmedRule> rules,
      MarketTape tape,
      Map<String, List<JsonNode>> executions,
      boolean candlesOnly) {
    FiringVerdict verdict = new FiringVerdict(tape, executions, candlesOnly);
    Set<String> known = new HashSet<>();
    for (ArmedRule rule : rules) {
      known.add(rule.id());
      verdict.judge(rule);
    }
    executions.forEach(
        (owner, ofOwner) -> {
          if (!known.contains(owner)) {
            verdict.uncalled.add("of an unknown rule: " + ofOwner);
          }
        });
    return verdict;
  }

  private void judge(ArmedRule rule) {
    rules++;
    ArmedRule.Firing first = rule.first(tape);
    ArmedRule.Firing due = rule.due(tape, candlesOnly);
    List<JsonNode> seen = executions.getOrDefault(rule.id(), List.of());
    fired += seen.size();
    if (seen.size() > 1) {
      twice.add(rule + " executions=" + seen);
    }
    if (first == null) {
      if (!seen.isEmpty()) {
        uncalled.add(rule + " executions=" + seen);
      }
    } else if (!seen.isEmpty()) {
      compare(rule, first, due, seen.get(0));
    } else if (due != null) {
      missing.add(rule + " had to fire on " + due);
    }
  }

  private void compare(
      ArmedRule rule, ArmedRule.Firing first, ArmedRule.@Nullable Firing due, JsonNode execution) {
    recovered += execution.path("recovered").asBoolean() ? 1 : 0;
    long sequence = execution.path("tick").path("sequence").asLong();
    MarketTape.Print print = tape.find(rule.symbol(), sequence);
    String flaw =
        print == null ? candleFlaw(rule, first, execution) : flaw(rule, print, due, execution);
    if (LATE.equals(flaw)) {
      late.add(rule + " had to fire on " + first + " but is " + execution);
    } else if (flaw != null) {
      wrong.add(flaw + ": " + rule + " had to fire on " + first + " but is " + execution);
    }
  }

  private static @Nullable String flaw(
      ArmedRule rule, MarketTape.Print print, ArmedRule.@Nullable Firing due, JsonNode execution) {
    ArmedRule.Level level = rule.levelAt(print.price());
    if (level == null) {
      return "on a trade that does not reach it";
    }
    if (print.timeNs() < rule.armedAtNs()) {
      return "too early";
    }
    if (due != null && print.sequence() > due.print().sequence()) {
      return LATE;
    }
    if (!execution.path("kind").asText().equals(level.kind())) {
      return "another kind";
    }
    return fill(execution).compareTo(print.price()) == 0 ? null : "another fill";
  }

  private @Nullable String candleFlaw(ArmedRule rule, ArmedRule.Firing first, JsonNode execution) {
    if (!execution.path("recovered").asBoolean()) {
      return "on no trade";
    }
    byCandle++;
    long candleNs = execution.path("tick").path("exchange_time_ns").asLong();
    if (first.print().timeNs() - candleNs > MINUTE_NS) {
      return "a candle too early";
    }
    return rule.levelAt(fill(execution)) == null ? "no such fill" : null;
  }

  private static BigDecimal fill(JsonNode execution) {
    return new BigDecimal(execution.path("fill_price").asText("0"));
  }

  boolean isMissingNone() {
    return missing.isEmpty();
  }

  /** Once, and on a trade that reaches the rule, though an earlier one did as well. */
  List<String> late() {
    return late;
  }

  int fired() {
    return fired;
  }

  /** All but {@link #late}. */
  List<String> findings() {
    Map<String, List<String>> all = new TreeMap<>();
    all.put("missing", missing);
    all.put("twice", twice);
    all.put("uncalled for", uncalled);
    all.put("wrong", wrong);
    List<String> findings = new ArrayList<>();
    all.forEach((what, each) -> each.forEach(one -> findings.add(what + " " + one)));
    return findings;
  }

  @Override
  public String toString() {
    return "rules="
        + rules
        + " fired="
        + fired
        + " recovered="
        + recovered
        + " by_candle="
        + byCandle
        + " missing="
        + missing.size()
        + " late="
        + late.size()
        + " twice="
        + twice.size()
        + " uncalled="
        + uncalled.size()
        + " wrong="
        + wrong.size();
  }
}
