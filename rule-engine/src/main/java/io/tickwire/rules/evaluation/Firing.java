package io.tickwire.rules.evaluation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.rules.book.Rule;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of rules that a price has reached: they fire, wait for a last price to fill at, are
 * held by price protection, or go back because they have expired.
 */
final class Firing {
  private final Watches watches;
  private final Owners owners;
  private final Candles candles;
  final HeldRules held;

  /** Fired on mark, without a price to fill at yet, in the order they fired. */
  private final List<Reached> unfilled = new ArrayList<>();

  Firing(Watches watches, Owners owners, Candles candles) {
    this.watches = watches;
    this.owners = owners;
    this.candles = candles;
    this.held = new HeldRules(watches);
  }

  /** Whether a tick that reaches nothing does nothing. */
  boolean isIdle() {
    return unfilled.isEmpty() && held.isEmpty();
  }

  int unfilled() {
    return unfilled.size();
  }

  /**
   * @param reached in the order in which it is to fire
   */
  List<Hit> fire(List<Reached> reached) {
    if (reached.isEmpty() && unfilled.isEmpty()) {
      return List.of();
    }
    List<Hit> hits = new ArrayList<>(reached.size() + unfilled.size());
    PricePoint last = watches.last();
    if (last != null) {
      unfilled.forEach(one -> hits.add(hit(one, last)));
      unfilled.clear();
    }
    List<Reached> expired = new ArrayList<>();
    for (Reached one : reached) {
      Owners.Owner owner = owners.find(one.rule().ownerId());
      if (owner == null || owner.firing) {
        if (owner != null) {
          keep(owner, one); // another of its rules came first on this tick
        }
      } else if (one.isExpired()) {
        expired.add(one);
      } else if (held.mustHold(one.rule(), one.tick())) {
        held.hold(one);
      } else {
        fire(owner, one, last, hits);
      }
    }
    for (Reached one : expired) {
      if (owners.armed(one.rule().ownerId()) != null) {
        watches.of(one.rule()).putBack(one);
      }
    }
    return hits;
  }

  private void fire(Owners.Owner owner, Reached one, @Nullable PricePoint last, List<Hit> hits) {
    if (!one.rule().partial()) {
      owner.firing = true;
      keep(owner, one);
      keepAll(owner, one.rule().ownerId());
      held.release(one.rule().ownerId());
      watches.release(one.rule().ownerId());
    }
    PricePoint fill = one.rule().source() == PriceSource.MARK ? last : one.tick();
    if (fill == null) {
      unfilled.add(one);
    } else {
      hits.add(hit(one, fill));
    }
  }

  private static Hit hit(Reached one, PricePoint fill) {
    return new Hit(one.rule(), one.tick(), fill, one.thresholdTicks(), one.direction(), one.late());
  }

  private void keep(Owners.Owner owner, Reached one) {
    owner.keep(one.rule(), candles.standing(one.rule(), one.extremeTicks()));
  }

  /** Where all trailing stops of an owner stand. */
  void keepAll(Owners.Owner owner, String ownerId) {
    for (Watch watch : watches.all) {
      watch.book.forEachTrailing(
          ownerId, (rule, extreme) -> owner.keep(rule, candles.standing(rule, extreme)));
    }
    for (Reached one : held.all()) {
      if (one.rule().ownerId().equals(ownerId)) {
        keep(owner, one);
      }
    }
  }

  void forget(String ownerId) {
    held.release(ownerId);
    for (Iterator<Reached> each = unfilled.iterator(); each.hasNext(); ) {
      Rule rule = each.next().rule();
      if (rule.ownerId().equals(ownerId)) {
        each.remove();
      }
    }
  }
}
