package io.tickwire.rules.book;

import io.tickwire.common.wire.ExecutionKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The waiting rules of one instrument and one price (last, mark, bid or ask), by threshold.
 *
 * <p>A price is given as its two neighbouring ticks, equal when it lies on one: a rise reaches T
 * when the tick at or below the price is at least T, a fall when the tick at or above it is at most
 * T.
 *
 * <p>Cost: a price that reaches nothing takes two comparisons and allocates nothing; arming and
 * disarming are O(log n), taking k rules O(k log n). Not thread-safe: confined to whoever evaluates
 * the instrument.
 */
public final class RuleBook {
  private static final Comparator<Rule> BY_ORDER =
      Comparator.comparingLong(Rule::order).thenComparing(Rule::ownerId).thenComparing(Rule::kind);

  /** Each side begins with the rule that a moving price reaches first. */
  private final TreeSet<Rule> up =
      new TreeSet<>(Comparator.comparingLong(Rule::thresholdTicks).thenComparing(BY_ORDER));

  private final TreeSet<Rule> down =
      new TreeSet<>(
          Comparator.comparingLong(Rule::thresholdTicks).reversed().thenComparing(BY_ORDER));

  private final Map<String, Map<ExecutionKind, Rule>> byOwner = new HashMap<>();

  /** The gate: the first thresholds of both sides, beyond any price when a side is empty. */
  private long firstUpTicks = Long.MAX_VALUE;

  private long firstDownTicks = Long.MIN_VALUE;

  /** Adds the rule; one of the same owner and kind gives way to it. */
  public void arm(Rule rule) {
    Rule previous =
        byOwner
            .computeIfAbsent(rule.ownerId(), owner -> new EnumMap<>(ExecutionKind.class))
            .put(rule.kind(), rule);
    if (previous != null) {
      side(previous).remove(previous);
    }
    side(rule).add(rule);
    updateGate();
  }

  /**
   * Removes all rules of the owner.
   *
   * @return whether there was one
   */
  public boolean disarm(String ownerId) {
    Map<ExecutionKind, Rule> rules = byOwner.remove(ownerId);
    if (rules == null) {
      return false;
    }
    rules.values().forEach(rule -> side(rule).remove(rule));
    updateGate();
    return true;
  }

  /**
   * Removes and returns the rules that a price reaches and that a tick of this exchange time
   * concerns: what a fall reaches first, then what a rise reaches, each in the order in which a
   * moving price meets them, arming order within a threshold.
   */
  public List<Rule> take(long floorTicks, long ceilTicks, long exchangeTimeNs) {
    if (isQuiet(floorTicks, ceilTicks)) {
      return List.of();
    }
    List<Rule> taken = new ArrayList<>();
    for (Iterator<Rule> rules = down.iterator(); rules.hasNext(); ) {
      Rule rule = rules.next();
      if (rule.thresholdTicks() < ceilTicks) {
        break;
      }
      takeIfConcerned(rule, rules, exchangeTimeNs, taken);
    }
    for (Iterator<Rule> rules = up.iterator(); rules.hasNext(); ) {
      Rule rule = rules.next();
      if (rule.thresholdTicks() > floorTicks) {
        break;
      }
      takeIfConcerned(rule, rules, exchangeTimeNs, taken);
    }
    updateGate();
    return taken;
  }

  /** Whether a price reaches no rule, whatever its time. */
  public boolean isQuiet(long floorTicks, long ceilTicks) {
    return floorTicks < firstUpTicks && ceilTicks > firstDownTicks;
  }

  /** How many rules wait. */
  public int size() {
    return up.size() + down.size();
  }

  public boolean contains(String ownerId) {
    return byOwner.containsKey(ownerId);
  }

  private void takeIfConcerned(
      Rule rule, Iterator<Rule> rules, long exchangeTimeNs, List<Rule> taken) {
    if (exchangeTimeNs < rule.armedAtNs()) {
      return;
    }
    rules.remove();
    taken.add(rule);
    byOwner.computeIfPresent(
        rule.ownerId(),
        (owner, kinds) -> {
          kinds.remove(rule.kind());
          return kinds.isEmpty() ? null : kinds;
        });
  }

  private Set<Rule> side(Rule rule) {
    return rule.direction() == Direction.UP ? up : down;
  }

  private void updateGate() {
    firstUpTicks = up.isEmpty() ? Long.MAX_VALUE : up.first().thresholdTicks();
    firstDownTicks = down.isEmpty() ? Long.MIN_VALUE : down.first().thresholdTicks();
  }
}
