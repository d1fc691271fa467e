package io.tickwire.benchmarks.rival;

import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Hits;
import io.tickwire.rules.book.PriceBook;
import io.tickwire.rules.book.Ticket;

/** The book itself. */
final class BookLevels implements Levels {
  private final PriceBook<Integer> book = new PriceBook<>();

  @Override
  public void arm(int rule, boolean rises, long thresholdTicks, long order) {
    Direction direction = rises ? Direction.UP : Direction.DOWN;
    book.arm(direction, thresholdTicks, new Ticket<>(0, order, rule));
  }

  @Override
  public int onPrice(long ticks, int[] fired) {
    Hits<Integer> hits = book.onPrice(ticks, ticks, 0);
    for (int i = 0; i < hits.size(); i++) {
      fired[i] = hits.rule(i);
    }
    return hits.size();
  }
}
