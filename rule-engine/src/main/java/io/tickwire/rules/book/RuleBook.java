package io.tickwire.rules.book;

import org.jspecify.annotations.Nullable;

/**
 * The waiting rules of one instrument and one price (last, mark, bid or ask), by owner, kind and
 * index.
 *
 * <p>A price is given as its two neighbouring ticks, equal when it lies on one: a rise reaches T
 * when the tick at or below the price is at least T, a fall when the tick at or above it is at most
 * T.
 *
 * <p>Cost: a price that reaches nothing takes two comparisons and allocates nothing; arming and
 * disarming are O(log n), firing k rules O(k log n), as {@link PriceBook}. Not thread-safe:
 * confined to whoever evaluates the instrument.
 */
public final class RuleBook {
  private final PriceBook<Rule> book = new PriceBook<>();
  private final OwnerIndex owners = new OwnerIndex(book);

  /** Is told where the trailing stops stand. */
  public interface TrailVisitor {
    /**
     * @param extremeTicks 0 before the activation
     */
    void visit(Rule rule, long extremeTicks);
  }

  /** Is told from where the crossings come. */
  public interface SideVisitor {
    void visit(Rule rule, Origin origin);
  }

  /** Adds the rule; one of the same key gives way to it. */
  public void arm(Rule rule) {
    arm(rule, rule.waitsFor());
  }

  /** Adds the rule in the middle of its wait; one of the same key gives way to it. */
  public void arm(Rule rule, Wait standing) {
    int handle = find(rule);
    if (handle != OwnerIndex.NONE) {
      remove(handle, rule.ownerId());
    }
    owners.add(add(standing, new Ticket<>(rule.armedAtNs(), rule.order(), rule)), rule.ownerId());
  }

  private int add(Wait wait, Ticket<Rule> ticket) {
    if (wait instanceof Wait.Level level) {
      return book.arm(level.direction(), level.thresholdTicks(), ticket);
    }
    if (wait instanceof Wait.Cross cross) {
      return book.armCrossing(cross, ticket);
    }
    if (wait instanceof Wait.Trailing trailing) {
      Wait.Activation activation = trailing.activation();
      if (activation == null) {
        return book.armTrailing(trailing.trail(), trailing.extremeTicks(), ticket);
      }
      return trailing.extremeTicks() > 0
          ? book.armActivated(trailing.trail(), trailing.extremeTicks(), ticket)
          : book.armTrailing(trailing.trail(), activation.direction(), activation.ticks(), ticket);
    }
    throw new AssertionError("unknown wait: " + wait);
  }

  /**
   * Adds a rule again that a price has just taken out, as it stood before.
   *
   * @param extremeTicks of a trailing stop, where {@link Hits} say that it stood
   */
  public void putBack(Rule rule, Direction direction, long extremeTicks) {
    arm(rule, before(rule.waitsFor(), direction, extremeTicks));
  }

  private static Wait before(Wait wait, Direction direction, long extremeTicks) {
    if (wait instanceof Wait.Cross cross) {
      return new Wait.Cross(
          cross.crossing(), cross.thresholdTicks(), cross.backTicks(), Origin.before(direction));
    }
    return wait instanceof Wait.Trailing trailing
        ? new Wait.Trailing(trailing.trail(), trailing.activation(), extremeTicks)
        : wait;
  }

  /** How a waiting rule stands; null when it does not wait here. */
  public @Nullable Wait standing(Rule rule) {
    int handle = find(rule);
    if (handle == OwnerIndex.NONE) {
      return null;
    }
    Wait wait = book.rule(handle).waitsFor();
    if (wait instanceof Wait.Cross cross) {
      return new Wait.Cross(
          cross.crossing(), cross.thresholdTicks(), cross.backTicks(), book.origin(handle));
    }
    return wait instanceof Wait.Trailing trailing
        ? new Wait.Trailing(trailing.trail(), trailing.activation(), book.extremeTicks(handle))
        : wait;
  }

