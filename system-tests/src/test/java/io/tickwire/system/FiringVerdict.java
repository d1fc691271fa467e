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
 * name the first trade that reached the rule and fill at its price. While a rule was on its way to
 * the engines a trade may have passed them: it may then fire on a later one, or not at all, up to
 * the first that came when all had known it for long enough. An execution decided on a candle has
 * no trade to name: it must say {@code recovered}, not stand before the firing trade's minute, and
 * fill at the threshold or at a price beyond it.
 */
final class FiringVerdict {
  private static final long MINUTE_NS = 60_000_000_000L;

  private final MarketTape tape;
  private final Map<String, List<JsonNode>> executions;
  private final long armingMs;

  private final List<String> missing = new ArrayList<>();
  private final List<String> twice = new ArrayList<>();
  private final List<String> uncalled = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private int rules;
  private int fired;
  private int recovered;
  private int byCandle;
  private int passed;

  private FiringVerdict(MarketTape tape, Map<String, List<JsonNode>> executions, long armingMs) {
    this.tape = tape;
    this.armingMs = armingMs;
    this.executions = executions;
  }

  /**
   * @param executions by the position or trigger that they ended
   * @param armingMs how long after Redis has a rule engines may take to know it; 0 is strict: then
   *     what passed it from its arming time on must have fired it
   */
  static FiringVerdict of(
      Iterable<ArmedRule> rules,
      MarketTape tape,
      Map<String, List<JsonNode>> executions,
      long armingMs) {
    FiringVerdict verdict = new FiringVerdict(tape, executions, armingMs);
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
    ArmedRule.Firing due = armingMs == 0 ? first : rule.due(tape, armingMs);
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
    } else {
      passed++;
    }
  }

  private void compare(
      ArmedRule rule, ArmedRule.Firing first, ArmedRule.@Nullable Firing due, JsonNode execution) {
    recovered += execution.path("recovered").asBoolean() ? 1 : 0;
    long sequence = execution.path("tick").path("sequence").asLong();
    MarketTape.Print print = tape.find(rule.symbol(), sequence);
    String flaw =
        print == null ? candleFlaw(rule, first, execution) : flaw(rule, print, due, execution);
    if (flaw != null) {
      wrong.add(flaw + ": " + rule + " had to fire on " + first + " but is " + execution);
    } else if (print != null && sequence != first.print().sequence()) {
      passed++;
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
      return "too late";
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
        + " passed_while_arming="
        + passed
        + " missing="
        + missing.size()
        + " twice="
        + twice.size()
        + " uncalled="
        + uncalled.size()
        + " wrong="
        + wrong.size();
  }
}
