package io.tickwire.rules.evaluation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.rules.book.Rule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules on {@code last} that are reached and do not fire, because last and mark are too far apart.
 * They are armed: a price that goes back puts them back into their book, where they stood.
 */
final class HeldRules {
  private static final BigDecimal WHOLE_BP = BigDecimal.valueOf(10_000);

  private final Watches watches;
  private final List<Reached> held = new ArrayList<>();

  /** Of the prices below, so that a wick through many rules computes it once. */
  private long gapBp;

  private @Nullable PricePoint gapLast;
  private @Nullable PricePoint gapMark;

  HeldRules(Watches watches) {
    this.watches = watches;
  }

  /** Whether its price is too far from the mark. Without a mark there is no protection. */
  boolean mustHold(Rule rule, PricePoint price) {
    PricePoint mark = watches.mark.now.point();
    if (rule.protectionBp() == 0 || rule.source() != PriceSource.LAST) {
      return false;
    }
    return mark != null && gapBp(price, mark) > rule.protectionBp();
  }

  /** The distance in whole basis points of the mark, rounded up. */
  private long gapBp(PricePoint price, PricePoint mark) {
    if (!price.equals(gapLast) || !mark.equals(gapMark)) {
      BigDecimal away = price.price().subtract(mark.price()).abs().multiply(WHOLE_BP);
      BigDecimal bp = away.divide(mark.price(), 0, RoundingMode.UP);
      gapBp = bp.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValueExact();
      gapLast = price;
      gapMark = mark;
    }
    return gapBp;
  }

  void hold(Reached reached) {
    held.add(reached);
  }

  /**
   * After last or mark moved, before the books see the tick: what is not reached any more goes
   * back.
   *
   * @param exchangeTimeNs of the tick that moved one
   * @return what fires now, in the order in which it was held
   */
  List<Reached> onTick(long exchangeTimeNs) {
    List<Reached> free = new ArrayList<>();
    TickSlot last = watches.last.now;
    for (Iterator<Reached> each = held.iterator(); each.hasNext(); ) {
      Reached one = each.next();
      if (last.exchangeTimeNs() < one.rule().armedAtNs()) {
        continue;
      }
      boolean isReached =
          one.direction().isReached(last.floorTicks(), last.ceilTicks(), one.thresholdTicks());
      if (!isReached) {
        each.remove();
        watches.last.putBack(one);
      } else if (!isExpired(one.rule(), exchangeTimeNs)
          && !mustHold(one.rule(), last.requirePoint())) {
        each.remove();
        free.add(one.freed(last.requirePoint(), free.size()));
      }
    }
    return free;
  }

  private static boolean isExpired(Rule rule, long exchangeTimeNs) {
    return rule.expiresAtNs() != 0 && exchangeTimeNs >= rule.expiresAtNs();
  }

  /** Takes all rules of the owner out. */
  List<Reached> release(String ownerId) {
    if (held.isEmpty()) {
      return List.of();
    }
    List<Reached> released =
        held.stream().filter(one -> one.rule().ownerId().equals(ownerId)).toList();
    held.removeAll(released);
    return released;
  }

  boolean holds(String ownerId) {
    return held.stream().anyMatch(one -> one.rule().ownerId().equals(ownerId));
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  int size() {
    return held.size();
  }

  List<Reached> all() {
    return held;
  }
}