  /** Removes a rule; nothing when it does not wait here. */
  public void take(Rule rule) {
    int handle = find(rule);
    if (handle != OwnerIndex.NONE) {
      remove(handle, rule.ownerId());
    }
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

  /** As {@link PriceBook#onPrice}. */
  public Hits<Rule> onPrice(long floorTicks, long ceilTicks, long exchangeTimeNs) {
    return left(book.onPrice(floorTicks, ceilTicks, exchangeTimeNs));
  }

  /** As {@link PriceBook#onLatePrice}. */
  public Hits<Rule> onLatePrice(
      long floorTicks, long ceilTicks, long exchangeTimeNs, long lowestAfter, long highestAfter) {
    return left(book.onLatePrice(floorTicks, ceilTicks, exchangeTimeNs, lowestAfter, highestAfter));
  }

  /** As {@link PriceBook#fire}. */
  public Hits<Rule> fire(long floorTicks, long ceilTicks, long exchangeTimeNs) {
    return left(book.fire(floorTicks, ceilTicks, exchangeTimeNs));
  }

  /** As {@link PriceBook#takeSides}. */
  public void takeSides(long floorTicks, long ceilTicks, long exchangeTimeNs) {
    book.takeSides(floorTicks, ceilTicks, exchangeTimeNs);
  }

  /** As {@link PriceBook#drawAlong}. */
  public void drawAlong(long floorTicks, long ceilTicks, long exchangeTimeNs) {
    book.drawAlong(floorTicks, ceilTicks, exchangeTimeNs);
  }

  /** Where this very rule, a trailing stop, stands; 0 before its activation, -1 when it is gone. */
  public long extremeTicks(Rule rule) {
    int handle = find(rule);
    return handle == OwnerIndex.NONE || !book.rule(handle).equals(rule)
        ? -1
        : book.extremeTicks(handle);
  }

  /** As {@link PriceBook#setExtreme}; nothing when the rule does not wait here. */
  public void setExtreme(Rule rule, long extremeTicks) {
    int handle = find(rule);
    if (handle != OwnerIndex.NONE) {
      book.setExtreme(handle, extremeTicks);
    }
  }

  /** Tells every waiting trailing stop. O(rules). */
  public void forEachTrailing(TrailVisitor visitor) {
    book.forEachTrailing(handle -> visitor.visit(book.rule(handle), book.extremeTicks(handle)));
  }

  /** Tells the crossings of which that price may not tell their side. O(those). */
  public void forEachSided(long floorTicks, long ceilTicks, SideVisitor visitor) {
    book.forEachSided(
        floorTicks, ceilTicks, handle -> visitor.visit(book.rule(handle), book.origin(handle)));
  }

  /** The same as {@link #forEachTrailing(TrailVisitor)} for one owner. */
  public void forEachTrailing(String ownerId, TrailVisitor visitor) {
    int handle = owners.first(ownerId);
    while (handle != OwnerIndex.NONE) {
      Rule rule = book.rule(handle);
      if (rule.waitsFor() instanceof Wait.Trailing) {
        visitor.visit(rule, book.extremeTicks(handle));
      }
      handle = owners.next(handle, ownerId);
    }
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

  /** The handles of all hits are free from now on, so they leave the index before any is reused. */
  private Hits<Rule> left(Hits<Rule> hits) {
    for (int i = 0; i < hits.size(); i++) {
      owners.remove(hits.handle(i), hits.rule(i).ownerId());
    }
    return hits;
  }

  private int find(Rule rule) {
    int handle = owners.first(rule.ownerId());
    while (handle != OwnerIndex.NONE && !book.rule(handle).hasKeyOf(rule)) {
      handle = owners.next(handle, rule.ownerId());
    }
    return handle;
  }

  private void remove(int handle, String ownerId) {
    owners.remove(handle, ownerId);
    book.cancel(handle);
  }
}
