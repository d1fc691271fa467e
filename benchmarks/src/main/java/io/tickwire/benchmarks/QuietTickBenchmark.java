package io.tickwire.benchmarks;

import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Hits;
import io.tickwire.rules.book.PriceBook;
import io.tickwire.rules.book.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many ticks a second does one thread evaluate over 1,000 symbols in random order, when no tick
 * reaches a rule? Run with {@code -prof gc} to see that none allocates.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 3, jvmArgsAppend = "-Xmx8g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class QuietTickBenchmark {
  private static final int SYMBOLS = 1_000;
  private static final int TICKS = 1 << 16;
  private static final long MID = 1_000_000;
  private static final int SWING = 5_000;
  private static final int DEPTH = 500_000;

  /** Rules on every symbol, and on the first one. */
  @Param({"10/10", "1000/1000", "10/100000", "10/1000000"})
  String rules = "";

  private final List<PriceBook<String>> books = new ArrayList<>();
  private final int[] symbols = new int[TICKS];
  private final long[] prices = new long[TICKS];
  private int tick;

  /** A tenth of the ticks is on the first symbol. */
  @Setup
  public void prepare() {
    Random random = new Random(1);
    String[] counts = rules.split("/", -1);
    for (int symbol = 0; symbol < SYMBOLS; symbol++) {
      books.add(book(random, Integer.parseInt(counts[symbol == 0 ? 1 : 0])));
    }
    for (int i = 0; i < TICKS; i++) {
      symbols[i] = random.nextInt(10) == 0 ? 0 : random.nextInt(SYMBOLS);
      prices[i] = MID + random.nextInt(SWING) - SWING / 2;
    }
  }

  private static PriceBook<String> book(Random random, int count) {
    PriceBook<String> book = new PriceBook<>();
    for (int i = 0; i < count; i++) {
      Direction direction = i % 2 == 0 ? Direction.UP : Direction.DOWN;
      long away = (long) SWING + random.nextInt(DEPTH);
      long threshold = direction == Direction.UP ? MID + away : MID - away;
      book.arm(direction, threshold, new Ticket<>(0, i, "rule"));
    }
    return book;
  }

  /** One tick of one symbol. */
  @Benchmark
  public Hits<String> quietTick() {
    int next = tick++ & (TICKS - 1);
    long price = prices[next];
    return books.get(symbols[next]).onPrice(price, price, next);
  }
}
