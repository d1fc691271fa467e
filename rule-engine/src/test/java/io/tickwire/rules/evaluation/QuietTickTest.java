package io.tickwire.rules.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.rules.book.Crossing;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Trail;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class QuietTickTest {
  private static final int TICKS = 200_000;

  private final Desk desk = new Desk("0.1");
  private final SymbolEvaluator evaluator = desk.evaluator;
  private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void allocatesNothing_whenTheTickReachesNothing() {
    desk.trade("60000");
    desk.armLong("L1", "59000", "62000");
    desk.armTrigger("alert", PriceSource.MARK, Direction.UP, "65000");
    desk.armCrossing("cross", Crossing.EITHER, "61000", 10);
    desk.armTrailing("trail", Trail.basisPoints(Side.LONG, 100), null);
    quiet(100_000);

    long before = thread.getCurrentThreadAllocatedBytes();
    quiet(1_000_000);
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated).isLessThan(TICKS);
    assertThat(evaluator.armed()).isEqualTo(5);
  }

  private void quiet(long from) {
    for (long i = from; i < from + TICKS; i++) {
      long timeNs = 1_000_000 + i * 1_000;
      evaluator.onTrade(i, 599_900 + i % 100, 1, timeNs, timeNs, false);
      evaluator.onMark(i, 5_999_000 + i % 100, 2, timeNs, timeNs, false);
      evaluator.onQuote(i, 599_900 + i % 100, 600_100, 1, timeNs, timeNs);
    }
  }
}
