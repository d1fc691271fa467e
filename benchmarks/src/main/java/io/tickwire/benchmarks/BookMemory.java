package io.tickwire.benchmarks;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Crossing;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Origin;
import io.tickwire.rules.book.PriceBook;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.RuleBook;
import io.tickwire.rules.book.Ticket;
import io.tickwire.rules.book.Trail;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * How many bytes does a book hold for a rule? The heap in use after garbage collection, with the
 * book less without it, a rule; what the owner keeps for a rule exists before and does not count.
 *
 * <p>Arguments: how many rules, 1,000,000 by default. Run with {@code -XX:+UseSerialGC}: G1 rounds
 * every great array up to whole regions, which are part of the figure then.
 */
public final class BookMemory {
  private static final long MID = 100_000_000;
  private static final int DEPTH = 50_000_000;

  private final int rules;
  private final Random random = new Random(1);

  private BookMemory(int rules) {
    this.rules = rules;
  }

  public static void main(String[] args) {
    int rules = args.length == 0 ? 1_000_000 : Integer.parseInt(args[0]);
    BookMemory memory = new BookMemory(rules);
    memory.measure("levels", memory::levels);
    memory.measure("crossings with a side", () -> memory.crossings(Crossing.UP, Origin.BELOW));
    memory.measure(
        "crossings without a side", () -> memory.crossings(Crossing.EITHER, Origin.NONE));
    memory.measure("trailing stops", () -> memory.trailing(100));
    memory.measure("trailing stops, 10,000 distances", () -> memory.trailing(10_000));
    List<Rule> records = memory.records();
    memory.measure("levels by owner (RuleBook)", () -> memory.byOwner(records));
  }

  private void measure(String what, Supplier<Object> newBook) {
    long before = usedBytes();
    Object book = newBook.get();
    try {
      long bytes = usedBytes() - before;
      System.out.printf("%-34s %,d rules: %.1f bytes a rule%n", what, rules, 1.0 * bytes / rules);
    } finally {
      Reference.reachabilityFence(book);
    }
  }

  private Object levels() {
    PriceBook<String> book = new PriceBook<>();
    for (int i = 0; i < rules; i++) {
      Direction direction = i % 2 == 0 ? Direction.UP : Direction.DOWN;
      book.arm(direction, threshold(direction), ticket(i));
    }
    return book;
  }

  private Object crossings(Crossing crossing, Origin origin) {
    PriceBook<String> book = new PriceBook<>();
    for (int i = 0; i < rules; i++) {
      book.armCrossing(crossing, threshold(Direction.UP), origin, ticket(i));
    }
    return book;
  }

  private Object trailing(int distances) {
    PriceBook<String> book = new PriceBook<>();
    long price = MID;
    for (int i = 0; i < rules; i++) {
      Side side = i % 2 == 0 ? Side.LONG : Side.SHORT;
      Trail trail = Trail.ticks(side, 1_000_000L + random.nextInt(distances));
      book.armTrailing(trail, price, ticket(i));
      if (i % 100 == 0) {
        price += random.nextInt(2_001) - 1_000L;
        book.onPrice(price, price, i);
      }
    }
    return book;
  }

  private List<Rule> records() {
    List<Rule> records = new ArrayList<>(rules);
    for (int i = 0; i < rules; i++) {
      boolean isStop = i % 2 == 0;
      Direction direction = isStop ? Direction.DOWN : Direction.UP;
      records.add(
          new Rule(
              "pos_" + i / 2,
              isStop ? ExecutionKind.STOP_LOSS : ExecutionKind.TAKE_PROFIT,
              PriceSource.LAST,
              direction,
              threshold(direction),
              1,
              0,
              i,
              false));
    }
    return records;
  }

  private Object byOwner(List<Rule> records) {
    RuleBook book = new RuleBook();
    records.forEach(book::arm);
    return book;
  }

  private static Ticket<String> ticket(int order) {
    return new Ticket<>(0, order, "rule");
  }

  private long threshold(Direction direction) {
    long away = 1L + random.nextInt(DEPTH);
    return direction == Direction.UP ? MID + away : MID - away;
  }

  private static long usedBytes() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
