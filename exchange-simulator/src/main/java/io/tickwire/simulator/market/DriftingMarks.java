package io.tickwire.simulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Mark and index of one contract while they follow its trades: counted one digit finer than prices
 * are, unless they were set to something finer still. Not thread-safe.
 */
final class DriftingMarks {

  private static final long MARK_PERCENT = 25;
  private static final long INDEX_PERCENT = 33;
  private static final long WHOLE_PERCENT = 100;
  private static final int FINER = 10;

  private final Grid price;
  private final int scale;
  private long markUnits;
  private long indexUnits;
  private long timeMs;

  /** What was set, until the next drift. */
  private @Nullable Marks exact;

  DriftingMarks(Grid price, Marks start) {
    this.price = price;
    this.scale = price.scale() + 1;
    this.exact = start;
    set(start);
  }

  void set(Marks next) {
    exact = next;
    markUnits = units(next.mark());
    indexUnits = units(next.index());
    timeMs = next.timeMs();
  }

  /** A step of both prices towards the last trade. */
  void drift(long lastTicks) {
    exact = null;
    long target = price.unscaled(lastTicks) * FINER;
    markUnits = approach(markUnits, target, MARK_PERCENT);
    indexUnits = approach(indexUnits, target, INDEX_PERCENT);
  }

  /** The same prices at a later time; the time never goes back. */
  void stamp(long nowMs) {
    set(marks().at(nowMs));
  }

  Marks marks() {
    Marks known = exact;
    if (known == null) {
      known =
          new Marks(
              BigDecimal.valueOf(markUnits, scale), BigDecimal.valueOf(indexUnits, scale), timeMs);
      exact = known;
    }
    return known;
  }

  private long units(BigDecimal value) {
    return value.setScale(scale, RoundingMode.HALF_EVEN).unscaledValue().longValueExact();
  }

  private static long approach(long from, long to, long percent) {
    long step = (to - from) * percent;
    long next = from + Math.floorDiv(step, WHOLE_PERCENT);
    long rest = Math.floorMod(step, WHOLE_PERCENT) * 2;
    boolean up = rest > WHOLE_PERCENT || (rest == WHOLE_PERCENT && next % 2 != 0);
    return up ? next + 1 : next;
  }
}
