package io.tickwire.rules.book;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The waiting rules of one instrument and one price (last, mark, bid or ask), by owner and kind.
 *
 * <p>A price is given as its two neighbouring ticks, equal when it lies on one: a rise reaches T
 * when the tick at or below the price is at least T, a fall when the tick at or above it is at most
 * T.
 *
 * <p>Cost: a price that reaches nothing takes two comparisons and allocates nothing; arming and
 * disarming are O(log n), taking k rules O(k log n), as {@link PriceBook}. Not thread-safe:
 * confined to whoever evaluates the instrument.
 */
public final class RuleBook {
  private static final Comparator<Rule> FALLS_THEN_RISES =
      Comparator.comparing((Rule rule) -> rule.direction() == Direction.UP)
          .thenComparingLong(
              rule ->
                  rule.direction() == Direction.UP ? rule.thresholdTicks() : -rule.thresholdTicks())
          .thenComparingLong(Rule::order)
          .thenComparing(Rule::ownerId)
          .thenComparing(Rule::kind);

  private final PriceBook<Rule> book = new PriceBook<>();
  private final OwnerIndex owners = new OwnerIndex(book);

  /** Adds the rule; one of the same owner and kind gives way to it. */
  public void arm(Rule rule) {
    String ownerId = rule.ownerId();
    int handle = owners.first(ownerId);
    while (handle != OwnerIndex.NONE && book.rule(handle).kind() != rule.kind()) {
      handle = owners.next(handle, ownerId);
    }
    if (handle != OwnerIndex.NONE) {
      remove(handle, ownerId);
    }
    Ticket<Rule> ticket = new Ticket<>(rule.armedAtNs(), rule.order(), rule);
    owners.add(book.arm(rule.direction(), rule.thresholdTicks(), ticket), ownerId);
  }

  /**
   * Removes all rules of the owner.
   *
   * @return whether there was one
   */
  public boolean disarm(String ownerId) {
    int handle = owners.first(ownerId);
    boolean isKnown = handle != OwnerIndex.NONE;
    while (handle != OwnerIndex.NONE) {
      int next = owners.next(handle, ownerId);
      remove(handle, ownerId);
      handle = next;
    }
    return isKnown;
  }

  /**
   * Removes and returns the rules that a price reaches and that a tick of this exchange time
   * concerns: what a fall reaches first, then what a rise reaches, each in the order in which a
   * moving price meets them, arming order within a threshold.
   */
  public List<Rule> take(long floorTicks, long ceilTicks, long exchangeTimeNs) {
    Hits<Rule> hits = book.onPrice(floorTicks, ceilTicks, exchangeTimeNs);
    if (hits.isEmpty()) {
      return List.of();
    }
    List<Rule> taken = new ArrayList<>(hits.size());
    for (int i = 0; i < hits.size(); i++) {
      Rule rule = hits.rule(i);
      owners.remove(hits.handle(i), rule.ownerId());
      taken.add(rule);
    }
    taken.sort(FALLS_THEN_RISES);
    return taken;
  }

  /** Whether a price reaches no rule, whatever its time. */
  public boolean isQuiet(long floorTicks, long ceilTicks) {
    return book.isQuiet(floorTicks, ceilTicks);
  }

  /** How many rules wait. */
  public int size() {
    return book.size();
  }

  public boolean contains(String ownerId) {
    return owners.first(ownerId) != OwnerIndex.NONE;
  }

  private void remove(int handle, String ownerId) {
    owners.remove(handle, ownerId);
    book.cancel(handle);
  }
}
